/** Carries one request through its row of the table: asker, checks, handler, news, answer. */
import type { Request, Response } from 'express'
import { NOBODY } from '../actions/context.ts'
import { allow } from '../domain/allow.ts'
import type { Viewer } from '../domain/people.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { RouteName } from './contract.ts'
import type { Deps } from './deps.ts'
import { splitName, type Asked, type Row } from './route.ts'
import { once } from './once.ts'
import { bearerOf, needCsrfWord, sessionCookie } from './session.ts'
import { bodyCheck, isId, queryCheck, type Check } from './validate.ts'
import { askerOf, tokenOf } from './viewer.ts'

type Handler = (request: Request, response: Response) => Promise<void>

export function serveRoute<Name extends RouteName>(name: Name, row: Row<Name>, deps: Deps): Handler {
  const checks = { body: row.body && bodyCheck(row.body), query: row.query && queryCheck(row.query) }
  return async (request, response) => {
    const viewer = viewerFor(row, request)
    const ask = await readRequest<Name>(request, checks, nounOf(name))
    const { unseal } = deps.panel
    const cookie = sessionCookie(response, deps.secure)
    const asked = { cookie, token: tokenOf(request), bearer: bearerOf(request), unseal, ...ask }
    const ctx = deps.contextFor(viewer, request.method === 'GET' ? 'ask' : 'act')
    const { answer, replayed } = row.once
      ? await once(ctx, { name, asked, handle: row.handle })
      : { answer: await row.handle(ctx, asked), replayed: false }
    if (replayed) response.setHeader('Idempotency-Replayed', 'true')
    else for (const event of row.tell?.(answer, asked) ?? []) deps.events.publish(event)
    send(response, row.status ?? 200, answer)
  }
}

function viewerFor<Name extends RouteName>(row: Row<Name>, request: Request): Viewer {
  if (row.verb === null) return NOBODY
  const { viewer } = askerOf(request)
  needCsrfWord(request)
  allow(viewer, row.verb)
  return viewer
}

type Read<Name extends RouteName> = Omit<Asked<Name>, 'cookie' | 'token' | 'bearer' | 'unseal'>

async function readRequest<Name extends RouteName>(
  request: Request,
  checks: { body: Check | undefined; query: Check | undefined },
  noun: string,
): Promise<Read<Name>> {
  const id = String(request.params['id'] ?? '')
  if (request.params['id'] !== undefined && !isId(id)) throw notFound(noun)
  const query: unknown = checks.query ? { ...request.query } : undefined
  const body: unknown = checks.body ? readBody(request) : undefined
  await checks.query?.(query)
  await checks.body?.(body)
  // The checks above have just proven what the types say.
  const name = String(request.params['language'] ?? '')
  return { id: id.toLowerCase(), name, query, body, requestKey: request.get('idempotency-key') ?? '' } as Read<Name>
}

function readBody(request: Request): unknown {
  if (request.body === undefined && request.get('content-type') !== undefined && !request.is(['json', '+json']))
    throw new Problem('request.not-json')
  return request.body
}

/** What the `:id` of an address names: `/api/clients/:id/contacts` -> `client`. */
function nounOf(name: RouteName): string {
  const [, , noun = ''] = splitName(name).path.split('/')
  return SINGULAR[noun] ?? 'record'
}

const SINGULAR: Record<string, string> = {
  clients: 'client',
  contacts: 'contact',
  deals: 'deal',
  invoices: 'invoice',
  payments: 'payment',
  counterparties: 'counterparty',
  troubles: 'trouble',
  bases: 'base',
  certificates: 'certificate',
  differences: 'difference',
  runs: 'run',
  persons: 'person',
  acts: 'act',
}

/** Answers are kept nowhere and have no tags, so that none of what Express does about both is needed. */
function send(response: Response, status: number, answer: unknown): void {
  response.setHeader('Cache-Control', 'no-store')
  response.statusCode = status
  if (status === 204) return void response.end()
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(answer))
}
