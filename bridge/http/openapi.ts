/** `/api/openapi.json`: made from the route table and the very schemas that check requests. */
import type { RouteName } from './contract.ts'
import { splitName, type Row, type RouteTable } from './route.ts'

type AnyRow = Pick<Row<RouteName>, 'verb' | 'query' | 'body' | 'once' | 'status' | 'opens'>

export function describeApi(table: RouteTable): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, row] of Object.entries(table) as [RouteName, AnyRow][]) {
    const { method, path } = splitName(name)
    const place = (paths[path.replaceAll(/:(\w+)/g, '{$1}')] ??= {})
    place[method.toLowerCase()] = describeRow(path, row)
  }
  return { openapi: '3.1.0', info: { title: 'Zveno', version: '1' }, paths, components: COMPONENTS }
}

function describeRow(path: string, row: AnyRow): Record<string, unknown> {
  return {
    ...securityOf(row),
    parameters: [...pathParameters(path), ...queryParameters(row), ...(row.once ? [KEY_PARAMETER] : [])],
    ...(row.body ? { requestBody: { required: true, content: { 'application/json': { schema: row.body } } } } : {}),
    responses: {
      [row.status ?? 200]: { description: 'Done' },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

function securityOf({ verb, opens }: AnyRow): Record<string, unknown> {
  if (verb !== null) return { security: SECURITY, 'x-verb': verb }
  return opens === undefined ? { security: [] } : { security: [{ bearer: [] }], 'x-bearer': opens }
}

function pathParameters(path: string): unknown[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(row: AnyRow): unknown[] {
  const { properties = {} } = (row.query ?? {}) as { properties?: Record<string, unknown> }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))
}

const SECURITY = [{ cookie: [], csrf: [] }, { bearer: [] }]

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', maxLength: 100 },
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; programs decide by it' },
    detail: { type: 'string', description: 'A sentence in the language of the viewer' },
    field: { type: 'string' },
    facts: { type: 'object' },
  },
}

const COMPONENTS = {
  securitySchemes: {
    cookie: { type: 'apiKey', in: 'cookie', name: 'zveno_session' },
    csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF' },
    bearer: { type: 'http', scheme: 'bearer' },
  },
  responses: {
    Problem: { description: 'It was not done; why', content: { 'application/problem+json': { schema: PROBLEM } } },
  },
}
