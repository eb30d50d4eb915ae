/** One log line and one observation per request, when it is over; paths as in the route table, so no ids and no secrets. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request } from 'express'
import type { Log } from './deps.ts'
import type { Metrics } from './metrics.ts'

/** What a monitoring system asks every few seconds is not worth a line. */
const MONITORING = /^\/(?:health|metrics)(?:[/?]|$)/

export function noteRequests(log: Log, metrics: Metrics) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (MONITORING.test(request.url ?? '')) return
    const startedAt = performance.now()
    response.once('close', () => {
      const facts = {
        method: request.method ?? '',
        route: routeOf(request),
        status: response.statusCode,
        tookMs: Math.round(performance.now() - startedAt),
      }
      metrics.observe(facts)
      log.info('http.request', facts)
    })
  }
}

/** The row of the route table that Express has found; none for whoever did not get so far. */
function routeOf(request: IncomingMessage): string {
  const { baseUrl = '', route } = request as Partial<Request>
  const { path } = (route ?? {}) as { path?: unknown }
  return typeof path === 'string' ? baseUrl + path : 'none'
}
