/** Serves every row of the route table at its address; another method of a known address hears which there are. */
import type { Request, Response, Router } from 'express'
import { Problem } from '../domain/problem.ts'
import type { RouteName } from './contract.ts'
import type { Deps } from './deps.ts'
import { splitName, type Row } from './route.ts'
import { routes } from './routes.ts'
import { serveRoute } from './serve-route.ts'

export function serveTable(router: Router, deps: Deps): void {
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
