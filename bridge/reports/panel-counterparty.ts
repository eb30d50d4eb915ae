/** A counterparty on the panel: the clients that it stands for with their open deals, its money and what it has not paid. */
import { type Asking, type Row } from './asking.ts'
import { counterpartyRow } from './counterparty.ts'
import { LIVE_STATES_IN_BASE, moneyOfCounterparties, NO_MONEY } from './money.ts'
import type { PanelContext } from './panel-answers.ts'
import { MOST_SHOWN, panelDeals, panelInvoices, panelWhy } from './panel-parts.ts'
import { payments } from './payments.ts'
import { number, text } from './rows.ts'

/** @throws Problem `counterparty.not-found` */
export async function panelCounterparty(asking: Asking, id: string): Promise<Partial<PanelContext>> {
  const row = await counterpartyRow(asking, id)
  const rowId = number(row, 'id')
  const ours = await clientsOf(asking, rowId)
  const ids = ours.map((client) => number(client, 'id'))
  const [deals, money, invoices, paid, why] = await Promise.all([
    panelDeals(asking, (query) => void query.whereIn('deals.client_id', ids).where('stages.kind', 'open')),
    moneyOfCounterparties(asking, [rowId]),
    panelInvoices(
      asking,
      (query) =>
        void query
          .where('invoices.counterparty_id', rowId)
          .whereIn('invoices.state', LIVE_STATES_IN_BASE)
          .whereRaw('invoices.paid_minor < invoices.total_minor'),
    ),
    payments(asking, (query) => void query.where('payments.counterparty_id', rowId).limit(MOST_SHOWN)),
    panelWhy(asking, { noun: 'counterparty', row }),
  ])
  const { source, ...sums } = money.get(rowId) ?? NO_MONEY
  return {
    title: text(row, 'name'),
    client: ours.map((client) => text(client, 'name')).join(', '),
    deals,
    money: { ...sums, asOf: source.asOf },
    invoices,
    payments: paid.map(({ number: of, date, amountMinor, purpose }) => ({ number: of, date, amountMinor, purpose })),
    why,
  }
}

/** A counterparty can serve several clients. */
async function clientsOf({ db }: Asking, rowId: number): Promise<Row[]> {
  return db('client_counterparties')
    .join('clients', 'clients.id', 'client_counterparties.client_id')
    .where('client_counterparties.counterparty_id', rowId)
    .orderBy('clients.search_key')
    .limit(MOST_SHOWN)
    .select('clients.id', 'clients.name')
}
