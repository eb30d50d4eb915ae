/** Bounds the requests that are worked on at once; one too many hears at once when to come back. */
import type { NextFunction, Request, Response } from 'express'
import { Problem } from '../domain/problem.ts'

const RETRY_AFTER_SECONDS = 2

/** @param unbounded path that is long by design and has a limit of its own */
export function boundRequests(most: number, unbounded: string) {
  let atWork = 0
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.path === unbounded) return next()
    if (atWork >= most) throw new Problem('server.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    atWork++
    response.once('close', () => atWork--)
    next()
  }
}
