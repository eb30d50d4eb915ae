/** The addresses of "how was it then": the moment stands in the address, so that a link shows the same to everybody. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

interface Search {
  at?: string
}

const validateSearch = (search: Record<string, unknown>): Search =>
  typeof search['at'] === 'string' ? { at: search['at'] } : {}

export const clientHistoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/clients/$clientId/history',
  validateSearch,
  component: lazyRouteComponent(() => import('./history.tsx'), 'ClientHistory'),
})

export const counterpartyHistoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/counterparties/$counterpartyId/history',
  validateSearch,
  component: lazyRouteComponent(() => import('./history.tsx'), 'CounterpartyHistory'),
})

export const invoiceHistoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/$invoiceId/history',
  validateSearch,
  component: lazyRouteComponent(() => import('./history.tsx'), 'InvoiceHistory'),
})
