/**
 * I9, looked at while it happens: a request to create passes only when its row says so durably, and what the base is told to
 * forget is in our rows. The looks go through the database itself, so they see what is committed and nothing else.
 */
import type { Database } from '../../../bridge/store/db.ts'
import { minorOf } from '../../../connectors/simulator/base/amounts.ts'
import type { Context } from '../../../connectors/simulator/context.ts'
import type { Answer } from '../../../connectors/simulator/http/http.ts'
import type { Request } from '../../../connectors/odata/options.ts'
import type { Watchman } from './road.ts'
import type { Day } from './swarm.ts'

export interface Watched extends Watchman {
  /** One sentence per broken promise. */
  seen: string[]
  /** Somebody has looked at the connection and lets it go on. */
  resumed(): void
}

/** Calls of one process at the same time: two that send and one that reads. */
const LANES = 3

/** Kinds that the mappings read, with our word for each. */
const NOUNS: Record<string, string> = {
  Catalog_Организации: 'organisation',
  Catalog_Контрагенты: 'counterparty',
  Catalog_ДоговорыКонтрагентов: 'contract',
  Catalog_Номенклатура: 'product',
  Document_СчетНаОплатуПокупателю: 'invoice',
  Document_ПоступлениеНаРасчетныйСчет: 'bank-receipt',
}

export function watchmanOf({ db }: Database, base: Context, { servers }: Pick<Day, 'servers'>): Watched {
  const seen: string[] = []
  /** What a selection has brought, by message number: `noun key` -> its version in the base by then. */
  const selected = new Map<string, Map<string, number>>()
  /** Totals of documents as they were answered last, kopecks. */
  const totals = new Map<string, number>()
  /** Passwords that were refused since somebody has looked. */
  let refused = 0
  return {
    seen,
    resumed: () => {
      refused = 0
    },
    before: async (step, request) => {
      if (step.startsWith('create ')) await isWrittenDown(request)
      if (step === 'change') await isAskedFor(keyOf(request))
      if (step === 'acknowledge') await isKept(messageOf(request))
      if (step === 'post') await isWhatWasAskedFor(request)
    },
    after: (step, request, { status, reset }) => {
      if (step === 'select' && status < 300 && !reset) selected.set(messageOf(request), waitingIn(base))
    },
    delivered: (step, _request, answer) => {
      if (answer.status === 401 && ++refused > LANES * servers)
        seen.push(`a password that was refused is tried ${refused} times, and nobody has looked`)
      if (step === 'look' || step === 'list') for (const [key, total] of totalsIn(answer)) totals.set(key, total)
    },
  }

  async function isWrittenDown(request: Request): Promise<void> {
    const { Ref_Key: key } = JSON.parse(request.body ?? '{}') as { Ref_Key: string }
    const row = (await db('intents').where('foreign_key', key).first()) as Record<string, unknown> | undefined
    const holds = row !== undefined && row['state'] === 'sending' && Number(row['sent']) > 0
    if (!holds) seen.push(`I9: sent while its request says ${String(row?.['state'])}, sent ${String(row?.['sent'])}`)
  }

  /** A change passes only while a request of somebody holds it. */
  async function isAskedFor(key: string): Promise<void> {
    const row = (await db('intents')
      .where({ noun: 'counterparty', foreign_key: key, state: 'sending' })
      .where('sent', '>', 0)
      .first('id')) as { id: number } | undefined
    if (!row) seen.push(`I9: a change is sent of which no request says so`)
  }

  /** I4: what was seen to have another total is not posted. */
  async function isWhatWasAskedFor(request: Request): Promise<void> {
    const key = keyOf(request)
    const row = (await db('intents').where('foreign_key', key).first('payload')) as { payload: string } | undefined
    const asked = row && (JSON.parse(row.payload) as { totalMinor: number }).totalMinor
    if (asked !== totals.get(key)) seen.push(`I4: posts a document of ${totals.get(key)} that was asked for ${asked}`)
  }

  async function isKept(message: string): Promise<void> {
    for (const [what, version] of selected.get(message) ?? []) {
      const [noun = '', key = ''] = what.split(' ')
      const link = (await db('links').where({ noun, foreign_key: key }).first()) as { version: string } | undefined
      const told = link ? undefined : await db('journal').where({ noun, foreign_key: key, direction: 'in' }).first('id')
      const held = link && link.version !== '' ? counterOf(link.version) : Infinity
      if (!link && !told) seen.push(`I9: acknowledged a ${noun} that is not in our rows`)
      else if (held < version) seen.push(`I9: acknowledged version ${version} of a ${noun}, held is ${held}`)
    }
  }
}

function messageOf({ url }: Request): string {
  return new URL(url).searchParams.get('MessageNo') ?? ''
}

function keyOf({ url }: Request): string {
  return /\(guid'([0-9a-f-]{36})'\)/i.exec(decodeURIComponent(url))?.[1]?.toLowerCase() ?? ''
}

/** Records with a total in an answer that came whole, one or a list of them. */
function totalsIn({ status, reset, cut, body }: Answer): [string, number][] {
  if (status !== 200 || reset || cut) return []
  const said = parsed(String(body))
  const records = Array.isArray(said['value']) ? (said['value'] as Record<string, unknown>[]) : [said]
  return records.flatMap(({ Ref_Key: key, СуммаДокумента: total }): [string, number][] => {
    const known = typeof total === 'number' || typeof total === 'string'
    return typeof key === 'string' && known ? [[key.toLowerCase(), minorOf(total)]] : []
  })
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, '')) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** What is registered for the node of Zveno and still there, with its version. */
function waitingIn({ base, plans }: Context): Map<string, number> {
  const found = new Map<string, number>()
  for (const [, registrations] of plans.save()) {
    for (const [, { change, messageNo }] of registrations) {
      if (change.about !== 'entity' || messageNo === null) continue
      const entity = base.get(change.set, change.key)
      const noun = NOUNS[change.set]
      if (entity && noun) found.set(`${noun} ${change.key}`, entity.version)
    }
  }
  return found
}

/** A version is shown as base64 of 8 bytes. */
function counterOf(version: string): number {
  return Number(Buffer.from(version, 'base64').readBigUInt64BE())
}
