/** Invoices, and the queue in which they wait for the base. */
import { acceptChange } from '../../actions/accept-change.ts'
import { cancelInvoice } from '../../actions/cancel-invoice.ts'
import { retryInvoice } from '../../actions/retry-invoice.ts'
import { withdrawRequest } from '../../actions/withdraw-request.ts'
import { invoiceList } from '../../reports/invoice-list.ts'
import { invoice } from '../../reports/invoice.ts'
import { invoicePage } from '../../reports/invoice-page.ts'
import { queue } from '../../reports/queue.ts'
import * as Ask from '../contract/requests.ts'
import type { ChangeEvent, Invoice } from '../contract.ts'
import type { RouteTable } from '../route.ts'

type InvoiceRoute =
  | 'GET /api/invoices'
  | 'GET /api/invoices/:id'
  | 'POST /api/invoices/:id/cancel'
  | 'POST /api/invoices/:id/retry'
  | 'POST /api/invoices/:id/accept'
  | 'GET /api/queue'
  | 'POST /api/queue/:id/withdraw'

export const invoiceRoutes: RouteTable<InvoiceRoute> = {
  'GET /api/invoices': {
    verb: 'see-invoices',
    query: Ask.listInvoices,
    handle: (ctx, { query }) => invoiceList(ctx, query),
  },
  'GET /api/invoices/:id': {
    verb: 'see-invoices',
    handle: (ctx, { id }) => invoicePage(ctx, id),
  },
  'POST /api/invoices/:id/cancel': {
    verb: 'cancel-invoice',
    handle: async (ctx, { id }) => {
      await cancelInvoice(ctx, { invoiceId: id })
      return invoice(ctx, id)
    },
    tell: changed,
  },
  'POST /api/invoices/:id/retry': {
    verb: 'retry-invoice',
    handle: async (ctx, { id }) => {
      await retryInvoice(ctx, { invoiceId: id })
      return invoice(ctx, id)
    },
    tell: changed,
  },
  'POST /api/invoices/:id/accept': {
    verb: 'accept-change',
    body: Ask.acceptChange,
    handle: async (ctx, { id, body }) => {
      await acceptChange(ctx, { ...body, invoiceId: id })
      return invoice(ctx, id)
    },
    tell: changed,
  },
  'GET /api/queue': {
    verb: 'see-queue',
    query: Ask.queueOf,
    handle: (ctx, { query }) => queue(ctx, query),
  },
  'POST /api/queue/:id/withdraw': {
    verb: 'withdraw-request',
    handle: (ctx, { id }) => withdrawRequest(ctx, { requestId: id }),
    // Of which client or deal it was, screens need not know: they read again what they show of them.
    tell: ({ id }) => (['queue', 'client', 'deal', 'trouble'] as const).map((what) => ({ what, id })),
  },
}

function changed({ id, dealId }: Invoice): ChangeEvent[] {
  const news: ChangeEvent[] = [
    { what: 'invoice', id },
    { what: 'queue', id },
  ]
  return dealId === null ? news : [...news, { what: 'deal', id: dealId }]
}
