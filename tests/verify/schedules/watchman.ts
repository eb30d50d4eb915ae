/**
 * I9, looked at while it happens: a request to create passes only when its row says so durably, and what the base is told to
 * forget is in our rows. The looks go through the database itself, so they see what is committed and nothing else.
 */
import type { Database } from '../../../bridge/store/db.ts'
import type { Context } from '../../../connectors/simulator/context.ts'
import type { Request } from '../../../connectors/odata/options.ts'
import type { RoadStep, Watchman } from './road.ts'

export interface Watched extends Watchman {
  /** One sentence per broken promise. */
  seen: string[]
}

/** Kinds that the mappings read, with our word for each. */
const NOUNS: Record<string, string> = {
  Catalog_Организации: 'organisation',
  Catalog_Контрагенты: 'counterparty',
  Catalog_ДоговорыКонтрагентов: 'contract',
  Catalog_Номенклатура: 'product',
  Document_СчетНаОплатуПокупателю: 'invoice',
  Document_ПоступлениеНаРасчетныйСчет: 'bank-receipt',
}

export function watchmanOf({ db }: Database, base: Context): Watched {
  const seen: string[] = []
  /** What a selection has brought, by message number: `noun key` -> its version in the base by then. */
  const selected = new Map<string, Map<string, number>>()
  return {
    seen,
    before: async (step, request) => {
      if (step.startsWith('create ')) await isWrittenDown(request)
      if (step === 'acknowledge') await isKept(messageOf(request))
    },
    after: (step, request, { status, reset }) => {
      if (step === 'select' && status < 300 && !reset) selected.set(messageOf(request), waitingIn(base))
    },
  }

  async function isWrittenDown(request: Request): Promise<void> {
    const { Ref_Key: key } = JSON.parse(request.body ?? '{}') as { Ref_Key: string }
    const row = (await db('intents').where('foreign_key', key).first()) as Record<string, unknown> | undefined
    const holds = row !== undefined && row['state'] === 'sending' && Number(row['sent']) > 0
    if (!holds) seen.push(`I9: sent while its request says ${String(row?.['state'])}, sent ${String(row?.['sent'])}`)
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

export const isCreation = (step: RoadStep) => step.startsWith('create ')
