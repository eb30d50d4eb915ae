/** The one place where an error becomes an answer: a problem in the viewer's words, or an incident number and nothing more. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { NextFunction, Request, Response } from 'express'
import { Problem } from '../domain/problem.ts'
import { say, type Language } from '../words/say.ts'
import type { ProblemAnswer } from './contract.ts'
import type { Log } from './deps.ts'
import { languageAskedFor, languageOf } from './viewer.ts'

export function answerProblems(log: Log) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error)
    const problem = asProblem(error)
    if (problem) return sendProblem(response, problem, languageOf(request))
    const incident = randomUUID()
    log.error('http.incident', { incident, method: request.method, path: request.path, error })
    sendProblem(response, new Problem('server.incident', { incident }), languageOf(request))
  }
}

export function sendProblem(response: Response, problem: Problem, language: Language): void {
  const status = statusOf(problem.code)
  const { headers, body } = prepare(problem, status, language)
  response.writeHead(status, headers).end(body)
}

/**
 * One problem for everybody, put into words beforehand: for those who must hear it sooner than anything can be thought over.
 * @param safe headers that every answer has
 */
export function preparedProblem(problem: Problem, safe: OutgoingHttpHeaders) {
  const status = statusOf(problem.code)
  const answerIn = (language: Language) => {
    const { headers, body } = prepare(problem, status, language)
    return { headers: { ...safe, ...headers }, body }
  }
  const answers = { ru: answerIn('ru'), en: answerIn('en') }
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { headers, body } = answers[languageAskedFor(request)]
    response.writeHead(status, headers).end(body)
  }
}

function prepare(problem: Problem, status: number, language: Language) {
  const body = JSON.stringify(toAnswer(problem, status, language))
  const headers: OutgoingHttpHeaders = {
    'Content-Type': `${PROBLEM_TYPE}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
  }
  const retryAfter = problem.facts['retryAfterSeconds']
  if (retryAfter !== undefined) headers['Retry-After'] = String(retryAfter)
  return { headers, body }
}

const PROBLEM_TYPE = 'application/problem+json'

function toAnswer(problem: Problem, status: number, language: Language): ProblemAnswer {
  return {
    type: `/problems/${problem.code}`,
    title: say(language, `status.${status}`),
    status,
    code: problem.code,
    detail: say(language, `problem.${problem.code}`, problem.facts),
    ...(problem.field === undefined ? {} : { field: problem.field }),
    facts: problem.facts,
  }
}

/** Codes whose status does not follow from their ending. A problem that a user can mend is 422. */
const STATUSES: Record<string, number> = {
  'access.denied': 403,
  'moment.wrong': 400,
  'panel.ended': 401,
  'panel.ticket-over': 401,
  'panel.ticket-used': 401,
  'panel.too-many': 429,
  'panel.too-many-tries': 429,
  'panel.wrong-key': 401,
  'request.forged': 403,
  'request.broken-json': 400,
  'request.bad-character': 400,
  'request.bad-encoding': 400,
  'request.not-json': 415,
  'request.too-large': 413,
  'request.bad-address': 400,
  'request.key-missing': 400,
  'request.key-running': 409,
  'request.method-not-allowed': 405,
  'request.no-such-address': 404,
  'password.wrong-present': 401,
  'database.full': 503,
  'server.busy': 503,
  'server.incident': 500,
  'session.too-many-tries': 429,
}

export function statusOf(code: string): number {
  const known = STATUSES[code]
  if (known !== undefined) return known
  if (code.startsWith('input.')) return 400
  if (code.startsWith('session.')) return 401
  if (code.endsWith('.not-found')) return 404
  return CONFLICT_ENDINGS.test(code) ? 409 : 422
}

/** Somebody else was faster, or what is asked is already so. */
const CONFLICT_ENDINGS = /\.(changed|stale|already-[a-z-]+|too-late|exists)$/

/** Errors of the body parser, the router and the files of the screens carry a status of their own. */
function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  const { type, status } = error as { type?: string; status?: number }
  if (type === 'entity.too.large') return new Problem('request.too-large')
  if (type === 'entity.parse.failed' || type === 'request.aborted' || type === 'request.size.invalid')
    return new Problem('request.broken-json')
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return new Problem('request.not-json')
  if (type === 'entity.verify.failed') return new Problem('request.bad-character')
  if (status === 403 || status === 404) return new Problem('request.no-such-address')
  const theirs = status !== undefined && status >= 400 && status < 500
  return error instanceof URIError || theirs ? new Problem('request.bad-address') : undefined
}
