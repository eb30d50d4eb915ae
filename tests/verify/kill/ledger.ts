/** What must be true after all the killing: told = stored = in the base, each once, and the audit chain holds. */
import { setTimeout as pause } from 'node:timers/promises'
import { checkAudit } from '../../../bridge/store/audit.ts'
import type { Db } from '../../../bridge/store/db.ts'
import { LATE_MS } from '../../../bridge/domain/sync.ts'
import { LEASE_MS } from '../../../bridge/sync/ports.ts'

/** What a dead process was about to create is looked for when its lease has ended, and sent again when it cannot come any more. */
export const CALM_MS = LEASE_MS + LATE_MS + 30_000

export interface Marked {
  key: string
  /** Id of the request behind the mark. */
  mark: string
  posted: boolean
  /** Kopecks. */
  totalMinor: number
  fields: Record<string, unknown>
}

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const LOOK_EVERY_MS = 500
export const AUTHORIZATION = `Basic ${Buffer.from('odata:odata').toString('base64')}`

/** Sessions of killed processes hold their licences for twenty seconds; until then the base answers nobody else. */
const MOST_LOOKS = 80

/** Our documents as the base holds them, asked past the bridge. @throws Error when it answers nothing but pages for too long */
export async function documentsIn(baseUrl: string): Promise<Marked[]> {
  const filter = encodeURIComponent("startswith(Комментарий,'zveno:') and DeletionMark eq false")
  const address = `${baseUrl}/${encodeURIComponent(INVOICES)}?$format=json&$filter=${filter}`
  let answer = await fetch(address, { headers: { authorization: AUTHORIZATION } })
  for (let look = 1; !isJson(answer); look++) {
    if (look > MOST_LOOKS) throw new Error(`the base does not say what it holds: ${answer.status}`)
    await answer.body?.cancel()
    await pause(LOOK_EVERY_MS)
    answer = await fetch(address, { headers: { authorization: AUTHORIZATION } })
  }
  const { value } = (await answer.json()) as { value: Record<string, unknown>[] }
  return value.map((row) => ({
    key: String(row['Ref_Key']),
    mark: /^zveno:([0-9a-f-]+)/.exec(String(row['Комментарий']))?.[1] ?? '',
    posted: row['Posted'] === true,
    totalMinor: Math.round(Number(row['СуммаДокумента']) * 100),
    fields: row,
  }))
}

function isJson({ headers, ok }: Response): boolean {
  return ok && (headers.get('content-type') ?? '').includes('json')
}

/**
 * Waits until so many of our documents are posted and no request lives any more, or until it is too late.
 * @param read whether everything else that must come from the base has come
 */
export async function untilDone(
  db: Db,
  { baseUrl, told, read = async () => true }: { baseUrl: string; told: number; read?: () => Promise<boolean> },
  waitMs: number,
): Promise<void> {
  const until = performance.now() + waitMs
  while (performance.now() < until) {
    // A request of a killed process is known to be done only when its lease has ended and another one has looked.
    const lives: unknown = await db('intents').where('noun', 'invoice').whereNot('state', 'done').first('id')
    const posted = lives === undefined ? (await documentsIn(baseUrl)).filter((one) => one.posted).length : -1
    if (posted >= told && (await read())) return
    await pause(LOOK_EVERY_MS)
  }
}

export interface Ledger {
  wrong: string[]
  /** Requests for invoices that still live, and how each of them stands. */
  alive: string[]
  auditLines: number
}

/** Compares the three sides; `told` = ids of acknowledged invoices. */
export async function compare(db: Db, told: Iterable<string>, documents: Marked[]): Promise<Ledger> {
  const wrong: string[] = []
  const rows = (await db('intents')
    .join('invoices', 'invoices.id', 'intents.subject_id')
    .where('intents.noun', 'invoice')
    .select(
      'intents.uuid as mark',
      'intents.foreign_key as key',
      'intents.state',
      'intents.reason',
      'intents.attempts',
      'intents.next_try_at',
      'intents.lease_until',
      'invoices.uuid as invoice',
    )) as Row[]
  const stored = new Map(rows.map((row) => [row.invoice, row]))
  if (stored.size !== rows.length) wrong.push('an invoice has more than one request')
  const acknowledged = new Set(told)
  for (const id of acknowledged) if (!stored.has(id)) wrong.push(`invoice ${id} was acknowledged and is not there`)
  for (const id of stored.keys()) if (!acknowledged.has(id)) wrong.push(`invoice ${id} was never asked for`)
  wrong.push(...twice(documents, rows))
  const alive = rows.filter(({ state }) => state !== 'done')
  const carried = new Set(documents.map(({ mark }) => mark))
  for (const row of rows)
    if (row.state === 'done' && !carried.has(row.mark))
      wrong.push(`request ${row.mark} is done, and the base has no document`)
  for (const row of alive) if (row.state === 'refused') wrong.push(`request ${row.mark} was refused`)
  const audit = await checkAudit(db)
  if (audit.brokenAt !== null) wrong.push(`the audit chain is broken at line ${audit.brokenAt}`)
  return { wrong, alive: alive.map(standing), auditLines: audit.lines }
}

interface Row {
  mark: string
  state: string
  key: string
  invoice: string
  reason: string
  attempts: number
  next_try_at: string
  lease_until: string
}

function standing({ mark, state, reason, attempts, ...row }: Row): string {
  const until = row.lease_until === '' ? '' : `, held until ${row.lease_until}`
  return `request ${mark} is ${state} ${reason}, tried ${attempts} times, next at ${row.next_try_at}${until}`
}

function twice(documents: Marked[], rows: Row[]): string[] {
  const known = new Set(rows.map(({ mark }) => mark))
  const seen = new Set<string>()
  return documents.flatMap(({ mark }) => {
    if (!known.has(mark)) return [`the base has a document of the unknown request ${mark}`]
    if (seen.has(mark)) return [`request ${mark} has two documents`]
    seen.add(mark)
    return []
  })
}
