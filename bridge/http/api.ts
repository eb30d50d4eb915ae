/** Everything under `/api`: who asks, is it really them, and the rows of the route table. */
import express, { Router, type Request, type Response } from 'express'
import { refuseBrokenText } from './check-text.ts'
import { BODY_LIMIT, LIMITS, type Deps } from './deps.ts'
import { eventStream } from './events.ts'
import { limitPanel } from './limit-panel.ts'
import { limitPasswordChange, limitSignIn } from './limit-sign-in.ts'
import { describeApi } from './openapi.ts'
import { routes } from './routes.ts'
import { serveTable } from './serve-table.ts'
import { isSession, recognise, refuseForged } from './session.ts'

export function api(deps: Deps): Router {
  const limits = { ...LIMITS, ...deps.limits }
  const router = Router()
  router.use((request, _response, next) => {
    refuseForged(request)
    next()
  })
  router.use(recognise(deps))
  router.get('/events', eventStream(deps.events, { ...limits, lives: (token) => isSession(deps, token) }))
  router.get('/openapi.json', (_request: Request, response: Response) => void response.json(describeApi(routes)))
  router.use(express.json({ limit: BODY_LIMIT, verify: refuseBrokenText }))
  router.post('/session', limitSignIn(limits))
  router.use('/panel', limitPanel(limits))
  router.post('/me/password', limitPasswordChange(limits))
  serveTable(router, deps)
  return router
}
