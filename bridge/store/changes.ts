/**
 * Changes of records of ours, kept backwards: the row says how it is, each line what a change took away, who made it and why. A line is
 * written in the transaction of its change and never touched again; going back means undoing lines, newest first.
 */
import { insertRows } from './bulk.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'

/** `tie` = a client and one of its counterparties; its line stands with the client. */
export type Tracked =
  'client' | 'contact' | 'tie' | 'counterparty' | 'organisation' | 'contract' | 'product' | 'invoice'

/** Who changed something, and why. */
export interface Cause {
  /** UTC ISO text. */
  at: string
  /** A person of ours, or the name of a base. */
  who: string
  /**
   * Verb of an action, or `told` by the base, `answered` to a request of ours, `settled` by a payment, `moved` by a request, `replayed` and
   * `rolled-back` by a run of a person; '' = nothing is kept, because the rows are only brought back.
   */
  deed: string
  /** Row id of the round that brought it, 0 = none. */
  run: number
  /** Version of the mapping by which it was read, '' = none. */
  rules: string
}

type Value = string | number | boolean | null
/** Columns with their values before; `lines` of an invoice as a list of rows. */
export type Was = Record<string, Value | object[]>

export interface Change {
  noun: Tracked
  ourId: number
  /** null = it was not there. */
  was: Was | null
}

export const TABLES: Record<Exclude<Tracked, 'tie'>, string> = {
  client: 'clients',
  contact: 'contacts',
  counterparty: 'counterparties',
  organisation: 'organisations',
  contract: 'contracts',
  product: 'products',
  invoice: 'invoices',
}

export async function keepChanges(db: Db, { at, who, deed, run, rules }: Cause, changes: Change[]): Promise<void> {
  if (deed === '') return
  const same = { at, who, deed, run_id: run, mapping_version: rules }
  const rows = changes
    .filter(({ was }) => was === null || Object.keys(was).length > 0)
    .map(({ noun, ourId, was }) => ({ noun, our_id: ourId, was: was === null ? '' : JSON.stringify(was) }))
  await insertRows(db, { table: 'changes', same }, rows)
}

/** The deed of a person. */
export function deedOf(ctx: Pick<Context, 'now' | 'viewer'>, deed: string): Cause {
  return { at: ctx.now(), who: ctx.viewer.name, deed, run: 0, rules: '' }
}

/** Columns that follow from others. */
const FOLLOWING = new Set(['search_key', 'updated_at'])

/** What of a row will be different after `set`. */
export function formerly(row: object, set: object): Was {
  const was: Was = {}
  for (const [column, value] of Object.entries(set)) {
    const before: unknown = Reflect.get(row, column)
    if (!FOLLOWING.has(column) && plain(before) !== plain(value)) was[column] = (before ?? null) as Value
  }
  return was
}

/** Drivers give yes-no as 0 and 1, and wide numbers as text. */
function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'string' ? value : JSON.stringify(value ?? '').replace(/^""$/, '')
}

/** Ids per question: below every database's limit of parameters. */
const BATCH = 500

/** Rows as they are before a change, by row id. */
export async function rowsBefore(db: Db, noun: Exclude<Tracked, 'tie'>, ids: number[]): Promise<Map<number, object>> {
  const found = new Map<number, object>()
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = (await db(TABLES[noun]).whereIn('id', ids.slice(from, from + BATCH))) as { id: number }[]
    for (const row of rows) found.set(row.id, row)
  }
  return found
}
