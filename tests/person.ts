/** A person at a browser: signs in and calls the real HTTP API by the names of its routes. */
import type { ProblemAnswer, RouteName, Routes } from '../bridge/http/contract.ts'

export interface Person {
  name: string
  /** Calls a route and expects it to work. */
  do<Name extends RouteName>(name: Name, with_?: Asked<Name>): Promise<Routes[Name]['answer']>
  /** Calls a route and expects a refusal. */
  refused<Name extends RouteName>(name: Name, with_?: Asked<Name>): Promise<ProblemAnswer>
  /** Another window of the same person. */
  raw(method: string, path: string, init?: Sent): Promise<Response>
}

/** A request as it travels; bytes for bodies that are no text. */
export interface Sent {
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

export interface Asked<Name extends RouteName> {
  id?: string
  query?: Routes[Name]['query']
  body?: Routes[Name]['body']
  key?: string
}

export async function signIn(url: string, login: string, password: string): Promise<Person> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`${login} could not sign in: ${answer.status} ${await answer.text()}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const me = (await answer.json()) as Routes['POST /api/session']['answer']
  const session = { url, cookie, csrf: me.csrf }
  return {
    name: me.user.name,
    do: async (name, asked) => {
      const response = await call(session, name, asked ?? {})
      const text = await response.text()
      if (!response.ok) throw new Error(`${me.user.name}: ${name} ${response.status} ${text}`)
      return (text === '' ? null : JSON.parse(text)) as never
    },
    refused: async (name, asked) => {
      const response = await call(session, name, asked ?? {})
      if (response.ok) throw new Error(`${name} was not refused`)
      return (await response.json()) as ProblemAnswer
    },
    raw: (method, path, init = {}) =>
      fetch(`${url}${path}`, { method, ...init, headers: { ...headersOf(session), ...init.headers } }),
  }
}

interface Session {
  url: string
  cookie: string
  csrf: string
}

function headersOf({ cookie, csrf }: Session): Record<string, string> {
  return { cookie, 'x-csrf': csrf, 'content-type': 'application/json' }
}

function call<Name extends RouteName>(session: Session, name: Name, asked: Asked<Name>): Promise<Response> {
  const [method = 'GET', template = ''] = name.split(' ')
  const query = new URLSearchParams((asked.query ?? {}) as Record<string, string>).toString()
  const path = template.replace(':id', asked.id ?? '') + (query === '' ? '' : `?${query}`)
  const headers = { ...headersOf(session), ...(asked.key !== undefined && { 'idempotency-key': asked.key }) }
  const body = asked.body === undefined ? null : JSON.stringify(asked.body)
  return fetch(`${session.url}${path}`, { method, headers, body })
}
