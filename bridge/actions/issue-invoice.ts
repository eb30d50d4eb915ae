/** Draws up an invoice for a deal and asks the accounting base to register it. */
import { allow } from '../domain/allow.ts'
import { momentIn } from '../domain/base-time.ts'
import { drawUpInvoice } from '../domain/draw-up-invoice.ts'
import { preFlightChecks, type PreFlightCheck } from '../domain/pre-flight.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { InvoiceRequest } from '../domain/request.ts'
import { audit } from '../store/audit.ts'
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
    const { baseRowId, timeZone } = ready.organisation
    const request = drawUp(ready, momentIn(timeZone, tx.now()))
    if (!(await bumpDeal(tx, deal.rowId, input.version))) {
      // Whoever was faster by a moment may have issued it just now.
      await refuseDouble(tx, deal)
      throw new Problem('deal.changed', { deal: deal.id })
    }
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

/** What the person saw in the pre-flight holds at the door too: the same checks, once more. */
function complete(deal: BillingDeal): Ready {
  const { organisation, counterparty, contract, lines } = deal
  if (!counterparty) throw new Problem('invoice.no-counterparty', {}, 'counterpartyId')
  if (!organisation) throw new Problem('invoice.no-organisation', {}, 'organisationId')
  if (!contract) throw new Problem('invoice.no-contract', {}, 'contractId')
  const checks = preFlightChecks({ organisation, counterparty, contract, lines, ...NOT_ASKED_HERE })
  const bad = checks.find(({ status }) => status === 'bad')
  if (bad) throw new Problem('invoice.not-ready', { check: bad.code, ...bad.facts }, FIELDS[bad.code] ?? '')
  return { ...deal, organisation, counterparty, contract }
}

const WORKING = { state: 'working', reason: '', since: '', nextTryAt: null, lastSeenAt: null } as const

/** Rights and doubles are asked in their own words; a base that is away does not stop a request. */
const NOT_ASKED_HERE = {
  mayIssue: true,
  onItsWay: null,
  invoiced: null,
  base: { name: '', health: WORKING },
}

const FIELDS: Partial<Record<PreFlightCheck['code'], string>> = {
  counterparty: 'counterpartyId',
  'tax-number': 'counterpartyId',
  'reason-code': 'counterpartyId',
  organisation: 'organisationId',
  contract: 'contractId',
  lines: 'lines',
  product: 'lines',
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
    lines: drawn.lines.map((line) => {
      const { productId, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor } = line
      return { productId, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor }
    }),
  }
}
