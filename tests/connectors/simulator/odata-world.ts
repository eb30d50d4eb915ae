// The small set of books behind a real socket, and a client that asks it in JSON.
import { afterEach } from 'vitest'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import type { Settings } from '../../../connectors/simulator/settings.ts'
import type { Books } from './books-world.ts'
import { fillBooks } from './books-world.ts'

export interface Reply {
  status: number
  headers: Headers
  text: string
  /** Parsed body when it is JSON, otherwise {}. */
  json: Record<string, unknown>
}

export interface Ask {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  /** Without `$format=json`. */
  atom?: boolean
}

const AUTHORIZATION = `Basic ${Buffer.from('odata:odata').toString('base64')}`

export interface ODataWorld {
  simulator: Simulator
  books: Books
  /** @param path decoded address below the root, with its query: spaces and Cyrillic are encoded here */
  ask: (path: string, how?: Ask) => Promise<Reply>
  control: (method: string, path: string, body?: unknown) => Promise<Reply>
}

/** Starts a simulator on a free port; close it with `simulator.close()`. */
export async function odataWorld(knobs: Partial<Settings> = {}): Promise<ODataWorld> {
  let books: Books | undefined
  const simulator = await startSimulator({ port: 0, profile: 'bp30', world: (ledger) => (books = fillBooks(ledger)) })
  Object.assign(simulator.settings, { order: 'insertion', ...knobs })
  if (!books) throw new Error('the world was not made')
  return { ...doorsOf(simulator), books }
}

/** Gives a test as many worlds as it asks for; they are closed when it ends. */
export function odataWorlds(): (knobs?: Partial<Settings>) => Promise<ODataWorld> {
  const open: ODataWorld[] = []
  afterEach(async () => {
    for (const { simulator } of open.splice(0)) await simulator.close()
  })
  return async (knobs) => {
    const made = await odataWorld(knobs)
    open.push(made)
    return made
  }
}

/** The two doors of any simulator: OData and the controls. */
export function doorsOf(simulator: Simulator): Omit<ODataWorld, 'books'> {
  return {
    simulator,
    ask: (path, how = {}) => request(simulator.rootUrl + encodeURI(withFormat(path, how)), how),
    control: (method, path, body) => request(`${simulator.url}/control${path}`, { method, body }),
  }
}

function withFormat(path: string, { atom }: Ask): string {
  if (atom) return `/${path}`
  return `/${path}${path.includes('?') ? '&' : '?'}$format=json`
}

async function request(url: string, { method = 'GET', body, headers }: Ask): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: { Authorization: AUTHORIZATION, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return { status: response.status, headers: response.headers, text, json: isJson ? parse(text) : {} }
}

function parse(text: string): Record<string, unknown> {
  return JSON.parse(text.replace('\uFEFF', '') || '{}') as Record<string, unknown>
}

/** `odata.error.code` of a reply. */
export function codeOf(reply: Reply): string | undefined {
  return (reply.json['odata.error'] as { code: string } | undefined)?.code
}

/** Text that 1C says in a refusal. */
export function saidBy(reply: Reply): string | undefined {
  return (reply.json['odata.error'] as { message: { value: string } } | undefined)?.message.value
}

export function rowsIn(reply: Reply): Record<string, unknown>[] {
  return reply.json['value'] as Record<string, unknown>[]
}
