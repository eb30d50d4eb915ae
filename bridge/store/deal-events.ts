/** The history of a deal: append-only lines of who did what, or what the base reported. */
import type { DealEvent } from '../domain/deal.ts'
import { insertRows } from './bulk.ts'
import type { Context } from './context.ts'

/** Notes what the viewer did; belongs into the transaction of the deed. */
export async function noteDealEvent(
  ctx: Pick<Context, 'db' | 'viewer' | 'now'>,
  dealRowId: number,
  event: Pick<DealEvent, 'code' | 'facts'>,
): Promise<void> {
  const line = {
    deal_id: dealRowId,
    at: ctx.now(),
    who: ctx.viewer.name,
    code: event.code,
    facts: JSON.stringify(event.facts),
  }
  await insertRows(ctx.db, 'deal_events', [line])
}
