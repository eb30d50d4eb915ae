/** Everything about one deal: its lines, history, documents and money. */
import { mayOn, type Owned } from '../domain/allow.ts'
import type { DealCard, MoneyLine } from './answers.ts'
import type { Asking, Row } from './asking.ts'
import { contracts } from './contract.ts'
import { cycleOf, dealLines, eventsOf } from './deal-parts.ts'
import { dealRow, ownedBy, toDeal } from './deal.ts'
import { invoiceRows, toInvoiceRow } from './invoice-list.ts'
import { addMoney, advancesOfCounterparties, moneyOfDeal } from './money.ts'
import { organisationList } from './references.ts'
import { number } from './rows.ts'
import { toCounterparty } from './shapes.ts'

const MOST_CHOICES = 200

/** @throws Problem `deal.not-found`, also for one that the viewer may not see */
export async function dealCard(asking: Asking, id: string): Promise<DealCard> {
  const { row: _row, owned, ...card } = await ownDealCard(asking, id)
  return { ...card, may: mayOn(asking.viewer, owned) }
}

/** The card with the row it was made of, for reports that go on from it. @throws Problem `deal.not-found` */
export async function ownDealCard(
  asking: Asking,
  id: string,
): Promise<Omit<DealCard, 'may'> & { row: Row; owned: Owned }> {
  const row = await dealRow(asking, id)
  const rowId = number(row, 'id')
  const counterparties = await counterpartyRows(asking, row)
  const payers = counterparties.map((one) => number(one, 'id'))
  const [cycle, lines, events, invoices, agreed, organisations, money] = await Promise.all([
    cycleOf(asking, row),
    dealLines(asking, rowId),
    eventsOf(asking, rowId),
    invoiceRows(asking, (query) => void query.where('invoices.deal_id', rowId).limit(MOST_CHOICES)),
    contracts(asking, (query) => void query.whereIn('contracts.counterparty_id', payers)),
    choiceOfOrganisations(asking),
    moneyOf(asking, row),
  ])
  return {
    row,
    owned: ownedBy(row),
    deal: await toDeal(asking, row),
    cycle,
    lines,
    events,
    invoices: invoices.map(toInvoiceRow),
    counterparties: counterparties.map(toCounterparty),
    contracts: agreed,
    organisations,
    money: { ...money, offerMinor: number(row, 'total_minor') },
  }
}

/** Those of the client, and the one that is chosen even if it is no longer the client's. */
async function counterpartyRows({ db }: Asking, row: Row): Promise<Row[]> {
  const ofClient = db('client_counterparties').where('client_id', number(row, 'client_id')).select('counterparty_id')
  return db('counterparties')
    .leftJoin('bases', 'bases.id', 'counterparties.base_id')
    .where((any) =>
      any.whereIn('counterparties.id', ofClient).orWhere('counterparties.id', number(row, 'counterparty_id')),
    )
    .orderBy('counterparties.search_key')
    .limit(MOST_CHOICES)
    .select('counterparties.*', 'bases.name as base_name')
}

async function choiceOfOrganisations(asking: Asking): Promise<DealCard['organisations']> {
  return (await organisationList(asking)).items
}

async function moneyOf(asking: Asking, row: Row): Promise<MoneyLine> {
  const invoiced = await moneyOfDeal(asking, number(row, 'id'))
  const advances = await advancesOfCounterparties(asking, [number(row, 'counterparty_id')])
  return addMoney([invoiced, advances])
}
