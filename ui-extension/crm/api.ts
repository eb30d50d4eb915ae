/** The one typed client of the server: every call of the screens goes through `call`, its shapes come from the contract. */
import type { ProblemAnswer, RouteName, Routes } from '../../bridge/http/contract.ts'

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

let csrf = ''

/** Remembers the word that changing requests must show; it arrives with `me`. */
export function rememberCsrfWord(word: string): void {
  csrf = word
}

/** @throws ApiProblem for every refusal and for silence. */
export async function call<Name extends RouteName>(name: Name, asked: Asked<Name>): Promise<Routes[Name]['answer']> {
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
    ...(method === 'GET' ? {} : { 'X-CSRF': csrf }),
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
