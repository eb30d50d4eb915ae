/** The board of one cycle; which one stands in the address. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const boardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/board',
  validateSearch: (search: Record<string, unknown>): { cycle?: string } =>
    typeof search['cycle'] === 'string' ? { cycle: search['cycle'] } : {},
  component: lazyRouteComponent(() => import('./board.tsx'), 'BoardScreen'),
})
