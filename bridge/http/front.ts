/** What meets a request first: it is noted, and let in by the door or sent away before anything costly is done for it. */
import type { Server } from 'node:http'
import { NOBODY } from '../actions/context.ts'
import { Problem } from '../domain/problem.ts'
import { createApp } from './app.ts'
import { LIMITS, type Deps } from './deps.ts'
import { safeHeadersAsData } from './headers.ts'
import { createMetrics } from './metrics.ts'
import { boundRequests } from './overload.ts'
import { preparedProblem } from './problems.ts'
import { noteRequests } from './request-log.ts'

const RETRY_AFTER_SECONDS = 2

/** Answers what comes to this server. */
export function answerOn(server: Server, deps: Deps): void {
  const metrics = createMetrics(() => deps.contextFor(NOBODY, 'ask'))
  const note = noteRequests(deps.log, metrics)
  const door = boundRequests({
    most: { ...LIMITS, ...deps.limits }.requestsAtOnce,
    server,
    sendAway: preparedProblem(
      new Problem('server.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS }),
      safeHeadersAsData(deps.secure),
    ),
  })
  const app = createApp(deps, metrics)
  server.on('request', (request, response) => {
    note(request, response)
    door(request, response, () => void app(request, response))
  })
}
