/** A browser of one person: keeps the cookie and the CSRF word, speaks JSON. */
import type { World } from './world.ts'
import { PASSWORD } from './world.ts'

export interface Answer {
  status: number
  headers: Headers
  // Tests look into answers of every shape.
  body: Record<string, unknown> & { code?: string; detail?: string; field?: string; facts?: Record<string, unknown> }
}

export interface Browser {
  cookie: string
  csrf: string
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get(path: string): Promise<Answer>
}

export function browser(world: Pick<World, 'url'>): Browser {
  const self: Browser = {
    cookie: '',
    csrf: '',
    get: (path) => self.send('GET', path),
    send: async (method, path, body, headers = {}) => {
      const response = await fetch(world.url + path, {
        method,
        headers: {
          ...(self.cookie ? { cookie: self.cookie } : {}),
          ...(method === 'GET' ? {} : { 'x-csrf': self.csrf }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
      if (cookie) self.cookie = cookie
      return { status: response.status, headers: response.headers, body: await read(response) }
    },
  }
  return self
}

/** Signed in and ready. */
export async function browserOf(world: Pick<World, 'url'>, login: string): Promise<Browser> {
  const self = browser(world)
  const { body, status } = await self.send('POST', '/api/session', { login, password: PASSWORD })
  if (status !== 200) throw new Error(`${login} cannot sign in: ${JSON.stringify(body)}`)
  self.csrf = String(body['csrf'])
  return self
}

async function read(response: Response): Promise<Answer['body']> {
  const text = await response.text()
  try {
    return JSON.parse(text) as Answer['body']
  } catch {
    return { text }
  }
}
