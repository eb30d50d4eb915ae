/** Opens a deal with a client: a run of a cycle from its first stage, with everything chosen that has no choice. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { findClient } from '../store/clients.ts'
import type { Context } from '../store/context.ts'
import { contractsOf } from '../store/contracts.ts'
import { counterpartiesOfClient } from '../store/counterparties.ts'
import { findCycle, listCycles, type StoredCycle } from '../store/cycles.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { addDeal, type NewDeal } from '../store/deals.ts'
import { listOrganisations } from '../store/organisations.ts'

export interface OpenDeal {
  title: string
  /** What made us open it. */
  cause: string
  /** The first cycle when absent. */
  cycleId?: string
}

/** @returns the id of the deal. @throws Problem `client.not-found` `access.denied` `cycle.not-found` `cycle.no-stages` */
export async function openDeal(ctx: Context, clientId: string, input: OpenDeal): Promise<string> {
  return ctx.transaction(async (tx) => {
    const client = await findClient(tx, clientId)
    allow(tx.viewer, 'open-deal', client)
    const cycle = await cycleFor(tx, input.cycleId)
    const stage = cycle.stages.find(({ kind }) => kind === 'open')
    if (!stage) throw new Problem('cycle.no-stages', { name: cycle.name })
    const id = ctx.newId()
    const rowId = await addDeal(tx, {
      ...(await onlyChoices(tx, client.rowId)),
      id,
      title: input.title.trim(),
      cause: input.cause.trim(),
      clientRowId: client.rowId,
      cycleRowId: cycle.rowId,
      stageRowId: stage.rowId,
      managerRowId: client.managerRowId,
    })
    await noteDealEvent(tx, rowId, { code: 'deal.opened', facts: { stage: stage.name, cause: input.cause.trim() } })
    await audit(tx, { action: 'open-deal', subject: `deal:${id}`, facts: { client: clientId } })
    return id
  })
}

async function cycleFor(ctx: Context, id: string | undefined): Promise<StoredCycle> {
  if (id !== undefined) return findCycle(ctx, id)
  const [usual] = await listCycles(ctx)
  if (!usual) throw notFound('cycle')
  return usual
}

type Choices = Pick<NewDeal, 'counterpartyRowId' | 'organisationRowId' | 'contractRowId'>

/** Nobody should have to choose out of one. */
async function onlyChoices(ctx: Context, clientRowId: number): Promise<Choices> {
  const payer = only((await counterpartiesOfClient(ctx, clientRowId)).filter(({ marked }) => !marked))
  const ours = only(await listOrganisations(ctx))
  const contracts = payer && ours ? await contractsOf(ctx, payer.rowId) : []
  const contract = only(
    contracts.filter((one) => !one.marked && one.sort === 'with-buyer' && one.organisationId === ours?.id),
  )
  return {
    counterpartyRowId: payer?.rowId ?? null,
    organisationRowId: ours?.rowId ?? null,
    contractRowId: contract?.rowId ?? null,
  }
}

function only<T>(choices: T[]): T | undefined {
  return choices.length === 1 ? choices[0] : undefined
}
