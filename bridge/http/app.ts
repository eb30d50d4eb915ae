/** Puts the HTTP edge together behind its door: headers, API, screens, and the one handler of errors. */
import { IncomingMessage, ServerResponse, type ServerOptions } from 'node:http'
import express, { type Express } from 'express'
import { Problem } from '../domain/problem.ts'
import { api } from './api.ts'
import type { Deps } from './deps.ts'
import { safeHeaders } from './headers.ts'
import { health } from './health.ts'
import type { Metrics } from './metrics.ts'
import { panelPage } from './panel-page.ts'
import { answerProblems } from './problems.ts'
import { screens } from './screens.ts'

/** @param metrics answers `/metrics` */
export function createApp(deps: Deps, metrics: Metrics): Express {
  const app = express()
  app.disable('x-powered-by')
  // Answers are not kept by browsers, so nobody would ever compare their tags; files have tags of their own.
  app.disable('etag')
  app.set('trust proxy', deps.proxies ?? 0)
  app.use(safeHeaders(deps.secure))
  app.use('/health', health(deps))
  app.get('/metrics', metrics.answer)
  app.use('/api', api(deps))
  app.use('/panel', panelPage(deps.panel))
  app.use(screens(deps.uiFolder))
  app.use(() => {
    throw new Problem('request.no-such-address')
  })
  app.use(answerProblems(deps.log))
  return app
}

/**
 * Requests and answers as Express wants them from the beginning. It would give each of them its own prototypes when it arrives, and
 * from then on V8 takes every one for an object like no other, whatever reads it or sets something on it.
 */
export function partsOf(app: Express): Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'> {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse {}
  Object.setPrototypeOf(Request.prototype, app.request)
  Object.setPrototypeOf(Response.prototype, app.response)
  Object.assign(app, { request: Request.prototype, response: Response.prototype })
  return { IncomingMessage: Request, ServerResponse: Response as typeof ServerResponse }
}
