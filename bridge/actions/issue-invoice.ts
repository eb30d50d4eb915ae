/** Draws up an invoice for a deal and asks the accounting base to register it. */
import { allow } from '../domain/allow.ts'
import { momentIn } from '../domain/base-time.ts'
import { drawUpInvoice } from '../domain/draw-up-invoice.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { InvoiceRequest } from '../domain/request.ts'
import { audit } from '../store/audit.ts'
import { baseByRow } from '../store/bases.ts'
import { bumpDeal, dealToBill, invoiceOnItsWay, type BillingCounterparty, type BillingDeal } from '../store/billing.ts'
import type { Context } from '../store/context.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { addInvoice } from '../store/new-invoice.ts'
import { addCounterpartyRequest, addRequest } from './add-request.ts'

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
    const { baseRowId } = ready.organisation
    const base = await baseByRow(tx.db, baseRowId)
    const request = drawUp(ready, momentIn(base?.timeZone ?? 'UTC', tx.now()))
    if (!(await bumpDeal(tx, deal.rowId, input.version))) throw new Problem('deal.changed', { deal: deal.id })
    const invoice = await addInvoice(tx, { dealRowId: deal.rowId, baseRowId }, request)
    await addCounterpartyRequest(tx, baseRowId, ready.counterparty)
    await addRequest(tx, { baseRowId, subjectRowId: invoice.rowId, request })
    const facts = { invoice: invoice.id, totalMinor: request.totalMinor }
    await noteDealEvent(tx, deal.rowId, { code: 'invoice.requested', facts })
    await audit(tx, { action: 'issue-invoice', subject: `deal:${deal.id}`, facts })
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
  if (counterparty.marked)
    throw new Problem('invoice.marked-counterparty', { name: counterparty.name }, 'counterpartyId')
  if (!organisation) throw new Problem('invoice.no-organisation', {}, 'organisationId')
  if (!contract || contract.marked) throw new Problem('invoice.no-contract', {}, 'contractId')
  const strange = lines.findIndex((line) => line.productId !== null && !line.productInBase)
  if (strange >= 0)
    throw new Problem('invoice.product-not-in-base', { line: strange + 1 }, `lines.${strange}.productId`)
  return { ...deal, organisation, counterparty, contract }
}

/** Prices contain VAT; its rate is that of the day of the document, and it is counted line by line as the base does. */
function drawUp(deal: Ready, moment: string): InvoiceRequest {
  const { organisation, counterparty, contract, title } = deal
  const date = moment.slice(0, 10)
  const drawn = drawUpInvoice({ date, vatIncluded: true, paysVat: organisation.paysVat, lines: deal.lines })
  return {
    noun: 'invoice',
    organisationId: organisation.rowId,
    counterpartyId: counterparty.rowId,
    contractId: contract.rowId,
    moment,
    vatIncluded: true,
    totalMinor: drawn.totalMinor,
    comment: title,
    lines: drawn.lines.map(({ productId, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor }) => ({
      ...{ productId, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor },
    })),
  }
}
