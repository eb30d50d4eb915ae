/** One contract. */
import type { Contract } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import type { Asking, Query, Row } from './asking.ts'
import { toContract } from './shapes.ts'

/** @throws Problem `contract.not-found` */
export async function contract(asking: Pick<Asking, 'db'>, id: string): Promise<Contract> {
  const [found] = await contracts(asking, (query) => void query.where('contracts.uuid', id))
  if (!found) throw notFound('contract')
  return found
}

/** Contracts in the order of their names; `narrow` says which. */
export async function contracts({ db }: Pick<Asking, 'db'>, narrow: (query: Query) => void): Promise<Contract[]> {
  const rows: Row[] = await db('contracts')
    .join('counterparties', 'counterparties.id', 'contracts.counterparty_id')
    .leftJoin('organisations', 'organisations.id', 'contracts.organisation_id')
    .leftJoin('bases', 'bases.id', 'contracts.base_id')
    .modify(narrow)
    .orderBy('contracts.search_key')
    .limit(MOST_CHOICES)
    .select('contracts.*', 'bases.name as base_name', {
      counterparty_uuid: 'counterparties.uuid',
      organisation_uuid: 'organisations.uuid',
    })
  return rows.map(toContract)
}

const MOST_CHOICES = 200
