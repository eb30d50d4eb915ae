/** Contracts with counterparties; an invoice names one of sort `with-buyer`. */
import type { Contract } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { yes, type Stored, type YesNo } from './rows.ts'
import { sourceOf } from './source.ts'

export interface StoredContract extends Stored<Contract> {
  counterpartyRowId: number
  organisationRowId: number | null
  baseRowId: number | null
}

interface ContractRow {
  id: number
  uuid: string
  base_id: number | null
  base_name: string | null
  counterparty_id: number
  counterparty_uuid: string
  organisation_id: number | null
  organisation_uuid: string | null
  name: string
  number: string
  date: string
  sort: Contract['sort']
  marked: YesNo
  gone: YesNo
  as_of: string
}

/** Most contracts shown for one counterparty. */
const MOST_CONTRACTS = 500

/** @throws Problem `contract.not-found` */
export async function findContract({ db }: { db: Db }, id: string): Promise<StoredContract> {
  const row: ContractRow | undefined = await selectRows(db).where('contracts.uuid', id).first()
  if (!row) throw notFound('contract')
  return fromRow(row)
}

/** @throws Problem `contract.not-found` */
export async function contractByRow({ db }: { db: Db }, rowId: number): Promise<StoredContract> {
  const row: ContractRow | undefined = await selectRows(db).where('contracts.id', rowId).first()
  if (!row) throw notFound('contract')
  return fromRow(row)
}

/** Contracts of a counterparty that are not gone, newest first. */
export async function contractsOf({ db }: { db: Db }, counterpartyRowId: number): Promise<StoredContract[]> {
  const rows: ContractRow[] = await selectRows(db)
    .where({ 'contracts.counterparty_id': counterpartyRowId, 'contracts.gone': false })
    .orderBy([
      { column: 'contracts.date', order: 'desc' },
      { column: 'contracts.id', order: 'desc' },
    ])
    .limit(MOST_CONTRACTS)
  return rows.map(fromRow)
}

export interface NewContract extends Pick<Contract, 'id' | 'name' | 'number' | 'date' | 'sort'> {
  counterpartyRowId: number
  organisationRowId: number
  /** Base that will get it; null = ours alone. */
  baseRowId: number | null
}

/** @returns the row id. */
export async function addContract(ctx: Context, contract: NewContract): Promise<number> {
  const { name, number, date, sort } = contract
  const [stored] = (await ctx
    .db('contracts')
    .insert({
      name,
      search_key: searchKey(name),
      number,
      date,
      sort,
      uuid: contract.id,
      counterparty_id: contract.counterpartyRowId,
      organisation_id: contract.organisationRowId,
      base_id: contract.baseRowId,
    })
    .returning('id')) as { id: number }[]
  return stored?.id ?? 0
}

function selectRows(db: Db) {
  return db('contracts')
    .join('counterparties', 'counterparties.id', 'contracts.counterparty_id')
    .leftJoin('organisations', 'organisations.id', 'contracts.organisation_id')
    .leftJoin('bases', 'bases.id', 'contracts.base_id')
    .select('contracts.*', 'bases.name as base_name')
    .select('counterparties.uuid as counterparty_uuid', 'organisations.uuid as organisation_uuid')
}

function fromRow(row: ContractRow): StoredContract {
  const { name, number, date, sort } = row
  return {
    name,
    number,
    date,
    sort,
    rowId: row.id,
    id: row.uuid,
    baseRowId: row.base_id,
    counterpartyRowId: row.counterparty_id,
    counterpartyId: row.counterparty_uuid,
    organisationRowId: row.organisation_id,
    organisationId: row.organisation_uuid ?? '',
    marked: yes(row.marked) || yes(row.gone),
    source: sourceOf(row),
  }
}
