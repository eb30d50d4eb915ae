/** Which documents on their way need a counterparty or contract that is on its way itself? */
import { onlyOf, type Asking, type Query, type Row } from './asking.ts'
import type { QueueItem } from './queue-answers.ts'
import { number, text } from './rows.ts'

/** What needs the record of a request. */
export type Needs = (row: Row) => QueueItem['neededBy']

/** @param rows requests @param open states in which a request still needs something */
export async function needsOf(asking: Asking, rows: Row[], open: string[]): Promise<Needs> {
  const about = { entities: created(rows, 'counterparty'), papers: created(rows, 'contract') }
  const requests = (noun: string): Query =>
    asking.db('intents').where('intents.noun', noun).whereIn('intents.state', open).orderBy('intents.id')
  const invoices = await invoicesNaming(asking, requests('invoice'), about)
  const contracts: Row[] = await requests('contract')
    .join('contracts', 'contracts.id', 'intents.subject_id')
    .whereIn('contracts.counterparty_id', about.entities)
    .select('contracts.counterparty_id', 'contracts.name')
  return (row) => {
    if (text(row, 'act') !== 'create') return null
    const isNamed = (by: Row) => number(by, `${text(row, 'noun')}_id`) === number(row, 'subject_id')
    const invoice = invoices.find(isNamed)
    if (invoice) return { noun: 'invoice', name: text(invoice, 'name') }
    const contract = text(row, 'noun') === 'counterparty' ? contracts.find(isNamed) : undefined
    return contract ? { noun: 'contract', name: text(contract, 'name') } : null
  }
}

function created(rows: Row[], noun: string): number[] {
  const found = rows.filter((row) => text(row, 'noun') === noun && text(row, 'act') === 'create')
  return found.map((row) => number(row, 'subject_id'))
}

/** With the name of the deal, '' where the viewer may not see it; those with a name first. */
async function invoicesNaming(
  asking: Asking,
  requests: Query,
  { entities, papers }: { entities: number[]; papers: number[] },
): Promise<Row[]> {
  const rows: Row[] = await requests
    .join('invoices', 'invoices.id', 'intents.subject_id')
    .where((either) => either.whereIn('invoices.counterparty_id', entities).orWhereIn('invoices.contract_id', papers))
    .select('invoices.counterparty_id', 'invoices.contract_id', 'invoices.deal_id')
  const deals: Row[] = await asking
    .db('deals')
    .whereIn('deals.id', [...new Set(rows.map((row) => number(row, 'deal_id')))])
    .modify(onlyOf(asking, 'see-deals', 'deals.manager_id'))
    .select('deals.id', 'deals.name')
  const names = new Map(deals.map((deal) => [number(deal, 'id'), text(deal, 'name')]))
  const named = rows.map((row) => ({ ...row, name: names.get(number(row, 'deal_id')) ?? '' }))
  return named.toSorted((one, other) => Number(one.name === '') - Number(other.name === ''))
}
