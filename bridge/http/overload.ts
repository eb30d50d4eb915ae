/**
 * Bounds the requests that are inside at once; one too many hears at once when to come back. In a crowd those inside wait in line, and the
 * door looks who else has come before it lets the next few in: whoever is sent away does not wait for the work of all others. A turn
 * of the event loop takes in one new connection, so looking means letting turns pass.
 */
import type { Server } from 'node:http'
import type { NextFunction, Request, Response } from 'express'
import { Problem } from '../domain/problem.ts'
import { preparedProblem } from './problems.ts'

const RETRY_AFTER_SECONDS = 2
const sendAway = preparedProblem(new Problem('server.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS }))
/** So many are no crowd: their work begins as they come. */
const NO_CROWD = 4
/** Let in together out of the line: to be committed together, and soon over. */
const TOGETHER = 2
/** Turns in which nobody has come. */
const QUIET_TURNS = 2
/** Turns after which the next few are let in however many come. */
const MOST_TURNS = 64

export interface Door {
  /** Path that is long by design and has a limit of its own. */
  unbounded: string
  /** Tells of a connection before its first request is read; absent, only requests show that somebody comes. */
  server?: Pick<Server, 'on'> | undefined
}

export function boundRequests(most: number, { unbounded, server }: Door) {
  const line: (() => void)[] = []
  let [inside, turns, quiet] = [0, 0, 0]
  server?.on('connection', () => (quiet = 0))

  function look(): void {
    turns++
    if (quiet++ < QUIET_TURNS && turns < MOST_TURNS) return void setImmediate(look)
    turns = 0
    const next = line.splice(0, TOGETHER)
    if (line.length > 0) setImmediate(look)
    for (const letIn of next) letIn()
  }

  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.path === unbounded) return next()
    quiet = 0
    if (inside >= most) return sendAway(request, response)
    inside++
    response.once('close', () => inside--)
    if (inside <= NO_CROWD) return next()
    line.push(() => {
      // Whoever has left needs nothing any more.
      if (!response.closed) next()
    })
    if (line.length === 1) setImmediate(look)
  }
}
