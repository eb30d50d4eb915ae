/** The addresses of the journal: all runs, and one of them with its lines. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root.tsx'

/** What of a run is looked at; all of it unless told. */
export const OUTCOMES = ['applied', 'skipped', 'conflict', 'reversed', 'kept', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs',
  component: lazyRouteComponent(() => import('./runs.tsx'), 'RunsScreen'),
})

export const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$runId',
  validateSearch: (search: Record<string, unknown>): { search?: string; outcome?: Outcome } => {
    const outcome = OUTCOMES.find((one) => one === search['outcome'])
    const typed = typeof search['search'] === 'string' ? search['search'] : ''
    return { ...(typed !== '' && { search: typed }), ...(outcome && { outcome }) }
  },
  component: lazyRouteComponent(() => import('./run.tsx'), 'RunScreen'),
})
