/** A bank receipt on the panel: on which invoices its money lies, of which deals they are, and what is an advance. */
import { notFound } from '../domain/problem.ts'
import type { Asking, Row } from './asking.ts'
import type { PanelContext } from './panel-answers.ts'
import { panelDeals, panelInvoices, panelWhy } from './panel-parts.ts'
import { payments } from './payments.ts'
import { number } from './rows.ts'

/** @throws Problem `payment.not-found` */
export async function panelReceipt(asking: Asking, id: string): Promise<Partial<PanelContext>> {
  const row = (await asking.db('payments').where('uuid', id).first()) as Row | undefined
  const [receipt] = await payments(asking, (query) => void query.where('payments.uuid', id))
  if (!row || !receipt) throw notFound('payment')
  const settled = asking.db('allocations').where('payment_id', number(row, 'id')).select('invoice_id')
  const dealsOf = asking.db('invoices').whereIn('id', settled.clone()).whereNotNull('deal_id').select('deal_id')
  const [deals, invoices, why] = await Promise.all([
    panelDeals(asking, (query) => void query.whereIn('deals.id', dealsOf)),
    panelInvoices(asking, (query) => void query.whereIn('invoices.id', settled)),
    panelWhy(asking, { noun: 'bank-receipt', row }),
  ])
  const { amountMinor, advanceMinor, number: of, date, purpose, source } = receipt
  const paidMinor = receipt.allocations.reduce((sum, allocation) => sum + allocation.amountMinor, 0)
  return {
    title: of,
    client: [...new Set(deals.map(({ clientName }) => clientName))].join(', ') || receipt.payerName,
    deals,
    money: { invoicedMinor: amountMinor, paidMinor, remainderMinor: 0, advanceMinor, asOf: source.asOf },
    invoices,
    payments: [{ number: of, date, amountMinor, purpose }],
    why,
  }
}
