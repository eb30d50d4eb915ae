/** Sends a refused invoice on its way again after a person has mended the cause. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { changeInvoice } from '../store/changed-invoice.ts'
import { deedOf } from '../store/changes.ts'
import type { Context } from '../store/context.ts'
import { linkOf } from '../store/links.ts'
import { liveIntentOf, reviveIntent } from '../store/intents.ts'
import { findOwnInvoice } from '../store/own-invoices.ts'
import { settleTroubles } from '../store/troubles.ts'

export interface RetryInvoice {
  invoiceId: string
  /** Post it although the base arrived at another total: a person has looked at the difference. */
  acceptTotals?: boolean
}

/** @throws Problem `invoice.not-found` `access.denied` `invoice.nothing-to-retry` */
export async function retryInvoice(ctx: Context, input: RetryInvoice): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    const invoice = await findOwnInvoice(tx, input.invoiceId)
    if (!invoice) throw notFound('invoice')
    allow(tx.viewer, 'retry-invoice', invoice)
    const intent = await liveIntentOf(tx.db, 'invoice', invoice.rowId)
    const inBase = await linkOf(tx.db, { base: invoice.baseRowId, noun: 'invoice' }, invoice.rowId)
    // What the base already holds as a draft is compared and posted; anything else is looked for before it is sent again.
    const isThere = inBase !== undefined && !inBase.gone && intent?.reason !== 'base.gone'
    const state = !isThere ? 'uncertain' : input.acceptTotals ? 'posting' : 'written'
    const facts = isThere && input.acceptTotals ? { acceptedMinor: invoice.totalMinor } : {}
    if (!intent || !(await reviveIntent(tx.db, intent.rowId, { state, facts, at: tx.now() })))
      throw new Problem('invoice.nothing-to-retry', { invoice: invoice.id })
    const set = { state: intent.sent === 0 ? ('queued' as const) : ('checking' as const) }
    await changeInvoice(tx.db, deedOf(tx, 'retry-invoice'), { rowId: invoice.rowId, before: invoice, set })
    await settleTroubles(tx.db, { noun: 'invoice', subject: invoice.id }, { who: tx.viewer.name, at: tx.now() })
    await audit(tx, { action: 'retry-invoice', subject: `invoice:${invoice.id}`, facts: { state } })
    return { id: invoice.id }
  })
}
