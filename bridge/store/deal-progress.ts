/** Small steps of a deal that several actions share: its version, its history, the invoice that is on its way. */
import { ON_ITS_WAY } from '../domain/invoice-state.ts'
import type { Facts } from '../domain/problem.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'

/** Takes the deal on from the version that was looked at. @returns false when it is not that version any more. */
export async function bumpDeal(ctx: Context, rowId: number, version: number): Promise<boolean> {
  const set = { version: version + 1, updated_at: ctx.now() }
  return (await ctx.db('deals').where({ id: rowId, version }).update(set)) === 1
}

export async function noteDeal(ctx: Context, rowId: number, code: string, facts: Facts): Promise<void> {
  const event = { deal_id: rowId, at: ctx.now(), who: ctx.viewer.name, code, facts: JSON.stringify(facts) }
  await ctx.db('deal_events').insert(event)
}

/** Public id of an invoice of the deal whose request is not proven yet. */
export async function invoiceOnItsWay(db: Db, dealRowId: number): Promise<string | undefined> {
  const row: { uuid: string } | undefined = await db('invoices')
    .where('deal_id', dealRowId)
    .whereIn('state', ON_ITS_WAY)
    .first('uuid')
  return row?.uuid
}
