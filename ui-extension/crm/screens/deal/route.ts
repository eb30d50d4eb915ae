/** The address of a deal's card. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const dealRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/deals/$dealId',
  component: lazyRouteComponent(() => import('./deal.tsx'), 'DealScreen'),
})
