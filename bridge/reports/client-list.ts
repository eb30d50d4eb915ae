/** Which clients are there? Found as one types: part of the name, of an INN or of a phone number. */
import { searchKey } from '../domain/search-key.ts'
import type { ClientList, ClientRow } from './answers.ts'
import { onlyOf, type Asking, type Query, type Row } from './asking.ts'
import { LIVE_STATES_IN_BASE } from './money.ts'
import { nameContains } from '../store/dialect.ts'
import { PAGE_SIZE, readPlace, writePlace } from './pages.ts'
import { groupBy, number, sourceOf, oldestSource, text } from './rows.ts'

export interface ListClients {
  search?: string
  /** `next` of the previous page. */
  after?: string
  limit?: number
}

/** Clients that the viewer may see, ordered by name. */
export async function clientList(asking: Asking, ask: ListClients): Promise<ClientList> {
  const limit = ask.limit ?? PAGE_SIZE
  const rows: Row[] = await asking
    .db('clients')
    .join('users', 'users.id', 'clients.manager_id')
    .modify(onlyOf(asking, 'see-clients', 'clients.manager_id'))
    .modify(await matching(asking, ask.search ?? ''))
    .modify(afterPlace(ask.after))
    .select('clients.*', 'users.name as manager_name')
    .orderBy([{ column: 'clients.search_key' }, { column: 'clients.id' }])
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: await describe(asking, page),
    next: rows.length > limit && last ? writePlace([text(last, 'search_key'), number(last, 'id')]) : null,
  }
}

function afterPlace(after: string | undefined): (query: Query) => void {
  const place = readPlace(after)
  return (query) => {
    if (!place) return
    const [key, id] = place
    void query.where((further) =>
      further
        .where('clients.search_key', '>', key)
        .orWhere((same) => same.where('clients.search_key', key).where('clients.id', '>', id)),
    )
  }
}

/** Fewer digits than this are not worth looking for among tax and phone numbers. */
const FEWEST_DIGITS = 3

async function matching({ db }: Asking, typed: string): Promise<(query: Query) => void> {
  const key = searchKey(typed)
  const isNamed = await nameContains(db, 'clients', key)
  const digits = typed.replaceAll(/\D/g, '')
  return (query) => {
    if (key === '') return
    void query.where((any) => {
      void any.where((named) => named.modify(isNamed))
      if (digits.length < FEWEST_DIGITS || digits.length < key.replaceAll(/[\s()+-]/g, '').length) return
      const taxed = db('client_counterparties')
        .join('counterparties', 'counterparties.id', 'client_counterparties.counterparty_id')
        .where('counterparties.tax_number', 'like', `${digits}%`)
        .select('client_counterparties.client_id')
      void any.orWhereIn('clients.id', taxed).orWhereRaw(`${PHONE_DIGITS} like ?`, [`%${digits}%`])
    })
  }
}

/** `+7 (495) 123-45-67` and `74951234567` are the same phone. */
const PHONE_DIGITS = ['-', ' ', '(', ')', '+'].reduce((sql, sign) => `replace(${sql}, '${sign}', '')`, 'clients.phone')

async function describe(asking: Asking, rows: Row[]): Promise<ClientRow[]> {
  const ids = rows.map((row) => number(row, 'id'))
  const [taxes, deals, debts] = await Promise.all([
    taxNumbers(asking, ids).then((found) => groupBy(found, 'client_id')),
    openDeals(asking, ids).then((found) => groupBy(found, 'client_id')),
    debtsOf(asking, ids).then((found) => groupBy(found, 'client_id')),
  ])
  return rows.map((row) => {
    const id = number(row, 'id')
    const owed = debts.get(id) ?? []
    return {
      id: text(row, 'uuid'),
      name: text(row, 'name'),
      industry: text(row, 'industry'),
      region: text(row, 'region'),
      managerName: text(row, 'manager_name'),
      taxNumbers: (taxes.get(id) ?? []).map((tax) => text(tax, 'tax_number')),
      openDeals: number(deals.get(id)?.[0] ?? {}, 'deals'),
      debtMinor: owed.reduce((sum, debt) => sum + number(debt, 'debt_minor'), 0),
      source: oldestSource(owed.map(sourceOf)),
    }
  })
}

function taxNumbers({ db }: Asking, ids: number[]): Promise<Row[]> {
  return db('client_counterparties')
    .join('counterparties', 'counterparties.id', 'client_counterparties.counterparty_id')
    .whereIn('client_counterparties.client_id', ids)
    .whereNot('counterparties.tax_number', '')
    .distinct('client_counterparties.client_id', 'counterparties.tax_number')
}

function openDeals({ db }: Asking, ids: number[]): Promise<Row[]> {
  return db('deals')
    .join('stages', 'stages.id', 'deals.stage_id')
    .whereIn('deals.client_id', ids)
    .where('stages.kind', 'open')
    .groupBy('deals.client_id')
    .select('deals.client_id')
    .count('deals.id as deals')
}

/** Per client and base: what is invoiced and not yet paid. */
function debtsOf({ db }: Asking, ids: number[]): Promise<Row[]> {
  return db('invoices')
    .join('client_counterparties', 'client_counterparties.counterparty_id', 'invoices.counterparty_id')
    .join('bases', 'bases.id', 'invoices.base_id')
    .whereIn('client_counterparties.client_id', ids)
    .whereIn('invoices.state', LIVE_STATES_IN_BASE)
    .groupBy('client_counterparties.client_id', 'bases.name')
    .select('client_counterparties.client_id', 'bases.name as base_name')
    .min('invoices.as_of as as_of')
    .select({ debt_minor: db.raw('sum(invoices.total_minor - invoices.paid_minor)') })
}
