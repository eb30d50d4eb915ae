/** Draws up an invoice for a deal and asks the accounting base to register it. */
import { allow } from '../domain/allow.ts'
import { momentIn } from '../domain/base-time.ts'
import { sumMinor } from '../domain/money.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { CounterpartyRequest, InvoiceRequest } from '../domain/request.ts'
import { generalRate, vatOf } from '../domain/vat.ts'
import { baseByRow } from '../store/bases.ts'
import { dealToBill, type BillingCounterparty, type BillingDeal } from '../store/billing.ts'
import { insertRows } from '../store/bulk.ts'
import type { Context } from '../store/context.ts'
import { liveIntentOf } from '../store/intents.ts'
import { addRequest } from './add-request.ts'
import { keepVersion } from '../store/invoice-versions.ts'
import { bumpDeal, invoiceOnItsWay, noteDeal } from '../store/deal-progress.ts'

export interface IssueInvoice {
  dealId: string
  /** Version of the deal that the person looked at. */
  version: number
}

/**
 * Answers at once with the id of the invoice, which is then *queued*; number, date and sums come from the base.
 * @throws Problem `deal.not-found` `access.denied` `invoice.already-issuing` `deal.changed` `invoice.no-…`
 */
export async function issueInvoice(ctx: Context, input: IssueInvoice): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    const deal = await dealToBill(tx, input.dealId, 'issue-invoice')
    if (!deal) throw notFound('deal')
    allow(tx.viewer, 'issue-invoice', deal)
    await refuseDouble(tx, deal)
    const ready = complete(deal)
    const base = await baseByRow(tx.db, ready.organisation.baseRowId)
    if (!base) throw new Problem('invoice.no-organisation', {}, 'organisationId')
    const request = drawUp(ready, momentIn(base.timeZone, tx.now()))
    if (!(await bumpDeal(tx, deal.rowId, input.version))) throw new Problem('deal.changed', { deal: deal.id })
    const invoice = await saveInvoice(tx, ready, request)
    await enqueue(tx, base.rowId, { ready, request, invoice })
    await noteDeal(tx, deal.rowId, 'invoice.requested', { total: request.totalMinor, invoice: invoice.id })
    return { id: invoice.id }
  })
}

/** A second click, a second tab, a colleague: they are shown the invoice that is on its way. */
async function refuseDouble(ctx: Context, deal: BillingDeal): Promise<void> {
  const invoice = await invoiceOnItsWay(ctx.db, deal.rowId)
  if (invoice) throw new Problem('invoice.already-issuing', { invoice })
}

/** A deal of which everything that an invoice needs is known. */
type Ready = BillingDeal & {
  organisation: NonNullable<BillingDeal['organisation']>
  counterparty: BillingCounterparty
  contract: NonNullable<BillingDeal['contract']>
}

function complete(deal: BillingDeal): Ready {
  const { organisation, counterparty, contract, lines } = deal
  if (!counterparty) throw new Problem('invoice.no-counterparty', {}, 'counterpartyId')
  if (counterparty.marked) throw new Problem('invoice.marked-counterparty', { name: counterparty.name }, 'counterpartyId')
  if (!organisation) throw new Problem('invoice.no-organisation', {}, 'organisationId')
  if (!contract || contract.marked) throw new Problem('invoice.no-contract', {}, 'contractId')
  if (lines.length === 0) throw new Problem('invoice.no-lines', {}, 'lines')
  const strange = lines.findIndex((line) => line.productRowId !== null && !line.productInBase)
  if (strange >= 0) throw new Problem('invoice.product-not-in-base', { line: strange + 1 }, `lines.${strange}.productId`)
  return { ...deal, organisation, counterparty, contract }
}

/** Prices contain VAT; its rate is that of the day of the document, and it is counted line by line as the base does. */
function drawUp(deal: Ready, moment: string): InvoiceRequest {
  const vatRate = deal.organisation.paysVat ? generalRate(moment.slice(0, 10)) : 'none'
  const lines = deal.lines.map(({ productRowId: productId, productInBase: _known, ...line }) => ({
    ...line,
    productId,
    vatRate,
    vatMinor: vatOf(line.sumMinor, vatRate, true),
  }))
  return {
    noun: 'invoice',
    organisationId: deal.organisation.rowId,
    counterpartyId: deal.counterparty.rowId,
    contractId: deal.contract.rowId,
    moment,
    vatIncluded: true,
    totalMinor: sumMinor(lines.map((line) => line.sumMinor)),
    comment: deal.title,
    lines,
  }
}

async function saveInvoice(ctx: Context, deal: Ready, request: InvoiceRequest): Promise<{ id: string; rowId: number }> {
  const id = ctx.newId()
  const row = {
    uuid: id,
    base_id: deal.organisation.baseRowId,
    deal_id: deal.rowId,
    counterparty_id: request.counterpartyId,
    organisation_id: request.organisationId,
    contract_id: request.contractId,
    number: '',
    former_numbers: '[]',
    date: request.moment.slice(0, 10),
    state: 'queued',
    vat_included: request.vatIncluded,
    total_minor: request.totalMinor,
    vat_minor: sumMinor(request.lines.map((line) => line.vatMinor)),
    posted: false,
    comment: request.comment,
  }
  const [rowId = 0] = await insertRows(ctx.db, 'invoices', [row])
  const lines = request.lines.map((line, at) => ({
    invoice_id: rowId,
    position: at + 1,
    product_id: line.productId,
    text: line.text,
    quantity_milli: line.quantityMilli,
    price_minor: line.priceMinor,
    sum_minor: line.sumMinor,
    vat_rate: line.vatRate,
    vat_minor: line.vatMinor,
  }))
  await insertRows(ctx.db, 'invoice_lines', lines)
  await keepVersion(ctx.db, rowId, { author: ctx.viewer.name, at: ctx.now(), acknowledged: true })
  return { id, rowId }
}

interface Issue {
  ready: Ready
  request: InvoiceRequest
  invoice: { rowId: number }
}

async function enqueue(ctx: Context, baseRowId: number, { ready, request, invoice }: Issue): Promise<void> {
  const { counterparty } = ready
  if (!counterparty.inBase && !(await liveIntentOf(ctx.db, 'counterparty', counterparty.rowId)))
    await addRequest(ctx, { baseRowId, subjectRowId: counterparty.rowId, request: counterpartyRequest(counterparty) })
  await addRequest(ctx, { baseRowId, subjectRowId: invoice.rowId, request })
}

export function counterpartyRequest(counterparty: BillingCounterparty): CounterpartyRequest {
  const { rowId: _row, id: _id, inBase: _in, marked: _marked, ...requisites } = counterparty
  return { noun: 'counterparty', ...requisites }
}
