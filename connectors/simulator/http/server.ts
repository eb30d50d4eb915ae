/**
 * The way of a request: things in front of 1C, then authentication and the session, then OData, the web client or the
 * controls. Everything an OData handler throws is rendered here.
 */
import type { Context, Doors } from '../context.ts'
import { errorAnswer, ODataError, refuse } from '../odata/errors.ts'
import { frontRefusal, unauthorised } from './front.ts'
import { htmlAnswer } from './http.ts'
import type { Answer, Exchange } from './http.ts'
import { odataPath, serveOData } from '../odata/odata.ts'
import { errorFormatOf } from '../odata/options.ts'

/** Lines of the journal that are kept for `/control`. */
const MAX_JOURNAL_LINES = 5000

export type Serve = (exchange: Exchange) => Promise<Answer>

export function createServe(context: Context, doors: Doors): Serve {
  return async (exchange) => {
    try {
      return await route(context, doors, exchange)
    } catch (problem) {
      context.report(problem)
      return htmlAnswer(500, '1C:Enterprise 8', '<h1>1C:Enterprise 8 application error:</h1>')
    }
  }
}

async function route(context: Context, doors: Doors, exchange: Exchange): Promise<Answer> {
  if (isBelow(exchange.path, '/control') && doors.control) return doors.control(context, exchange)
  if (isBelow(exchange.path, odataPath(context))) {
    const answer = await serveInterface(context, doors, exchange)
    note(context, exchange, answer)
    return answer
  }
  if (isBelow(exchange.path, `/${context.baseName}`) && doors.web) return doors.web(context, exchange)
  return htmlAnswer(404, '404 Not Found', '<h1>404 Not Found</h1>')
}

async function serveInterface(context: Context, doors: Doors, exchange: Exchange): Promise<Answer> {
  const answer = await interfaceAnswer(context, doors, exchange)
  return doors.after ? doors.after(context, exchange, answer) : answer
}

async function interfaceAnswer(context: Context, doors: Doors, exchange: Exchange): Promise<Answer> {
  try {
    return (await gateAnswer(context, doors, exchange)) ?? (await serveOData(context, doors, exchange))
  } catch (problem) {
    if (problem instanceof ODataError) return errorAnswer(problem, errorFormatOf(exchange))
    context.report(problem)
    return errorAnswer(refuse.internal(), errorFormatOf(exchange))
  }
}

/** The answer of whatever stands in front of the data; null when the request may pass. */
async function gateAnswer(context: Context, doors: Doors, exchange: Exchange): Promise<Answer | null> {
  return (
    frontRefusal(context, exchange) ??
    (await doors.before?.(context, exchange)) ??
    unauthorised(context, exchange) ??
    (await doors.session?.(context, exchange)) ??
    null
  )
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`)
}

function note(context: Context, exchange: Exchange, answer: Answer): void {
  const query = [...exchange.query].map(([name, value]) => `${name}=${value}`).join('&')
  const address = query === '' ? exchange.path : `${exchange.path}?${query}`
  context.journal.push({ at: context.base.clock.now(), method: exchange.method, address, status: answer.status })
  if (context.journal.length > MAX_JOURNAL_LINES) context.journal.shift()
}
