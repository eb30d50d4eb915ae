/** Serves every row of the route table at its address; another method of a known address hears which there are. */
import type { IRoute, Request, Response, Router } from 'express'
import { Problem } from '../domain/problem.ts'
import type { RouteName } from './contract.ts'
import type { Deps } from './deps.ts'
import { splitName, type Row } from './route.ts'
import { routes } from './routes.ts'
import { serveRoute } from './serve-route.ts'

/** All methods of an address together: Express asks one address after the other whether it is meant. */
export function serveTable(router: Router, deps: Deps): void {
  const places = new Map<string, { route: IRoute; methods: string[] }>()
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = splitName(name)
    const place = path.replace(/^\/api/, '')
    const { route, methods } = places.get(place) ?? { route: router.route(place), methods: [] }
    places.set(place, { route, methods: [...methods, method] })
    route[method.toLowerCase() as 'get'](serveRoute(name, routes[name] as Row<typeof name>, deps))
  }
  for (const { route, methods } of places.values()) route.all(refuseMethod(methods))
}

function refuseMethod(known: string[]) {
  return (_request: Request, response: Response): never => {
    response.setHeader('Allow', known.join(', '))
    throw new Problem('request.method-not-allowed')
  }
}
