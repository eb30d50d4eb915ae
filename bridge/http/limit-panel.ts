/** Slows the guessing of keys, tickets and tokens of the panel: what was refused counts, per address. */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from '../domain/problem.ts'
import type { Limits } from './deps.ts'

export function limitPanel({ panelFailures, signInWindowMs: windowMs }: Limits): RequestHandler {
  return rateLimit({
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    windowMs,
    limit: panelFailures,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_request: Request, _response: Response, next: NextFunction) => {
      next(new Problem('panel.too-many-tries', { retryAfterSeconds: Math.ceil(windowMs / 1000) }))
    },
  })
}
