/** Everything about one client: facts, people, legal entities, deals, invoices, payments and debt. */
import { mayOn } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import type { Client } from '../domain/client.ts'
import type { ClientCard, MoneyLine } from './answers.ts'
import { onlyOf, onlySeenInvoices, type Asking, type Row } from './asking.ts'
import { dealRows, toDealCardLine } from './deal-cards.ts'
import { ownedBy } from './deal.ts'
import { invoiceRows, toInvoiceRow } from './invoice-list.ts'
import { addMoney, moneyOfCounterparties, NO_MONEY } from './money.ts'
import { payments } from './payments.ts'
import { number, text } from './rows.ts'
import { toClient, toContact, toCounterparty } from './shapes.ts'

const MOST_SHOWN = 100
const LATEST_PAYMENTS = 20

/** @throws Problem `client.not-found`, also for one that the viewer may not see */
export async function clientCard(asking: Asking, id: string): Promise<ClientCard> {
  const row = await clientRow(asking, id)
  const rowId = number(row, 'id')
  const ties = await counterpartyRows(asking, rowId)
  const payers = ties.map((tie) => number(tie, 'id'))
  const [contacts, deals, invoices, paid, money] = await Promise.all([
    contactRows(asking, rowId),
    dealRows(asking, (query) => {
      void query
        .where('deals.client_id', rowId)
        .modify(onlyOf(asking, 'see-deals', 'deals.manager_id'))
        .limit(MOST_SHOWN)
    }),
    invoiceRows(asking, (query) => {
      void query.whereIn('invoices.counterparty_id', payers).modify(onlySeenInvoices(asking)).limit(MOST_SHOWN)
    }),
    payments(asking, (query) => void query.whereIn('payments.counterparty_id', payers).limit(LATEST_PAYMENTS)),
    moneyOfCounterparties(asking, payers),
  ])
  return {
    client: toClient(row),
    contacts: contacts.map((contact) => toContact(contact, id)),
    counterparties: ties.filter((tie) => number(tie, 'alias_of') === 0).map((tie) => toEntity(tie, ties, money)),
    deals: deals.map((deal) => toDealCardLine(deal, asking.now())),
    invoices: invoices.map(toInvoiceRow),
    payments: paid,
    money: addMoney([...money.values()]),
    may: mayOn(asking.viewer, ownedBy(row)),
  }
}

/** One legal entity with everything that accounting keeps of it under other records. */
function toEntity(tie: Row, ties: Row[], money: Map<number, MoneyLine>): ClientCard['counterparties'][number] {
  const id = number(tie, 'id')
  const aliases = ties.filter((other) => number(other, 'alias_of') === id)
  const lines = [tie, ...aliases].flatMap((one) => money.get(number(one, 'id')) ?? [])
  const shown = aliases.filter((one) => text(one, 'base_id') !== '')
  return {
    ...toCounterparty(tie),
    money: lines.length === 0 ? NO_MONEY : addMoney(lines),
    aliases: shown.map((one) => ({ id: text(one, 'uuid'), name: text(one, 'name') })),
  }
}

export async function client(asking: Asking, id: string): Promise<Client> {
  return toClient(await clientRow(asking, id))
}

export async function clientRow(asking: Asking, id: string): Promise<Row> {
  const row = (await asking
    .db('clients')
    .join('users', 'users.id', 'clients.manager_id')
    .where('clients.uuid', id)
    .modify(onlyOf(asking, 'see-clients', 'clients.manager_id'))
    .first('clients.*', {
      manager_uuid: 'users.uuid',
      manager_name: 'users.name',
      manager_department: 'users.department',
    })) as Row | undefined
  if (!row) throw notFound('client')
  return row
}

export async function contactRows({ db }: Asking, rowId: number): Promise<Row[]> {
  return db('contacts').where('client_id', rowId).orderBy('search_key').limit(MOST_SHOWN)
}

export async function counterpartyRows({ db }: Asking, rowId: number): Promise<Row[]> {
  return db('counterparties')
    .join('client_counterparties', 'client_counterparties.counterparty_id', 'counterparties.id')
    .leftJoin('bases', 'bases.id', 'counterparties.base_id')
    .where('client_counterparties.client_id', rowId)
    .orderBy('counterparties.search_key')
    .limit(MOST_SHOWN)
    .select('counterparties.*', 'bases.name as base_name')
}
