/** Opens the deals of the demo, each by the manager of its client, with lines of products that came from the base. */
import { changeDeal } from '../../actions/change-deal.ts'
import { moveStage } from '../../actions/move-stage.ts'
import { openDeal } from '../../actions/open-deal.ts'
import { saveLines } from '../../actions/save-lines.ts'
import type { Viewer } from '../../domain/people.ts'
import type { Context } from '../../store/context.ts'
import { contractsOf } from '../../store/contracts.ts'
import { counterpartiesOfClient } from '../../store/counterparties.ts'
import { listCycles } from '../../store/cycles.ts'
import { findDeal } from '../../store/deals.ts'
import { listOrganisations } from '../../store/organisations.ts'
import { userByLogin, viewerOf } from '../../store/users.ts'
import { CLIENTS, DEALS, type DemoDeal } from './data.ts'

/** Deals with lines of products that came from the base, each opened by the manager of its client. */
export async function seedDeals(asViewer: (viewer: Viewer) => Context): Promise<void> {
  for (const deal of DEALS) {
    const client = CLIENTS.find(({ name }) => name === deal.client)
    const manager = await userByLogin(asViewer(NOBODY).db, client?.manager ?? '')
    if (manager) await seedDeal(asViewer(viewerOf(manager)), deal)
  }
}

const NOBODY: Viewer = { rowId: 0, id: '', name: '', role: 'robot', department: '', language: 'ru' }

async function seedDeal(ctx: Context, deal: DemoDeal): Promise<void> {
  const client = (await idOf(ctx, 'clients', deal.client)) ?? ''
  const id = await openDeal(ctx, client, { title: deal.title, cause: deal.cause })
  await chooseParties(ctx, id)
  const lines = []
  for (const [name, quantityMilli, priceMinor] of deal.lines)
    lines.push({ productId: (await idOf(ctx, 'products', name)) ?? null, text: name, quantityMilli, priceMinor })
  await saveLines(ctx, id, { version: (await findDeal(ctx, id)).version, lines })
  const stage = (await listCycles(ctx))[0]?.stages.find(({ name }) => name === deal.stage)
  if (stage) await moveStage(ctx, id, { stageId: stage.id, version: (await findDeal(ctx, id)).version })
}

/** Our firm that pays VAT, the payer that comes first, and the contract of the two if there is one. */
async function chooseParties(ctx: Context, id: string): Promise<void> {
  const deal = await findDeal(ctx, id)
  const [ours] = (await listOrganisations(ctx)).filter(({ paysVat }) => paysVat)
  const [payer] = await counterpartiesOfClient(ctx, deal.clientRowId)
  if (!ours || !payer) return
  const contracts = await contractsOf(ctx, payer.rowId)
  const contract = contracts.find(
    ({ sort, marked, organisationId }) => sort === 'with-buyer' && !marked && organisationId === ours.id,
  )
  await changeDeal(ctx, id, {
    version: deal.version,
    counterpartyId: payer.id,
    organisationId: ours.id,
    contractId: contract?.id ?? null,
  })
}

async function idOf(ctx: Context, table: 'clients' | 'products', name: string): Promise<string | undefined> {
  const row: { uuid: string } | undefined = await ctx.db(table).where('name', name).first('uuid')
  return row?.uuid
}
