/** What meets a request first: it is noted, and let in by the door or sent away before anything costly is done for it. */
import { createServer, type Server } from 'node:http'
import { NOBODY } from '../actions/context.ts'
import { Problem } from '../domain/problem.ts'
import { createApp, partsOf } from './app.ts'
import { LIMITS, type Deps } from './deps.ts'
import { safeHeadersAsData } from './headers.ts'
import { createMetrics } from './metrics.ts'
import { boundRequests } from './overload.ts'
import { preparedProblem } from './problems.ts'
import { noteRequests } from './request-log.ts'

const RETRY_AFTER_SECONDS = 2

/** A server that answers; where it listens is up to the caller. */
export function createFront(deps: Deps): Server {
  const metrics = createMetrics(() => deps.contextFor(NOBODY, 'ask'))
  const app = createApp(deps, metrics)
  const server = createServer(partsOf(app))
  const note = noteRequests(deps.log, metrics)
  const door = boundRequests({
    most: { ...LIMITS, ...deps.limits }.requestsAtOnce,
    server,
    sendAway: preparedProblem(
      new Problem('server.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS }),
      safeHeadersAsData(deps.secure),
    ),
  })
  server.on('request', (request, response) => {
    note(request, response)
    door(request, response, () => void app(request, response))
  })
  return server
}
