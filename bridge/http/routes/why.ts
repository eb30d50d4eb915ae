/** "Why is this value here": the way of a figure back to the document of a base, the rule and the round that brought it. */
import { whyClientMoney, whyDealMoney } from '../../reports/why-money.ts'
import { whyCounterparty, whyInvoice, whyPayment, whyReference } from '../../reports/why-record.ts'
import type { RouteTable } from '../route.ts'

type WhyRoute =
  | 'GET /api/invoices/:id/why'
  | 'GET /api/payments/:id/why'
  | 'GET /api/counterparties/:id/why'
  | 'GET /api/contracts/:id/why'
  | 'GET /api/organisations/:id/why'
  | 'GET /api/products/:id/why'
  | 'GET /api/clients/:id/why'
  | 'GET /api/deals/:id/why'

export const whyRoutes: RouteTable<WhyRoute> = {
  'GET /api/invoices/:id/why': { verb: 'see-invoices', handle: (ctx, { id }) => whyInvoice(ctx, id) },
  'GET /api/payments/:id/why': { verb: 'see-invoices', handle: (ctx, { id }) => whyPayment(ctx, id) },
  'GET /api/counterparties/:id/why': { verb: 'see-clients', handle: (ctx, { id }) => whyCounterparty(ctx, id) },
  'GET /api/contracts/:id/why': { verb: 'see-deals', handle: (ctx, { id }) => whyReference(ctx, 'contract', id) },
  'GET /api/organisations/:id/why': {
    verb: 'see-deals',
    handle: (ctx, { id }) => whyReference(ctx, 'organisation', id),
  },
  'GET /api/products/:id/why': { verb: 'see-deals', handle: (ctx, { id }) => whyReference(ctx, 'product', id) },
  'GET /api/clients/:id/why': { verb: 'see-clients', handle: (ctx, { id }) => whyClientMoney(ctx, id) },
  'GET /api/deals/:id/why': { verb: 'see-deals', handle: (ctx, { id }) => whyDealMoney(ctx, id) },
}
