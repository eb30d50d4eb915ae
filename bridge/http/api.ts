/** Everything under `/api`: who asks, is it really them, is there room, and the rows of the route table. */
import express, { Router, type Request, type Response } from 'express'
import { Problem } from '../domain/problem.ts'
import type { RouteName } from './contract.ts'
import { BODY_LIMIT, LIMITS, type Deps } from './deps.ts'
import { eventStream } from './events.ts'
import { limitSignIn } from './limit-sign-in.ts'
import { describeApi } from './openapi.ts'
import { boundRequests } from './overload.ts'
import { splitName, type Row } from './route.ts'
import { routes } from './routes.ts'
import { recognise, refuseForged } from './session.ts'
import { serveRoute } from './serve-route.ts'

export function api(deps: Deps): Router {
  const limits = { ...LIMITS, ...deps.limits }
  const router = Router()
  router.use(boundRequests(limits.requestsAtOnce, '/events'))
  router.use((request, _response, next) => {
    refuseForged(request)
    next()
  })
  router.use(recognise(deps))
  router.get('/events', eventStream(deps.events, limits))
  router.get('/openapi.json', (_request: Request, response: Response) => void response.json(describeApi(routes)))
  router.use(express.json({ limit: BODY_LIMIT, verify: refuseNul }))
  router.post('/session', limitSignIn(limits))
  serveTable(router, deps)
  return router
}

function serveTable(router: Router, deps: Deps): void {
  const methods = new Map<string, string[]>()
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = splitName(name)
    const place = path.replace(/^\/api/, '')
    methods.set(place, [...(methods.get(place) ?? []), method])
    const serve = serveRoute(name, routes[name] as Row<typeof name>, deps)
    router[method.toLowerCase() as 'get'](place, serve)
  }
  for (const [place, known] of methods) router.all(place, refuseMethod(known))
}

function refuseMethod(known: string[]) {
  return (_request: Request, response: Response): never => {
    response.setHeader('Allow', known.join(', '))
    throw new Problem('request.method-not-allowed')
  }
}

/** No database keeps U+0000 in text; refused before anything is parsed. */
function refuseNul(_request: unknown, _response: unknown, body: Buffer): void {
  if (body.includes(0) || NUL_ESCAPE.test(body.toString('latin1'))) throw new Problem('request.bad-character')
}

/** `\u0000` whose backslash is not itself escaped. */
const NUL_ESCAPE = /(?<!\\)(\\\\)*\\u0000/
