/** The manager has looked at what the accountant changed in an invoice; on demand the deal takes the new lines over. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { insertRows } from '../store/bulk.ts'
import type { Context } from '../store/context.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { linesOf } from '../store/invoice-rows.ts'
import { acknowledgeVersions } from '../store/invoice-versions.ts'
import { findOwnInvoice } from '../store/own-invoices.ts'

export interface AcceptChange {
  invoiceId: string
  takeIntoDeal: boolean
}

/** @throws Problem `invoice.not-found` `access.denied` `invoice.no-deal` */
export async function acceptChange(ctx: Context, input: AcceptChange): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    const invoice = await findOwnInvoice(tx, input.invoiceId)
    if (!invoice) throw notFound('invoice')
    allow(tx.viewer, 'accept-change', invoice)
    await acknowledgeVersions(tx.db, invoice.rowId)
    if (input.takeIntoDeal) {
      if (invoice.dealRowId === null) throw new Problem('invoice.no-deal')
      await takeLines(tx, invoice.rowId, invoice.dealRowId)
      await noteDealEvent(tx, invoice.dealRowId, { code: 'deal.took-lines', facts: { invoice: invoice.id } })
    }
    await audit(tx, { action: 'accept-change', subject: `invoice:${invoice.id}`, facts: {} })
    return { id: invoice.id }
  })
}

async function takeLines(ctx: Context, invoiceRowId: number, dealRowId: number): Promise<void> {
  const lines = await linesOf(ctx.db, invoiceRowId)
  await ctx.db('deal_lines').where('deal_id', dealRowId).delete()
  await insertRows(
    ctx.db,
    'deal_lines',
    lines.map(({ position, product_id, text, quantity_milli, price_minor, sum_minor }) => ({
      uuid: ctx.newId(),
      deal_id: dealRowId,
      position,
      product_id,
      text,
      quantity_milli,
      price_minor,
      sum_minor,
    })),
  )
  const total = lines.reduce((sum, line) => sum + line.sum_minor, 0)
  await ctx
    .db('deals')
    .where('id', dealRowId)
    .update({ total_minor: total, updated_at: ctx.now() })
    .increment('version', 1)
}
