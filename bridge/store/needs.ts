/** Which documents on their way need a counterparty or contract that is on its way itself? */
import type { Viewer } from '../domain/people.ts'
import { OPEN_STATES, type Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'
import { onlyOf, type Query } from './visibility.ts'

/** A document that cannot go without the record. */
export interface Need {
  noun: 'invoice' | 'contract'
  /** Deal of the invoice, '' = one that the viewer may not see; or name of the contract. Neither has a number yet. */
  name: string
}

/** A record that a request is to make. */
export interface Needed {
  noun: Noun
  subjectRowId: number
}

interface Naming {
  counterparty_id: number
  contract_id: number | null
  name: string
}

/** @returns for each of the records the oldest invoice, one that the viewer may see before others, else contract, whose open request names it */
export async function needsOf(
  seeing: { db: Db; viewer: Viewer },
  records: Needed[],
): Promise<(record: Needed) => Need | null> {
  const entities = rowsOf(records, 'counterparty')
  const invoices = await invoicesNaming(seeing, { entities, papers: rowsOf(records, 'contract') })
  const contracts: Pick<Naming, 'counterparty_id' | 'name'>[] = await openRequests(seeing.db, 'contract')
    .join('contracts', 'contracts.id', 'intents.subject_id')
    .whereIn('contracts.counterparty_id', entities)
    .select('contracts.counterparty_id', 'contracts.name')
  return ({ noun, subjectRowId }) => {
    const invoice = invoices.find(
      (one) =>
        (noun === 'contract' ? one.contract_id : noun === 'counterparty' && one.counterparty_id) === subjectRowId,
    )
    if (invoice) return { noun: 'invoice', name: invoice.name }
    const contract = noun === 'counterparty' && contracts.find((one) => one.counterparty_id === subjectRowId)
    return contract ? { noun: 'contract', name: contract.name } : null
  }
}

function rowsOf(records: Needed[], noun: Noun): number[] {
  return records.filter((record) => record.noun === noun).map(({ subjectRowId }) => subjectRowId)
}

function openRequests(db: Db, noun: Need['noun']): Query {
  return db('intents').where('intents.noun', noun).whereIn('intents.state', OPEN_STATES).orderBy('intents.id')
}

/** With the name of the deal, '' where the viewer may not see it; those with a name first. */
async function invoicesNaming(
  seeing: { db: Db; viewer: Viewer },
  { entities, papers }: { entities: number[]; papers: number[] },
): Promise<Naming[]> {
  const rows: (Omit<Naming, 'name'> & { deal_id: number })[] = await openRequests(seeing.db, 'invoice')
    .join('invoices', 'invoices.id', 'intents.subject_id')
    .where((either) => either.whereIn('invoices.counterparty_id', entities).orWhereIn('invoices.contract_id', papers))
    .select('invoices.counterparty_id', 'invoices.contract_id', 'invoices.deal_id')
  const deals: { id: number; name: string }[] = await seeing
    .db('deals')
    .whereIn('deals.id', [...new Set(rows.map(({ deal_id: deal }) => deal))])
    .modify(onlyOf(seeing, 'see-deals', 'deals.manager_id'))
    .select('deals.id', 'deals.name')
  const names = new Map(deals.map(({ id, name }) => [id, name]))
  const named = rows.map((row) => ({ ...row, name: names.get(row.deal_id) ?? '' }))
  return named.toSorted((one, other) => Number(one.name === '') - Number(other.name === ''))
}
