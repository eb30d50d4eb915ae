/** The queue of requests to the accounting bases: mine or everybody's. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const queueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/queue',
  validateSearch: (search: Record<string, unknown>): { whose?: 'mine' | 'all' } =>
    search['whose'] === 'all' || search['whose'] === 'mine' ? { whose: search['whose'] } : {},
  component: lazyRouteComponent(() => import('./queue.tsx'), 'QueueScreen'),
})
