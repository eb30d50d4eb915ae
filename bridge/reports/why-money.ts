/** Which documents make up the money of a client or of a deal? */
import { notFound } from '../domain/problem.ts'
import { onlyOf, type Asking, type Query, type Row } from './asking.ts'
import { dealRow } from './deal.ts'
import { LIVE_STATES_IN_BASE } from './money.ts'
import { number, oldestSource, sourceOf } from './rows.ts'
import type { WhySum } from './why-answers.ts'
import { toPart } from './why-record.ts'

/** The latest of each; the count says how many there are in all. */
const MOST_SHOWN = 20

/** @throws Problem `client.not-found`, also for one that the viewer may not see */
export async function whyClientMoney(asking: Asking, id: string): Promise<WhySum> {
  const client = (await asking
    .db('clients')
    .where('clients.uuid', id)
    .modify(onlyOf(asking, 'see-clients', 'clients.manager_id'))
    .first('clients.id')) as Row | undefined
  if (!client) throw notFound('client')
  const payers = asking
    .db('client_counterparties')
    .where('client_id', number(client, 'id'))
    .select('client_counterparties.counterparty_id')
  return sumOf(asking, {
    invoices: (query) => void query.whereIn('invoices.counterparty_id', payers.clone()),
    payments: (query) => void query.whereIn('payments.counterparty_id', payers.clone()),
  })
}

/** An advance belongs to the payer of the deal. @throws Problem `deal.not-found`, also for one that the viewer may not see */
export async function whyDealMoney(asking: Asking, id: string): Promise<WhySum> {
  const deal = await dealRow(asking, id)
  return sumOf(asking, {
    invoices: (query) => void query.where('invoices.deal_id', number(deal, 'id')),
    payments: (query) => void query.where('payments.counterparty_id', number(deal, 'counterparty_id')),
  })
}

interface Narrow {
  invoices: (query: Query) => void
  payments: (query: Query) => void
}

async function sumOf(asking: Asking, narrow: Narrow): Promise<WhySum> {
  const [invoices, payments] = await Promise.all([invoicesOf(asking, narrow), advancesOf(asking, narrow)])
  const { base, asOf } = oldestSource([...invoices, ...payments].map(sourceOf))
  return {
    invoices: invoices.slice(0, MOST_SHOWN).map((row) => toPart('invoice', row)),
    advances: payments.slice(0, MOST_SHOWN).map((row) => toPart('payment', row)),
    count: invoices.length + payments.length,
    base,
    asOf,
  }
}

/** Those that count as money owed or paid, newest first. */
async function invoicesOf({ db }: Asking, narrow: Narrow): Promise<Row[]> {
  return db('invoices')
    .join('bases', 'bases.id', 'invoices.base_id')
    .whereIn('invoices.state', LIVE_STATES_IN_BASE)
    .modify(narrow.invoices)
    .orderBy('invoices.date', 'desc')
    .select('invoices.uuid', 'invoices.number', 'invoices.date', 'invoices.as_of', 'bases.name as base_name')
    .select('invoices.total_minor as sum_minor')
}

async function advancesOf({ db }: Asking, narrow: Narrow): Promise<Row[]> {
  return db('payments')
    .join('bases', 'bases.id', 'payments.base_id')
    .where({ 'payments.posted': true, 'payments.marked': false, 'payments.gone': false })
    .where('payments.advance_minor', '>', 0)
    .modify(narrow.payments)
    .orderBy('payments.date', 'desc')
    .select('payments.uuid', 'payments.number', 'payments.date', 'payments.as_of', 'bases.name as base_name')
    .select('payments.advance_minor as sum_minor')
}
