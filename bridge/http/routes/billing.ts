/** What is drawn up from a deal for the accounting base: the check before it, the contract, the invoice. */
import { drawUpContract } from '../../actions/draw-up-contract.ts'
import { issueInvoice } from '../../actions/issue-invoice.ts'
import { contract } from '../../reports/contract.ts'
import { invoice } from '../../reports/invoice.ts'
import { preFlight } from '../../reports/pre-flight.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'

type BillingRoute = 'GET /api/deals/:id/pre-flight' | 'POST /api/deals/:id/contract' | 'POST /api/deals/:id/invoices'

export const billingRoutes: RouteTable<BillingRoute> = {
  'GET /api/deals/:id/pre-flight': {
    verb: 'see-deals',
    handle: (ctx, { id }) => preFlight(ctx, id),
  },
  'POST /api/deals/:id/contract': {
    verb: 'draw-up-contract',
    body: Ask.drawUpContract,
    status: 201,
    handle: async (ctx, { id, body }) => contract(ctx, (await drawUpContract(ctx, { ...body, dealId: id })).id),
    tell: (_answer, { id }) => [{ what: 'deal', id }],
  },
  'POST /api/deals/:id/invoices': {
    verb: 'issue-invoice',
    body: Ask.issueInvoice,
    status: 201,
    once: true,
    handle: async (ctx, { id, body }) => invoice(ctx, (await issueInvoice(ctx, { dealId: id, ...body })).id),
    tell: (issued, { id }) => [
      { what: 'invoice', id: issued.id },
      { what: 'queue', id: issued.id },
      { what: 'deal', id },
    ],
  },
}
