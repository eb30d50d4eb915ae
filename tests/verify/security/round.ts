/** A whole round with canaries for secrets: signing in, issuing, reading, failing in every way; all that was said is kept. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashPassword } from '../../../bridge/actions/passwords.ts'
import { assemble, type Bridge } from '../../../bridge/cli/assemble.ts'
import { seedDeals } from '../../../bridge/cli/demo/deals.ts'
import { seedPeopleAndClients } from '../../../bridge/cli/demo/people-and-clients.ts'
import { contextFor, startWeb } from '../../../bridge/cli/web.ts'
import { addBase } from '../../../bridge/store/bases.ts'
import { saveUser } from '../../../bridge/store/users.ts'
import { startSimulator, type Simulator } from '../../../connectors/simulator/index.ts'
import { PASSWORD as BASE_PASSWORD } from './far.ts'

export const VISITOR_PASSWORD = 'канарейка-человека-51d7'
export const KEY = 'канарейка-ключа-77ab, long enough'

export interface Round {
  /** What was said, by where. */
  said: Record<string, string>
  folder: string
  /** Token of the session. */
  token: string
  clear: () => void
}

export async function round(): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-secrets-'))
  const simulator = await startSimulator({
    port: 0,
    profile: 'bp30',
    world: 'demo',
    user: 'zveno',
    password: BASE_PASSWORD,
  })
  const log: string[] = []
  const bridge = await assemble(configOf(folder), (event, facts) => void log.push(JSON.stringify([event, facts])))
  await fill(bridge, simulator.rootUrl)
  const web = await startWeb(bridge)
  const { answers, token } = await visit(web.url, () => makeTrouble(bridge, simulator))
  await web.close()
  await bridge.close()
  await simulator.close()
  return {
    said: { 'the log': log.join('\n'), 'the answers': answers.join('\n') },
    folder,
    token,
    clear: () => rmSync(folder, { recursive: true }),
  }
}

export function configOf(folder: string) {
  return {
    port: 0,
    simulatorPort: 0,
    host: '127.0.0.1',
    folder,
    databaseUrl: '',
    secretKey: KEY,
    allowedHosts: ['127.0.0.1'],
    roundEveryMs: 1_000,
    callsPerBase: 2,
    logLevel: 'debug' as const,
  }
}

/** The demo world, a visitor of ours, and the base that answers there, read once. */
export async function fill(bridge: Bridge, url: string): Promise<void> {
  const { db } = bridge.database
  await seedPeopleAndClients(contextFor(bridge, bridge.robot))
  const passwordHash = await hashPassword(VISITOR_PASSWORD)
  const person = { id: randomUUID(), department: 'Продажи', language: 'ru', active: true, passwordHash } as const
  await saveUser(db, { ...person, login: 'canary', name: 'Канарейка', role: 'head' })
  const door = {
    connector: 'odata',
    mapping: 'bp30',
    timeZone: 'Europe/Moscow',
    url,
    login: 'zveno',
  }
  await addBase(db, { id: randomUUID(), name: 'buh', ...door, secret: bridge.vault.seal(BASE_PASSWORD) })
  await bridge.engine.once()
  await seedDeals((viewer) => contextFor(bridge, viewer))
}

/** The base is away, then it does not accept the password any more. */
async function makeTrouble(bridge: Bridge, { settings }: Simulator): Promise<void> {
  settings.down = true
  await bridge.engine.once()
  settings.down = false
  await bridge.database.db('bases').update({ login: 'somebody' })
  await bridge.engine.once()
}

const PAGES = [
  'me',
  'clients',
  'board',
  'invoices',
  'queue',
  'troubles',
  'bases',
  'openapi.json',
  'words/ru',
  'nothing',
]

interface Visit {
  answers: string[]
  token: string
}

/** Everything that can be read, before and after the trouble, and requests that fail. */
async function visit(url: string, trouble: () => Promise<void>): Promise<Visit> {
  const answers: string[] = []
  const hear = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(url + path, init)
    const text = await answer.text()
    const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
    answers.push(`${path} ${answer.status} ${JSON.stringify(headers)} ${text}`)
    return { answer, text }
  }
  const json = { 'content-type': 'application/json' }
  const signIn = (password: string) =>
    hear('/api/session', { method: 'POST', headers: json, body: JSON.stringify({ login: 'canary', password }) })
  await signIn(`${VISITOR_PASSWORD.slice(0, -1)}x`)
  const { answer, text } = await signIn(VISITOR_PASSWORD)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const headers = { ...json, cookie, 'x-csrf': (JSON.parse(text) as { csrf: string }).csrf }
  const readAll = async () => {
    for (const page of PAGES) await hear(`/api/${page}`, { headers })
    for (const page of ['/metrics', '/health/ready', '/health/live']) await hear(page, { headers })
  }
  await readAll()
  await hear('/api/clients', {
    method: 'POST',
    headers,
    body: JSON.stringify({ name: '', password: VISITOR_PASSWORD.length }),
  })
  await trouble()
  await readAll()
  const bases = JSON.parse((await hear('/api/bases', { headers })).text) as { items: { id: string }[] }
  for (const { id } of bases.items) await hear(`/api/bases/${id}`, { headers })
  return { answers, token: cookie.split('=')[1] ?? '' }
}
