/** "How was it then": a record on both sides at any moment in the past, and the moments at which it changed. */
import { clientAsOf, counterpartyAsOf } from '../../reports/as-of-client.ts'
import { invoiceAsOf } from '../../reports/as-of-invoice.ts'
import { clientMoments, counterpartyMoments, invoiceMoments } from '../../reports/moments.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'

type AsOfRoute =
  | 'GET /api/clients/:id/as-of'
  | 'GET /api/counterparties/:id/as-of'
  | 'GET /api/invoices/:id/as-of'
  | 'GET /api/clients/:id/moments'
  | 'GET /api/counterparties/:id/moments'
  | 'GET /api/invoices/:id/moments'

export const asOfRoutes: RouteTable<AsOfRoute> = {
  'GET /api/clients/:id/as-of': {
    verb: 'see-clients',
    query: Ask.asOf,
    handle: (ctx, { id, query }) => clientAsOf(ctx, id, query),
  },
  'GET /api/counterparties/:id/as-of': {
    verb: 'see-clients',
    query: Ask.asOf,
    handle: (ctx, { id, query }) => counterpartyAsOf(ctx, id, query),
  },
  'GET /api/invoices/:id/as-of': {
    verb: 'see-invoices',
    query: Ask.asOf,
    handle: (ctx, { id, query }) => invoiceAsOf(ctx, id, query),
  },
  'GET /api/clients/:id/moments': { verb: 'see-clients', handle: (ctx, { id }) => clientMoments(ctx, id) },
  'GET /api/counterparties/:id/moments': {
    verb: 'see-clients',
    handle: (ctx, { id }) => counterpartyMoments(ctx, id),
  },
  'GET /api/invoices/:id/moments': { verb: 'see-invoices', handle: (ctx, { id }) => invoiceMoments(ctx, id) },
}
