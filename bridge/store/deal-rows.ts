/** Rows of deals with the names that hang on them, as the domain knows them. */
import type { Deal, StageKind } from '../domain/deal.ts'
import type { Db } from './db.ts'
import { wide, type Stored, type Wide } from './rows.ts'

/** Row ids of what a deal stands on. */
export interface DealKeys {
  clientRowId: number
  cycleRowId: number
  stageRowId: number
  managerRowId: number
  counterpartyRowId: number | null
  organisationRowId: number | null
  contractRowId: number | null
}

export interface StoredDeal extends Stored<Deal>, DealKeys {
  /** Department of the manager, for `allow`. */
  department: string
}

export interface DealRow {
  id: number
  uuid: string
  name: string
  client_id: number
  client_uuid: string
  client_name: string
  cycle_id: number
  cycle_uuid: string
  stage_id: number
  stage_uuid: string
  stage_name: string
  stage_kind: StageKind
  stage_since: string
  manager_id: number
  manager_uuid: string
  manager_name: string
  department: string
  cause: string
  counterparty_id: number | null
  counterparty_uuid: string | null
  organisation_id: number | null
  organisation_uuid: string | null
  contract_id: number | null
  contract_uuid: string | null
  total_minor: Wide
  version: number
  created_at: string
}

export function selectDeals(db: Db) {
  return db('deals')
    .join('clients', 'clients.id', 'deals.client_id')
    .join('cycles', 'cycles.id', 'deals.cycle_id')
    .join('stages', 'stages.id', 'deals.stage_id')
    .join('users', 'users.id', 'deals.manager_id')
    .leftJoin('counterparties', 'counterparties.id', 'deals.counterparty_id')
    .leftJoin('organisations', 'organisations.id', 'deals.organisation_id')
    .leftJoin('contracts', 'contracts.id', 'deals.contract_id')
    .select('deals.*', 'clients.uuid as client_uuid', 'clients.name as client_name', 'cycles.uuid as cycle_uuid')
    .select('stages.uuid as stage_uuid', 'stages.name as stage_name', 'stages.kind as stage_kind')
    .select('users.uuid as manager_uuid', 'users.name as manager_name', 'users.department')
    .select('counterparties.uuid as counterparty_uuid', 'organisations.uuid as organisation_uuid')
    .select('contracts.uuid as contract_uuid')
}

export function fromRow(row: DealRow): StoredDeal {
  return { ...keysOf(row), ...recordOf(row) }
}

function keysOf(row: DealRow): Omit<StoredDeal, keyof Deal> {
  return {
    rowId: row.id,
    clientRowId: row.client_id,
    cycleRowId: row.cycle_id,
    stageRowId: row.stage_id,
    managerRowId: row.manager_id,
    counterpartyRowId: row.counterparty_id,
    organisationRowId: row.organisation_id,
    contractRowId: row.contract_id,
    department: row.department,
  }
}

function recordOf(row: DealRow): Deal {
  return {
    id: row.uuid,
    title: row.name,
    clientId: row.client_uuid,
    clientName: row.client_name,
    cycleId: row.cycle_uuid,
    stageId: row.stage_uuid,
    stageName: row.stage_name,
    stageKind: row.stage_kind,
    stageSince: row.stage_since,
    managerId: row.manager_uuid,
    managerName: row.manager_name,
    cause: row.cause,
    counterpartyId: row.counterparty_uuid,
    organisationId: row.organisation_uuid,
    contractId: row.contract_uuid,
    totalMinor: wide(row.total_minor),
    version: row.version,
    createdAt: row.created_at,
  }
}
