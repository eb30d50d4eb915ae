/** The addresses of acts of destruction: all of them, and one to read and print. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const actsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/acts',
  component: lazyRouteComponent(() => import('./acts.tsx'), 'ActsScreen'),
})

export const actRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/acts/$actId',
  component: lazyRouteComponent(() => import('./act.tsx'), 'ActScreen'),
})
