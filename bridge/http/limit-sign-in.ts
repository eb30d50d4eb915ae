/** Slows the guessing of passwords: failures per login and address, and per address. */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from '../domain/problem.ts'
import type { Limits } from './deps.ts'

export function limitSignIn(limits: Limits): RequestHandler[] {
  return [
    failures(limits.signInFailuresOfAddress, limits, addressOf),
    failures(limits.signInFailures, limits, (request) => `${addressOf(request)} ${loginOf(request)}`),
  ]
}

function failures(limit: number, limits: Limits, keyGenerator: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: limits.signInWindowMs,
    limit,
    keyGenerator,
    skipSuccessfulRequests: true,
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_request: Request, _response: Response, next: NextFunction) => {
      next(new Problem('session.too-many-tries', { retryAfterSeconds: Math.ceil(limits.signInWindowMs / 1000) }))
    },
  })
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '')
}

function loginOf(request: Request): string {
  const login: unknown = (request.body as { login?: unknown } | undefined)?.login
  return typeof login === 'string' ? login.trim().toLowerCase() : ''
}
