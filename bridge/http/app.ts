/** Puts the HTTP edge together behind its door: headers, API, screens, and the one handler of errors. */
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
