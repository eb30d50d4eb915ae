/** The history of a deal: append-only lines of who did what, or what the base reported. */
import type { DealEvent } from '../domain/deal.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { facts } from './rows.ts'

/** Latest lines shown. */
const MOST_EVENTS = 500

/** Newest first. */
export async function dealEventsOf(db: Db, dealRowId: number): Promise<DealEvent[]> {
  const rows: { at: string; who: string; code: string; facts: string }[] = await db('deal_events')
    .where('deal_id', dealRowId)
    .orderBy('id', 'desc')
    .limit(MOST_EVENTS)
  return rows.map((row) => ({ at: row.at, who: row.who, code: row.code, facts: facts(row.facts) }))
}

/** Notes what the viewer did; belongs into the transaction of the deed. */
export async function noteDealEvent(
  ctx: Pick<Context, 'db' | 'viewer' | 'now'>,
  dealRowId: number,
  event: Pick<DealEvent, 'code' | 'facts'>,
): Promise<void> {
  await ctx.db('deal_events').insert({
    deal_id: dealRowId,
    at: ctx.now(),
    who: ctx.viewer.name,
    code: event.code,
    facts: JSON.stringify(event.facts),
  })
}
