/** What receiving from a base has in common: arrivals, verdicts, and mirroring a plain record into its table. */
import type { Facts } from '../domain/problem.ts'
import type { Noun } from '../domain/sync.ts'
import type { Base } from '../store/bases.ts'
import { insertRows } from '../store/bulk.ts'
import { formerly, keepChanges, rowsBefore, type Cause } from '../store/changes.ts'
import type { Context } from '../store/context.ts'
import { addLinks, moveLink, type Link } from '../store/links.ts'

/** A translated record of the base on its way into our tables. */
export interface Arrival<R> {
  key: string
  version: string
  /** Hash of `record`: equal hash = nothing to do. */
  hash: string
  /** Document date `YYYY-MM-DD`, '' for catalogues. */
  day: string
  record: R
  /** Known already. */
  link: Link | undefined
  /** The mapping says that a person is asked about a deletion mark. */
  asksMark?: boolean
}

/** Every arrival ends in exactly one verdict. */
export interface Verdict {
  key: string
  outcome: 'applied' | 'skipped' | 'conflict' | 'pending'
  /** Key of the reason in words; '' for applied. A conflict becomes a trouble with this code. */
  reason: string
  facts?: Facts
}

/** Receiving happens inside the transaction of the page, on behalf of the robot. */
export interface Receiving extends Context {
  base: Base
  /** Whose doing this is: a person of ours when the answer to our own write comes back, else the base. */
  author: string
  /** True for answers to our own writes: nobody has to look at them. */
  own: boolean
  /** Why records of this noun change now. */
  causeOf(noun: Noun): Cause
  /** Row id of the record that a key of the base stands for; undefined = unknown or empty. */
  ourId(noun: Noun, key: string): number | undefined
  /** Makes a new link visible to `ourId` at once. */
  learn(link: Link): void
  /**
   * Set when the mirror is told anew what it was told before: rows are brought up to date, and nothing follows from it for links, deals,
   * requests, versions and troubles, which have gone their way since.
   */
  again?: { isLost(noun: Noun, ourId: number): boolean }
  /** The journal is told again: what the base said is no news, so nothing is merged, asked or sent because of it. */
  retold?: true
  /** Tells open screens, after the transaction. */
  changed(what: 'client' | 'deal' | 'invoice' | 'queue' | 'trouble', id: string): void
}

export type Columns = Record<string, string | number | boolean | null>

export const applied = (key: string): Verdict => ({ key, outcome: 'applied', reason: '' })
export const skipped = (key: string, reason: string): Verdict => ({ key, outcome: 'skipped', reason })
export const conflict = (key: string, reason: string, facts: Facts = {}): Verdict => ({
  key,
  outcome: 'conflict',
  reason,
  facts,
})

export interface Mirror<R> {
  noun: 'organisation' | 'counterparty' | 'contract' | 'product'
  table: string
  arrivals: Arrival<R>[]
  columns(record: R): Columns
  /** What a new row gets besides, and a known one keeps: fields that are ours. */
  ours?(record: R): Columns
}

/** Inserts what is new, updates what is known, links both. @returns row ids in the order of the arrivals. */
export async function mirror<R>(ctx: Receiving, what: Mirror<R>): Promise<number[]> {
  const fresh = what.arrivals.filter((arrival) => !arrival.link)
  const ids = await insertRows(
    ctx.db,
    { table: what.table, same: seen(ctx) },
    fresh.map(({ record }) => Object.assign(what.columns(record), what.ours?.(record), { uuid: ctx.newId() })),
  )
  const rowOf = new Map(fresh.map((arrival, at) => [arrival.key, ids[at] ?? 0]))
  const known = what.arrivals.flatMap(({ link }) => (link ? [link.ourId] : []))
  const before = await rowsBefore(ctx.db, what.noun, known)
  for (const arrival of what.arrivals) {
    if (!arrival.link) continue
    rowOf.set(arrival.key, arrival.link.ourId)
    await changeRow(ctx, what, { arrival, before: before.get(arrival.link.ourId) })
  }
  await linkUp(ctx, what, (arrival) => rowOf.get(arrival.key) ?? 0)
  return what.arrivals.map((arrival) => rowOf.get(arrival.key) ?? 0)
}

async function changeRow<R>(
  ctx: Receiving,
  what: Mirror<R>,
  { arrival, before = {} }: { arrival: Arrival<R>; before: object | undefined },
): Promise<void> {
  const ourId = arrival.link?.ourId ?? 0
  const { noun } = what
  const ours = ctx.again?.isLost(noun, ourId) ? what.ours?.(arrival.record) : undefined
  const set = { ...what.columns(arrival.record), ...ours, ...seen(ctx) }
  await ctx.db(what.table).where('id', ourId).update(set).increment('version', 1)
  await keepChanges(ctx.db, ctx.causeOf(noun), [{ noun, ourId, was: formerly(before, set) }])
}

/** What follows from what was told has a name of its own in the history of the rows, unless the mirror is only brought back. */
export function causeNamed(ctx: Receiving, noun: Noun, deed: 'settled' | 'deleted'): Cause {
  const cause = ctx.causeOf(noun)
  return ctx.again ? cause : { ...cause, deed }
}

/** Columns that say where a row was seen and when. */
export function seen(ctx: Receiving): Columns {
  return { base_id: ctx.base.rowId, gone: false, as_of: ctx.now() }
}

/** Stores links of new arrivals and the versions of known ones. */
export async function linkUp<R>(
  ctx: Receiving,
  { noun, arrivals }: { noun: Noun; arrivals: Arrival<R>[] },
  rowOf: (arrival: Arrival<R>) => number,
): Promise<void> {
  const fresh: Link[] = []
  for (const arrival of arrivals) {
    const link = linkOf(noun, arrival, rowOf(arrival))
    if (ctx.again) ctx.learn(link)
    else if (arrival.link) await moveLink(ctx.db, ctx.base.rowId, { link, from: arrival.link })
    else fresh.push(link)
  }
  await addLinks(ctx.db, ctx.base.rowId, fresh)
  for (const link of fresh) ctx.learn(link)
}

function linkOf<R>(noun: Noun, arrival: Arrival<R>, ourId: number): Link {
  const { key: foreignKey, version, hash, day } = arrival
  return { noun, ourId, foreignKey, version, hash, day, gone: false }
}
