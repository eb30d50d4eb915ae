/** The list of invoices; search and filter stand in the address. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

export const FILTERS = ['open', 'unpaid', 'all'] as const
export type Filter = (typeof FILTERS)[number]

export const invoicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices',
  validateSearch: (search: Record<string, unknown>): { search?: string; state?: Filter } => {
    const state = FILTERS.find((filter) => filter === search['state'])
    return {
      ...(typeof search['search'] === 'string' && search['search'] !== '' ? { search: search['search'] } : {}),
      ...(state === undefined ? {} : { state }),
    }
  },
  component: lazyRouteComponent(() => import('./invoices.tsx'), 'InvoicesScreen'),
})
