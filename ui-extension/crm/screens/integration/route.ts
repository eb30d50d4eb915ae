/** The addresses of the integrator: all bases, and one base. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const integrationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/integration',
  component: lazyRouteComponent(() => import('./integration.tsx'), 'IntegrationScreen'),
})

export const baseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/integration/$baseId',
  component: lazyRouteComponent(() => import('./base.tsx'), 'BaseScreen'),
})
