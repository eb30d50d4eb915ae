/** The OData interface: understands the address and hands the request to the part that serves it. */
import { parseAddress } from './address.ts'
import type { Address } from './address.ts'
import type { Context, Doors, ODataHandler, ODataRequest } from '../context.ts'
import { errorAnswer, refuse } from './errors.ts'
import { textAnswer } from '../http/http.ts'
import type { Answer, Exchange } from '../http/http.ts'
import { isExposedName } from './reading/expand.ts'
import { writeMetadata } from './metadata/metadata.ts'
import { formatOf } from './options.ts'
import { readData } from './reading/read.ts'
import { serviceDocument } from './metadata/service-document.ts'
import type { EntitySet } from './metadata/sets.ts'

export function odataPath(context: Context): string {
  return `/${context.baseName}/odata/standard.odata`
}

/** @throws {ODataError} to be rendered in the format of the request */
export async function serveOData(context: Context, doors: Doors, exchange: Exchange): Promise<Answer> {
  // Observed: a space in the query must be %20, a plus sign is refused.
  if (exchange.rawQuery.includes('+')) throw refuse.badRequest()
  if (exchange.method === 'HEAD') throw refuse.badMethod()
  const address = parseAddress(exchange.path.slice(odataPath(context).length), {
    sets: context.sets,
    isExposed: (set) => isExposedName(context, set.name),
    query: exchange.query,
    innerQuotes: context.settings.innerQuotes,
  })
  const rootUrl = exchange.origin + odataPath(context)
  return serveAddress(context, doors, { exchange, address, rootUrl, ...formatOf(exchange) })
}

async function serveAddress(context: Context, doors: Doors, request: ODataRequest): Promise<Answer> {
  const { address, exchange } = request
  switch (address.to) {
    case 'batch':
      return errorAnswer(refuse.notImplemented(), 'atom')
    case 'exchange-plan':
      return plugged(doors.exchangePlan, context, request)
    case 'call':
      return plugged(doors.call, context, request)
    case 'data':
      if (exchange.method !== 'GET') return plugged(doors.write, context, request)
      return readData(context, request, address)
    default:
      if (exchange.method !== 'GET') throw refuse.badMethod()
      return describe(context, request, address)
  }
}

function describe(context: Context, request: ODataRequest, address: Address): Answer {
  const sets = exposedSets(context)
  if (address.to === 'service') return serviceDocument(request.rootUrl, sets, request.format)
  const answer = textAnswer(200, 'application/xml;charset=utf-8', writeMetadata(context.base.profile, sets))
  return { ...answer, headers: { ...answer.headers, DataServiceVersion: '3.0' } }
}

function exposedSets(context: Context): EntitySet[] {
  return [...context.sets.values()].filter((set) => isExposedName(context, set.name))
}

async function plugged(handler: ODataHandler | undefined, context: Context, request: ODataRequest): Promise<Answer> {
  if (!handler) throw refuse.notImplemented()
  return handler(context, request)
}
