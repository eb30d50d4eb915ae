/** The address of an invoice's page. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const invoiceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('./invoice.tsx'), 'InvoiceScreen'),
})
