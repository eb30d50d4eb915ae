/** Everything the screens stand on: theme, cache of answers, toasts, routes. */
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ApiProblem, SESSION_NEEDED } from './api.ts'
import { askKey } from './ask.ts'
import { ME } from './parts/me.ts'
import { router } from './router.ts'
import { darkenPaleTexts, theme } from './theme.ts'

/** An answer is fresh for so long; events tell of changes earlier. */
const FRESH_MS = 20_000
/** Times a question without an answer is asked again before the screen says so. */
const MOST_RETRIES = 2

const client = new QueryClient({
  queryCache: new QueryCache({ onError: (problem) => noticeLostSession(problem) }),
  mutationCache: new MutationCache({ onError: (problem) => noticeLostSession(problem) }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, problem) =>
        failures < MOST_RETRIES && problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 502),
    },
  },
})

/** Whoever hears it first, the person is asked for again: the root then offers to sign in over what is on the screen. */
function noticeLostSession(problem: unknown): void {
  if (!(problem instanceof ApiProblem) || problem.code !== SESSION_NEEDED) return
  const me = client.getQueryState(askKey(ME, {}))
  if (me?.data !== undefined && me.status !== 'error') void client.invalidateQueries({ queryKey: [ME] })
}

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={darkenPaleTexts} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
