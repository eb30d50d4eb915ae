/**
 * Slows the guessing of passwords: failures per login and address, per address, and per login over all addresses. The last follows the
 * authentication cheat sheet of OWASP: it belongs to the account, so that many addresses help nobody, it ends by itself, and it does
 * not hold up an address from which that person has signed in before, so that nobody can lock another one out of the usual desk.
 * Each process counts for itself and forgets when it ends.
 */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit, type Options } from 'express-rate-limit'
import { Problem } from '../domain/problem.ts'
import type { Limits } from './deps.ts'
import { askerOf, tokenOf } from './viewer.ts'

export function limitSignIn(limits: Limits): RequestHandler[] {
  const desks = new Desks()
  return [
    failures(limits.signInFailuresOfAddress, limits, { keyGenerator: addressOf }),
    failures(limits.signInFailures, limits, { keyGenerator: deskOf }),
    failures(limits.signInFailuresOfLogin, limits, { keyGenerator: loginOf, skip: (request) => desks.know(request) }),
    (request, response, next) => {
      response.once('finish', () => response.statusCode < 400 && desks.remember(request))
      next()
    },
  ]
}

/** Who sits down at somebody's open screen may guess that password no more often than at the door; only a wrong one counts. */
export function limitPasswordChange(limits: Limits): RequestHandler {
  return failures(limits.signInFailures, limits, {
    keyGenerator: (request) => askerOf(request).viewer.id,
    skip: (request) => tokenOf(request) === '',
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
  })
}

type Whose = Pick<Options, 'keyGenerator'> & Partial<Pick<Options, 'skip' | 'requestWasSuccessful'>>

function failures(limit: number, limits: Limits, whose: Whose): RequestHandler {
  return rateLimit({
    ...whose,
    windowMs: limits.signInWindowMs,
    limit,
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

/** Longest login that is told from others, signs: what is longer than any login must not fill the memory. */
const MOST_LOGIN = 100

function loginOf(request: Request): string {
  const login: unknown = (request.body as { login?: unknown } | undefined)?.login
  return typeof login === 'string' ? login.trim().toLowerCase().slice(0, MOST_LOGIN) : ''
}

function deskOf(request: Request): string {
  return `${addressOf(request)} ${loginOf(request)}`
}

const MOST_DESKS = 10_000

/** Addresses from which a login has signed in, the latest of them. */
class Desks {
  readonly #known = new Set<string>()

  know(request: Request): boolean {
    return this.#known.has(deskOf(request))
  }

  remember(request: Request): void {
    const desk = deskOf(request)
    this.#known.delete(desk)
    this.#known.add(desk)
    const [oldest] = this.#known
    if (this.#known.size > MOST_DESKS && oldest !== undefined) this.#known.delete(oldest)
  }
}
