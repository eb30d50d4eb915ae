/** Serves every row of the route table at its address; another method of a known address hears which there are. */
import { Router, type IRoute, type Request, type Response } from 'express'
import { Problem } from '../domain/problem.ts'
import type { RouteName } from './contract.ts'
import type { Deps } from './deps.ts'
import { splitName, type Row } from './route.ts'
import { routes } from './routes.ts'
import { serveRoute } from './serve-route.ts'

/**
 * All methods of an address together, and all addresses of a noun: within one router Express asks one address after the other whether it
 * is meant, and there are seventy.
 */
export function serveTable(router: Router, deps: Deps): void {
  const nouns = new Map<string, Router>()
  const places = new Map<string, { route: IRoute; methods: string[] }>()
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = splitName(name)
    const place = path.replace(/^\/api/, '')
    const noun = nouns.get(nounIn(place)) ?? Router()
    nouns.set(nounIn(place), noun)
    const { route, methods } = places.get(place) ?? { route: noun.route(place), methods: [] }
    places.set(place, { route, methods: [...methods, method] })
    route[method.toLowerCase() as 'get'](serveRoute(name, routes[name] as Row<typeof name>, deps))
  }
  for (const { route, methods } of places.values()) route.all(refuseMethod(methods))
  router.use((request, response, next) => {
    const noun = nouns.get(nounIn(request.path))
    if (noun) noun(request, response, next)
    else next()
  })
}

/** `/deals/:id/lines` -> `deals`; Express takes addresses in letters of any size for the same. */
function nounIn(place: string): string {
  const end = place.indexOf('/', 1)
  return place.slice(1, end === -1 ? undefined : end).toLowerCase()
}

function refuseMethod(known: string[]) {
  return (_request: Request, response: Response): never => {
    response.setHeader('Allow', known.join(', '))
    throw new Problem('request.method-not-allowed')
  }
}
