/** The address of what people must decide. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const troublesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/troubles',
  component: lazyRouteComponent(() => import('./troubles.tsx'), 'TroublesScreen'),
})
