/** Deals as a board or a list shows them: stage, sum, how long they stand, how much is paid. */
import { LIVE_STATES_IN_BASE } from './money.ts'
import type { DealCardLine } from './answers.ts'
import type { Asking, Query, Row } from './asking.ts'
import { number, sourceOf, text } from './rows.ts'

const MS_PER_DAY = 86_400_000

/** Rows for `toDealCardLine`, oldest in their stage first; `narrow` says which. */
export async function dealRows({ db }: Asking, narrow: (query: Query) => void): Promise<Row[]> {
  const live = () =>
    db('invoices').whereRaw('invoices.deal_id = deals.id').whereIn('invoices.state', LIVE_STATES_IN_BASE)
  return db('deals')
    .join('clients', 'clients.id', 'deals.client_id')
    .join('stages', 'stages.id', 'deals.stage_id')
    .join('users', 'users.id', 'deals.manager_id')
    .modify(narrow)
    .orderBy([{ column: 'deals.stage_since' }, { column: 'deals.id' }])
    .select(
      'deals.*',
      'clients.uuid as client_uuid',
      'clients.name as client_name',
      'stages.uuid as stage_uuid',
      'stages.name as stage_name',
      'stages.kind as stage_kind',
      'stages.norm_days',
      'users.uuid as manager_uuid',
      'users.name as manager_name',
      'users.department as manager_department',
      { invoiced: live().sum('invoices.total_minor'), paid: live().sum('invoices.paid_minor') },
      {
        base_name: live().join('bases', 'bases.id', 'invoices.base_id').min('bases.name'),
        as_of: live().whereNot('invoices.as_of', '').min('invoices.as_of'),
      },
    )
}

export function toDealCardLine(row: Row, now: string): DealCardLine {
  const invoiced = number(row, 'invoiced')
  return {
    id: text(row, 'uuid'),
    title: text(row, 'name'),
    clientId: text(row, 'client_uuid'),
    clientName: text(row, 'client_name'),
    managerName: text(row, 'manager_name'),
    stageId: text(row, 'stage_uuid'),
    stageName: text(row, 'stage_name'),
    totalMinor: number(row, 'total_minor'),
    stageSince: text(row, 'stage_since'),
    stalledDays: stalledDays(row, now),
    paidPercent: invoiced > 0 ? percent(number(row, 'paid'), invoiced) : null,
    paidSource: sourceOf(row),
  }
}

/** Only what is paid whole shows 100. */
function percent(paid: number, invoiced: number): number {
  return Math.min(100, Math.max(0, Math.floor((paid * 100) / invoiced)))
}

function stalledDays(row: Row, now: string): number {
  const norm = number(row, 'norm_days')
  if (norm === 0 || text(row, 'stage_kind') !== 'open') return 0
  const days = Math.floor((Date.parse(now) - Date.parse(text(row, 'stage_since'))) / MS_PER_DAY)
  return Math.max(0, days - norm)
}
