/** One record on both sides at a moment: our row with its later changes undone, and what the base had told by then. */
import { Problem } from '../domain/problem.ts'
import type { Noun } from '../domain/sync.ts'
import { rowAt, type Former } from '../store/former-rows.ts'
import type { AsOf } from './as-of-answers.ts'
import type { Asking, Row } from './asking.ts'
import { bothSides, type Ours } from './both-sides.ts'
import { text } from './rows.ts'
import { toldBy, type Observed } from './told.ts'

/** `2026-09-15T15:00:00Z` or with the offset of a zone; seconds and what is below them may be missing. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/**
 * @returns UTC ISO text with milliseconds
 * @throws Problem `moment.wrong` for what is no moment, `moment.in-future`
 */
export function momentOf(asking: Pick<Asking, 'now'>, at: string): string {
  const ms = MOMENT.test(at) ? Date.parse(at) : Number.NaN
  if (Number.isNaN(ms) || !isDay(at.slice(0, 10))) throw new Problem('moment.wrong', {}, 'at')
  const moment = new Date(ms).toISOString()
  if (moment > asking.now()) throw new Problem('moment.in-future', {}, 'at')
  return moment
}

/** 31 February would quietly be one of the first days of March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

export interface Recorded<R> {
  noun: 'client' | 'contact' | 'counterparty' | 'invoice'
  /** As it is now, with everything that its shape needs. */
  row: Row
  /** The card of a row as it was. */
  card(row: Row): R | Promise<R>
  /** What both sides can say of a row as it was, in the words of the mapping. */
  ours(row: Row, base: number | null): Ours | Promise<Ours>
  /** Names of what both sides link to, by key of the base. */
  names?(row: Row, observed: Observed | undefined): Promise<Map<string, string>>
}

export async function asOf<R>(asking: Asking, what: Recorded<R>, at: string): Promise<AsOf<R>> {
  const { noun, row } = what
  const former = await rowAt(asking.db, { noun, row }, at)
  const then = former.state === 'known' ? (former.row as Row) : null
  const observed = await observedBy(asking, { noun, row, asOf: text(former.row ?? {}, 'as_of') }, at)
  const names = (await what.names?.(then ?? row, observed)) ?? new Map<string, string>()
  const ours = then && (await what.ours(then, observed?.base ?? null))
  return {
    id: text(row, 'uuid'),
    at,
    state: former.state,
    knownSince: former.knownSince,
    ours: then && (await what.card(then)),
    told: observed?.told ?? null,
    fields: bothSides({ ours, said: observed?.said ?? null, rules: observed?.rules ?? [], names }),
    last: lastOf(former),
  }
}

/** Bases know nothing of clients and contacts. */
async function observedBy(
  asking: Asking,
  { noun, ...subject }: { noun: Recorded<unknown>['noun']; row: Row; asOf: string },
  at: string,
): Promise<Observed | undefined> {
  if (noun === 'client' || noun === 'contact') return undefined
  return toldBy(asking, { noun: noun satisfies Noun, ...subject }, at)
}

function lastOf({ state, last }: Former): AsOf<unknown>['last'] {
  return state === 'known' && last ? { at: last.at, who: last.who, deed: last.deed } : null
}
