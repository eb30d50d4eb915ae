/** The list of clients; what is searched for stands in the address. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const clientsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/clients',
  validateSearch: (search: Record<string, unknown>): { search?: string } =>
    typeof search['search'] === 'string' && search['search'] !== '' ? { search: search['search'] } : {},
  component: lazyRouteComponent(() => import('./clients.tsx'), 'ClientsScreen'),
})
