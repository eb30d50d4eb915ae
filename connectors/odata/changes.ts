/**
 * The stream of changes: first everything, then by exchange plan or by comparing, and once a night a comparison of all. And beside it
 * a listing of everything once more, which leaves the stream where it is.
 */
import type { ChangesQuery, Foreign, Known, ListQuery, Page } from '../connector.ts'
import { ahead } from './ahead.ts'
import type { Base } from './ask.ts'
import type { ODataKind } from './catalogue.ts'
import { positionOf, type Position } from './cursor.ts'
import { load } from './load.ts'
import { isSweepDue } from './night.ts'
import type { PlanNode } from './options.ts'
import { emptyNode, followPlan } from './plan.ts'
import { compareAll, compareFresh } from './sweep.ts'
import { together } from './together.ts'
import type { Trip } from './trip.ts'

/**
 * Pages since a cursor, ending when there is nothing new. A page may be empty: its cursor is then the news.
 * @param node our exchange plan node, or null when the base has none
 */
export async function* changesSince(
  base: Base,
  kinds: ODataKind[],
  query: ChangesQuery,
  node: PlanNode | null,
): AsyncGenerator<Page> {
  const nowMs = base.options.now()
  const { known, signal, fields } = query
  const trip: Trip = { base, known, signal, fields, late: query.late, cutOff: query.cutOff }
  const position = query.since === null ? beginning(nowMs, query.anew === true) : positionOf(query.since)
  if (query.since === null && node) await emptyNode(trip, node)
  yield* ahead(together(load(trip, kinds, position), base.options.now))
  if (node) yield* followPlan(trip, kinds, position, node)
  else yield* compareFresh(trip, kinds, position)
  if (isSweepDue(position.sweptAtMs, base.options)) yield* compareAll(trip, kinds, position)
}

/** Whoever begins anew compares everything right after the load: what a restored base has lost shows at once. */
function beginning(nowMs: number, anew: boolean): Position {
  return { loaded: [], sweptAtMs: anew ? 0 : nowMs, comparedAtMs: {}, ...(anew && { anew }) }
}

/** All records of a kind in the windows and pages of a first load; no cursor is kept and the exchange plan is left alone. */
export async function* listAll(base: Base, kind: ODataKind, query: ListQuery): AsyncGenerator<Foreign[]> {
  const { fields = [], signal } = query
  const trip: Trip = { base, known: NOTHING, signal, fields: () => fields }
  const position: Position = { loaded: [], sweptAtMs: 0, comparedAtMs: {} }
  for await (const { items } of ahead(load(trip, [kind], position))) if (items.length > 0) yield items
}

/** A listing compares nothing. */
const NOTHING: Known = {
  versions: () => Promise.resolve(new Map()),
  keysWithin: () => Promise.resolve([]),
}
