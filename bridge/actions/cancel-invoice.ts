/** Withdraws an invoice while the base certainly holds nothing of it. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { changeInvoice } from '../store/changed-invoice.ts'
import { deedOf } from '../store/changes.ts'
import type { Context } from '../store/context.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { cancelIntent, liveIntentOf } from '../store/intents.ts'
import { linkOf } from '../store/links.ts'
import { findOwnInvoice } from '../store/own-invoices.ts'
import { settleTroubles } from '../store/troubles.ts'

/** @throws Problem `invoice.not-found` `access.denied` `invoice.too-late` */
export async function cancelInvoice(ctx: Context, input: { invoiceId: string }): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    const invoice = await findOwnInvoice(tx, input.invoiceId)
    if (!invoice) throw notFound('invoice')
    allow(tx.viewer, 'cancel-invoice', invoice)
    const intent = await liveIntentOf(tx.db, 'invoice', invoice.rowId)
    const link = await linkOf(tx.db, { base: invoice.baseRowId, noun: 'invoice' }, invoice.rowId)
    const inBase = link !== undefined
    if (!intent || !(await cancelIntent(tx.db, intent.rowId, { inBase, at: tx.now() })))
      throw new Problem('invoice.too-late', { invoice: invoice.id })
    const set = { state: 'cancelled' as const }
    await changeInvoice(tx.db, deedOf(tx, 'cancel-invoice'), { rowId: invoice.rowId, before: invoice, set })
    await settleTroubles(tx.db, { noun: 'invoice', subject: invoice.id }, { who: tx.viewer.name, at: tx.now() })
    if (invoice.dealRowId !== null)
      await noteDealEvent(tx, invoice.dealRowId, { code: 'invoice.cancelled', facts: { invoice: invoice.id } })
    await audit(tx, { action: 'cancel-invoice', subject: `invoice:${invoice.id}`, facts: {} })
    return { id: invoice.id }
  })
}
