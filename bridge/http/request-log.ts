/** One log line and one observation per request, when it is over; paths as in the route table, so no ids and no secrets. */
import type { NextFunction, Request, Response } from 'express'
import type { Log } from './deps.ts'
import type { Metrics } from './metrics.ts'

export function noteRequests(log: Log, metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now()
    response.once('close', () => {
      const facts = {
        method: request.method,
        route: routeOf(request),
        status: response.statusCode,
        tookMs: Math.round(performance.now() - startedAt),
      }
      metrics.observe(facts)
      log.info('http.request', facts)
    })
    next()
  }
}

function routeOf(request: Request): string {
  const { path } = (request.route ?? {}) as { path?: unknown }
  return typeof path === 'string' ? request.baseUrl + path : 'none'
}
