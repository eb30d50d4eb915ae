/** Why an invoice, a payment, a counterparty or what deals choose from shows what it shows; for those who may see it. */
import { scopeOf } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { onlyOf, onlySeenInvoices, type Asking, type Query, type Row } from './asking.ts'
import { counterpartyRow } from './counterparty.ts'
import { invoiceRow } from './invoice.ts'
import { number, text } from './rows.ts'
import type { Why, WhyPart } from './why-answers.ts'
import { why } from './why.ts'

const MOST_PARTS = 50

/** Its paid sum follows from payments. @throws Problem `invoice.not-found` */
export async function whyInvoice(asking: Asking, id: string): Promise<Why> {
  const row = await invoiceRow(asking, id)
  const paid: Row[] = await asking
    .db('allocations')
    .join('payments', 'payments.id', 'allocations.payment_id')
    .where('allocations.invoice_id', number(row, 'id'))
    .orderBy('payments.date')
    .limit(MOST_PARTS)
    .select('payments.uuid', 'payments.number', 'payments.date', 'allocations.amount_minor as sum_minor')
  return why(asking, { noun: 'invoice', row, parts: paid.map((one) => toPart('payment', one)) })
}

/** Its advance is what lies on no invoice. @throws Problem `payment.not-found` */
export async function whyPayment(asking: Asking, id: string): Promise<Why> {
  const row = (await asking
    .db('payments')
    .where('payments.uuid', id)
    .modify(onlySeenPayments(asking))
    .first('payments.*')) as Row | undefined
  if (!row) throw notFound('payment')
  const settled: Row[] = await asking
    .db('allocations')
    .join('invoices', 'invoices.id', 'allocations.invoice_id')
    .where('allocations.payment_id', number(row, 'id'))
    .orderBy('allocations.row')
    .limit(MOST_PARTS)
    .select('invoices.uuid', 'invoices.number', 'invoices.date', 'allocations.amount_minor as sum_minor')
  const noun = text(row, 'channel') === 'cash' ? 'cash-receipt' : 'bank-receipt'
  return why(asking, { noun, row, parts: settled.map((one) => toPart('invoice', one)) })
}

/** @throws Problem `counterparty.not-found`, also for one that stands for no client that the viewer may see */
export async function whyCounterparty(asking: Asking, id: string): Promise<Why> {
  return why(asking, { noun: 'counterparty', row: await counterpartyRow(asking, id), parts: [] })
}

const TABLES = { contract: 'contracts', organisation: 'organisations', product: 'products' } as const

/** What deals choose from, for whoever may see deals. @throws Problem `contract.not-found` `organisation.not-found` `product.not-found` */
export async function whyReference(asking: Asking, noun: keyof typeof TABLES, id: string): Promise<Why> {
  const row = (await asking.db(TABLES[noun]).where('uuid', id).first()) as Row | undefined
  if (!row) throw notFound(noun)
  return why(asking, { noun, row, parts: [] })
}

export function toPart(noun: WhyPart['noun'], row: Row): WhyPart {
  return {
    noun,
    id: text(row, 'uuid'),
    number: text(row, 'number'),
    date: text(row, 'date'),
    sumMinor: number(row, 'sum_minor'),
  }
}

/** Payments of clients that the viewer may see, and those that lie on invoices that the viewer may see. */
function onlySeenPayments(asking: Asking): (query: Query) => void {
  return (query) => {
    if (scopeOf(asking.viewer, 'see-invoices') === 'all') return
    const onSeen = asking
      .db('allocations')
      .join('invoices', 'invoices.id', 'allocations.invoice_id')
      .modify(onlySeenInvoices(asking))
      .select('allocations.payment_id')
    const ofSeen = asking
      .db('client_counterparties')
      .join('clients', 'clients.id', 'client_counterparties.client_id')
      .modify(onlyOf(asking, 'see-clients', 'clients.manager_id'))
      .select('client_counterparties.counterparty_id')
    void query.where((either) => either.whereIn('payments.id', onSeen).orWhereIn('payments.counterparty_id', ofSeen))
  }
}
