/** The addresses of reconciliation: all certificates, and one of them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const reconciliationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reconciliation',
  component: lazyRouteComponent(() => import('./reconciliation.tsx'), 'ReconciliationScreen'),
})

export const certificateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reconciliation/$certificateId',
  component: lazyRouteComponent(() => import('./certificate.tsx'), 'CertificateScreen'),
})
