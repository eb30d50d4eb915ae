/** The one typed client of the server: every call of the screens goes through `call`, its shapes come from the contract. */
import type { Me, ProblemAnswer, RouteName, Routes } from '../../bridge/http/contract.ts'

/** Longest wait for an answer; the server itself gives up earlier. */
const TIMEOUT_MS = 30_000

/** What a route needs: the `:names` of its path, its query, its body, and the key of an attempt that moves money. */
export type Asked<Name extends RouteName> = (Name extends `${string}:${string}`
  ? { params: Record<string, string> }
  : { params?: Record<string, string> }) &
  (Routes[Name]['query'] extends undefined ? { query?: undefined } : { query?: Routes[Name]['query'] }) &
  (Routes[Name]['body'] extends undefined ? { body?: undefined } : { body: Routes[Name]['body'] }) & {
    attemptKey?: string
    signal?: AbortSignal
  }

/** Code of the refusal that only signing in mends. */
export const SESSION_NEEDED = 'session.needed'
/** Code of the refusal of a request that shows another session's word. */
const FORGED = 'request.forged'

/** A refusal of the server in the viewer's words, or `network` when there was no answer at all. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  readonly facts: NonNullable<ProblemAnswer['facts']>

  constructor(answer: Partial<ProblemAnswer> & { status: number }) {
    super(answer.detail ?? '')
    this.name = 'ApiProblem'
    this.status = answer.status
    this.code = answer.code ?? (answer.status === 0 ? 'network' : 'unknown')
    this.field = answer.field
    this.facts = answer.facts ?? {}
  }
}

/** The word that changing requests must show, and whose session it is. */
let session = { csrf: '', person: '' }

/** Remembers the word of a session; it arrives with `me`. */
export function rememberSession({ csrf, user }: Me): void {
  session = { csrf, person: user.id }
}

/** @throws ApiProblem for every refusal and for silence. */
export async function call<Name extends RouteName>(name: Name, asked: Asked<Name>): Promise<Routes[Name]['answer']> {
  try {
    return await callOnce(name, asked)
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== FORGED || !(await hasNewWord())) throw error
    return callOnce(name, asked)
  }
}

/** After a change of the password in another tab of the same person; somebody else who signed in there must not act for this one. */
async function hasNewWord(): Promise<boolean> {
  const me = await callOnce('GET /api/me', {})
  if (me.user.id !== session.person || me.csrf === session.csrf) return false
  rememberSession(me)
  return true
}

async function callOnce<Name extends RouteName>(name: Name, asked: Asked<Name>): Promise<Routes[Name]['answer']> {
  const [method = 'GET', path = ''] = name.split(' ')
  const response = await send(address(path, asked.params ?? {}, asked.query), {
    method,
    headers: headersOf(method, asked.body !== undefined, asked.attemptKey),
    credentials: 'same-origin',
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(asked.signal ? [asked.signal] : [])]),
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
  })
  return (await readAnswer(response)) as Routes[Name]['answer']
}

function address(path: string, params: Record<string, string>, query: object | undefined): string {
  const filled = path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''))
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
  return search ? `${filled}?${search}` : filled
}

function headersOf(method: string, hasBody: boolean, attemptKey: string | undefined): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    ...(method === 'GET' ? {} : { 'X-CSRF': session.csrf }),
    ...(attemptKey === undefined ? {} : { 'Idempotency-Key': attemptKey }),
  }
}

async function send(target: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(target, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiProblem({ status: 0 })
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body
  const problem = typeof body === 'object' && body !== null ? (body as Partial<ProblemAnswer>) : {}
  throw new ApiProblem({ ...problem, status: response.status })
}
