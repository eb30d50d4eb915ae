/** Changes what a deal is about and who are its parties, if nobody else has changed it since it was looked at. */
import { allow } from '../domain/allow.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { isTied } from '../store/client-counterparties.ts'
import type { Context } from '../store/context.ts'
import { contractByRow, findContract } from '../store/contracts.ts'
import { findCounterparty } from '../store/counterparties.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { changeDeal as saveDeal, findDeal, type DealChange, type StoredDeal } from '../store/deals.ts'
import { findOrganisation } from '../store/organisations.ts'

export interface ChangeDeal {
  title?: string
  cause?: string
  counterpartyId?: string | null
  organisationId?: string | null
  contractId?: string | null
  version: number
}

/**
 * @throws Problem `deal.not-found` `access.denied` `deal.changed` `deal.other-clients-counterparty` `deal.others-contract`
 * and `….not-found` of what was chosen
 */
export async function changeDeal(ctx: Context, id: string, input: ChangeDeal): Promise<void> {
  const { version, ...fields } = input
  await ctx.transaction(async (tx) => {
    const deal = await findDeal(tx, id)
    allow(tx.viewer, 'change-deal', deal)
    if (deal.version !== version) throw new Problem('deal.changed', { deal: id })
    await saveDeal(tx, { rowId: deal.rowId, version }, await changeOf(tx, deal, fields))
    const facts = { fields: Object.keys(fields).join(' ') }
    await noteDealEvent(tx, deal.rowId, { code: 'deal.edited', facts })
    await audit(tx, { action: 'change-deal', subject: `deal:${id}`, facts })
  })
}

async function changeOf(ctx: Context, deal: StoredDeal, fields: Omit<ChangeDeal, 'version'>): Promise<DealChange> {
  const parties: Parties = {
    counterpartyRowId: await chosenCounterparty(ctx, deal, fields.counterpartyId),
    organisationRowId: await chosenOrganisation(ctx, deal, fields.organisationId),
  }
  return {
    ...(fields.title === undefined ? {} : { title: fields.title.trim() }),
    ...(fields.cause === undefined ? {} : { cause: fields.cause.trim() }),
    ...parties,
    contractRowId: await chosenContract(ctx, { deal, parties, contractId: fields.contractId }),
  }
}

interface Parties {
  counterpartyRowId: number | null
  organisationRowId: number | null
}

async function chosenCounterparty(
  ctx: Context,
  deal: StoredDeal,
  id: string | null | undefined,
): Promise<number | null> {
  if (id === undefined) return deal.counterpartyRowId
  if (id === null) return null
  const { rowId } = await findCounterparty(ctx, id)
  if (!(await isTied(ctx.db, { client: deal.clientRowId, counterparty: rowId })))
    throw new Problem('deal.other-clients-counterparty', {}, 'counterpartyId')
  return rowId
}

async function chosenOrganisation(
  ctx: Context,
  deal: StoredDeal,
  id: string | null | undefined,
): Promise<number | null> {
  if (id === undefined) return deal.organisationRowId
  return id === null ? null : (await findOrganisation(ctx, id)).rowId
}

interface ContractChoice {
  deal: StoredDeal
  parties: Parties
  contractId: string | null | undefined
}

/** A contract binds one pair: it goes when the pair changes. */
async function chosenContract(ctx: Context, { deal, parties, contractId }: ContractChoice): Promise<number | null> {
  if (contractId === null) return null
  if (contractId === undefined) {
    if (deal.contractRowId === null) return null
    const kept = await contractByRow(ctx, deal.contractRowId)
    return binds(kept, parties) ? kept.rowId : null
  }
  const chosen = await findContract(ctx, contractId)
  if (!binds(chosen, parties)) throw new Problem('deal.others-contract', { name: chosen.name }, 'contractId')
  return chosen.rowId
}

function binds(contract: { counterpartyRowId: number; organisationRowId: number | null }, parties: Parties): boolean {
  return (
    contract.counterpartyRowId === parties.counterpartyRowId && contract.organisationRowId === parties.organisationRowId
  )
}
