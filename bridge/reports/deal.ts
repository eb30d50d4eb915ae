/** One deal as it stands. */
import type { Owned } from '../domain/allow.ts'
import type { Deal } from '../domain/deal.ts'
import { notFound } from '../domain/problem.ts'
import { onlyOf, type Asking, type Row } from './asking.ts'
import { dealRows } from './deal-cards.ts'
import { number, text, textOrNull } from './rows.ts'

/** @throws Problem `deal.not-found`, also for one that the viewer may not see */
export async function deal(asking: Asking, id: string): Promise<Deal> {
  return toDeal(asking, await dealRow(asking, id))
}

/** The deal as `dealRows` gives it. @throws Problem `deal.not-found` */
export async function dealRow(asking: Asking, id: string): Promise<Row> {
  const [row] = await dealRows(asking, (query) => {
    void query.where('deals.uuid', id).modify(onlyOf(asking, 'see-deals', 'deals.manager_id'))
  })
  if (!row) throw notFound('deal')
  return row
}

export function ownedBy(row: Row): Owned {
  return { managerId: textOrNull(row, 'manager_uuid'), department: text(row, 'manager_department') }
}

export async function toDeal({ db }: Asking, row: Row): Promise<Deal> {
  const chosen = (await db('deals')
    .join('cycles', 'cycles.id', 'deals.cycle_id')
    .leftJoin('counterparties', 'counterparties.id', 'deals.counterparty_id')
    .leftJoin('organisations', 'organisations.id', 'deals.organisation_id')
    .leftJoin('contracts', 'contracts.id', 'deals.contract_id')
    .where('deals.id', number(row, 'id'))
    .first({
      cycle: 'cycles.uuid',
      counterparty: 'counterparties.uuid',
      organisation: 'organisations.uuid',
      contract: 'contracts.uuid',
    })) as Row
  return {
    id: text(row, 'uuid'),
    title: text(row, 'name'),
    clientId: text(row, 'client_uuid'),
    clientName: text(row, 'client_name'),
    cycleId: text(chosen, 'cycle'),
    stageId: text(row, 'stage_uuid'),
    stageName: text(row, 'stage_name'),
    stageKind: text(row, 'stage_kind') as Deal['stageKind'],
    stageSince: text(row, 'stage_since'),
    managerId: text(row, 'manager_uuid'),
    managerName: text(row, 'manager_name'),
    cause: text(row, 'cause'),
    counterpartyId: textOrNull(chosen, 'counterparty'),
    organisationId: textOrNull(chosen, 'organisation'),
    contractId: textOrNull(chosen, 'contract'),
    totalMinor: number(row, 'total_minor'),
    version: number(row, 'version'),
    createdAt: text(row, 'created_at'),
  }
}
