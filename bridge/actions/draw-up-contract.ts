/** Draws up a contract of the parties of a deal; the base gets it before the first invoice that names it. */
import { allow } from '../domain/allow.ts'
import { dayIn } from '../domain/base-time.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { ContractRequest } from '../domain/request.ts'
import { audit } from '../store/audit.ts'
import { chooseContract, dealToBill } from '../store/billing.ts'
import type { Context } from '../store/context.ts'
import { addContract } from '../store/contracts.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { addCounterpartyRequest, addRequest } from './add-request.ts'

export interface DrawUpContract {
  dealId: string
  number?: string
  /** `YYYY-MM-DD`; today by the base's calendar when absent. */
  date?: string
}

/** @throws Problem `deal.not-found` `access.denied` `contract.already` `invoice.no-counterparty` `invoice.no-organisation` */
export async function drawUpContract(ctx: Context, input: DrawUpContract): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    const deal = await dealToBill(tx, input.dealId, 'draw-up-contract')
    if (!deal) throw notFound('deal')
    allow(tx.viewer, 'draw-up-contract', deal)
    const { counterparty, organisation } = deal
    if (!counterparty) throw new Problem('invoice.no-counterparty', {}, 'counterpartyId')
    if (!organisation) throw new Problem('invoice.no-organisation', {}, 'organisationId')
    if (deal.contract && !deal.contract.marked) throw new Problem('contract.already')
    const { baseRowId, timeZone } = organisation
    const date = checkedDay(input.date) ?? dayIn(timeZone, tx.now())
    const parties = { counterpartyId: counterparty.rowId, organisationId: organisation.rowId }
    const request = requestOf(parties, { number: input.number?.trim() ?? '', date })
    const contract = await save(tx, request, baseRowId)
    await chooseContract(tx, deal.rowId, contract.rowId)
    await addCounterpartyRequest(tx, baseRowId, counterparty)
    await addRequest(tx, { baseRowId, subjectRowId: contract.rowId, request })
    const facts = { name: request.name }
    await noteDealEvent(tx, deal.rowId, { code: 'contract.drawn-up', facts })
    await audit(tx, { action: 'draw-up-contract', subject: `deal:${deal.id}`, facts })
    return { id: contract.id }
  })
}

function checkedDay(date: string | undefined): string | undefined {
  if (date === undefined || date === '') return undefined
  if (/^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date))) return date
  throw new Problem('contract.wrong-date', { date }, 'date')
}

function requestOf(
  parties: Pick<ContractRequest, 'counterpartyId' | 'organisationId'>,
  { number, date }: { number: string; date: string },
): ContractRequest {
  const day = date.split('-').toReversed().join('.')
  const name = number === '' ? `Договор от ${day}` : `Договор № ${number} от ${day}`
  return { noun: 'contract', ...parties, name, number, date }
}

async function save(ctx: Context, request: ContractRequest, baseRowId: number): Promise<{ id: string; rowId: number }> {
  const { name, number, date, counterpartyId, organisationId } = request
  const id = ctx.newId()
  const rowId = await addContract(ctx, {
    id,
    name,
    number,
    date,
    sort: 'with-buyer',
    baseRowId,
    counterpartyRowId: counterpartyId,
    organisationRowId: organisationId,
  })
  return { id, rowId }
}
