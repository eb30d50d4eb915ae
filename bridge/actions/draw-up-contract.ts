/** Draws up a contract of the parties of a deal; the base gets it before the first invoice that names it. */
import { allow } from '../domain/allow.ts'
import { dayIn } from '../domain/base-time.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { ContractRequest } from '../domain/request.ts'
import { searchKey } from '../domain/search-key.ts'
import { baseByRow } from '../store/bases.ts'
import { dealToBill } from '../store/billing.ts'
import { insertRows } from '../store/bulk.ts'
import type { Context } from '../store/context.ts'
import { noteDeal } from '../store/deal-progress.ts'
import { liveIntentOf } from '../store/intents.ts'
import { addRequest } from './add-request.ts'
import { counterpartyRequest } from './issue-invoice.ts'

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
    if (deal.contract) throw new Problem('contract.already')
    const base = await baseByRow(tx.db, organisation.baseRowId)
    const date = checkedDay(input.date) ?? dayIn(base?.timeZone ?? 'UTC', tx.now())
    const request = requestOf({ counterparty: counterparty.rowId, organisation: organisation.rowId }, { ...input, date })
    const contract = await saveContract(tx, request)
    if (!counterparty.inBase && !(await liveIntentOf(tx.db, 'counterparty', counterparty.rowId)))
      await addRequest(tx, {
        baseRowId: organisation.baseRowId,
        subjectRowId: counterparty.rowId,
        request: counterpartyRequest(counterparty),
      })
    await addRequest(tx, { baseRowId: organisation.baseRowId, subjectRowId: contract.rowId, request })
    await tx.db('deals').where('id', deal.rowId).update({ contract_id: contract.rowId }).increment('version', 1)
    await noteDeal(tx, deal.rowId, 'contract.drawn-up', { name: request.name })
    return { id: contract.id }
  })
}

function checkedDay(date: string | undefined): string | undefined {
  if (date === undefined || date === '') return undefined
  if (/^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date))) return date
  throw new Problem('contract.wrong-date', { date }, 'date')
}

function requestOf(
  parties: { counterparty: number; organisation: number },
  { number = '', date }: { number?: string; date: string },
): ContractRequest {
  const day = date.split('-').toReversed().join('.')
  const name = number === '' ? `Договор от ${day}` : `Договор № ${number} от ${day}`
  return {
    noun: 'contract',
    counterpartyId: parties.counterparty,
    organisationId: parties.organisation,
    name,
    number,
    date,
  }
}

async function saveContract(ctx: Context, request: ContractRequest): Promise<{ id: string; rowId: number }> {
  const id = ctx.newId()
  const row = {
    uuid: id,
    name: request.name,
    search_key: searchKey(request.name),
    counterparty_id: request.counterpartyId,
    organisation_id: request.organisationId,
    number: request.number,
    date: request.date,
    sort: 'with-buyer',
  }
  const [rowId = 0] = await insertRows(ctx.db, 'contracts', [row])
  return { id, rowId }
}
