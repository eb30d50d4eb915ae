/** Deals: runs of a cycle with a client, each with the manager who answers for it. */
import type { Deal } from '../domain/deal.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Context } from './context.ts'
import { fromRow, selectDeals, type DealKeys, type DealRow, type StoredDeal } from './deal-rows.ts'
import { given } from './rows.ts'
import { onlyOf, type Seeing } from './visibility.ts'

export type { StoredDeal } from './deal-rows.ts'

/** Most deals of one client in one look. */
const MOST_DEALS = 500

/** @throws Problem `deal.not-found` also for a deal that the viewer may not see */
export async function findDeal(seeing: Seeing, id: string): Promise<StoredDeal> {
  const row: DealRow | undefined = await seenDeals(seeing).where('deals.uuid', id).first()
  if (!row) throw notFound('deal')
  return fromRow(row)
}

/** Deals of a client that the viewer may see, newest first. */
export async function dealsOfClient(seeing: Seeing, clientRowId: number): Promise<StoredDeal[]> {
  const rows: DealRow[] = await seenDeals(seeing)
    .where('deals.client_id', clientRowId)
    .orderBy('deals.id', 'desc')
    .limit(MOST_DEALS)
  return rows.map(fromRow)
}

export type NewDeal = Pick<Deal, 'id' | 'title' | 'cause'> & DealKeys

/** @returns the row id. */
export async function addDeal(ctx: Context, deal: NewDeal): Promise<number> {
  const at = ctx.now()
  const [stored] = (await ctx
    .db('deals')
    .insert({
      uuid: deal.id,
      ...toRow(deal),
      client_id: deal.clientRowId,
      cycle_id: deal.cycleRowId,
      manager_id: deal.managerRowId,
      stage_since: at,
      created_at: at,
      updated_at: at,
    })
    .returning('id')) as { id: number }[]
  return stored?.id ?? 0
}

export type DealChange = Partial<
  Pick<NewDeal, 'title' | 'cause' | 'stageRowId' | 'counterpartyRowId' | 'organisationRowId' | 'contractRowId'>
> & { totalMinor?: number; stageSince?: string }

/** @throws Problem `deal.changed` when somebody saved another version meanwhile */
export async function changeDeal(
  ctx: Context,
  seen: { rowId: number; version: number },
  set: DealChange,
): Promise<void> {
  const changed = await ctx
    .db('deals')
    .where({ id: seen.rowId, version: seen.version })
    .update({ ...toRow(set), version: seen.version + 1, updated_at: ctx.now() })
  if (changed === 0) throw new Problem('deal.changed')
}

function seenDeals(seeing: Seeing) {
  return selectDeals(seeing.db).modify(onlyOf(seeing, 'see-deals', 'deals.manager_id'))
}

function toRow(set: DealChange): ReturnType<typeof given> {
  return given({
    name: set.title,
    search_key: set.title === undefined ? undefined : searchKey(set.title),
    cause: set.cause,
    stage_id: set.stageRowId,
    stage_since: set.stageSince,
    counterparty_id: set.counterpartyRowId,
    organisation_id: set.organisationRowId,
    contract_id: set.contractRowId,
    total_minor: set.totalMinor,
  })
}
