/** An installation as people have it: the built service on a database file of its own, beside a simulated base in another process. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { changeDeal } from '../../../bridge/actions/change-deal.ts'
import { openDeal } from '../../../bridge/actions/open-deal.ts'
import { saveLines } from '../../../bridge/actions/save-lines.ts'
import { assemble, type Bridge } from '../../../bridge/cli/assemble.ts'
import { seedDeals } from '../../../bridge/cli/demo/deals.ts'
import { seedPeopleAndClients } from '../../../bridge/cli/demo/people-and-clients.ts'
import { contextFor } from '../../../bridge/cli/web.ts'
import type { Config } from '../../../bridge/config.ts'
import { addBase } from '../../../bridge/store/bases.ts'
import { userByLogin, viewerOf } from '../../../bridge/store/users.ts'

const BUILT = join(import.meta.dirname, '..', '..', '..', 'dist', 'bridge', 'main.js')
/** Stands for the key of a customer; layers look for it where it must not be. */
export const SECRET_KEY = 'ключ-канарейка-2f81, long enough'
export const BASE_ID = '00000000-0000-4000-8000-0000000000b1'
const PATIENCE_MS = 60_000

/** What is missing for a layer that needs the built service; null = nothing. */
export function missingBuild(): string | null {
  return existsSync(BUILT) ? null : 'the service is not built: npm run build'
}

export interface Running {
  url: string
  child: ChildProcess
  /** From the start to the first answer of `/health/ready`, milliseconds. */
  readyMs: number
  /** What it wrote to its output and its log. */
  said(): string
}

export interface Installation {
  folder: string
  port: number
  url: string
  baseUrl: string
  /** Deals of which everything that an invoice needs is known. */
  deals: string[]
  start(): Promise<Running>
  /** One more process on the same database, at a port of its own. */
  another(): Promise<Running>
  /** Without waiting until it is ready. */
  spawn(): ChildProcess
  open(): Promise<Bridge>
  /** Changes settings of the simulated base. @throws Error with what it says */
  control(settings: object): Promise<void>
  close(): void
}

export interface InstallationOptions {
  deals: number
  /** Settings of `zveno.json`. */
  settings?: Partial<Config>
  databaseUrl?: string
  /** Something between the bridge and the base: is told where the base is, and says where the bridge is to look for it. */
  before?: (baseUrl: string) => Promise<string>
}

export async function install({
  deals,
  settings = {},
  databaseUrl = '',
  before = async (baseUrl) => baseUrl,
}: InstallationOptions): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-verify-'))
  const base = spawnBuilt(['simulate', '--port', '0', '--json'], { cwd: folder })
  const { odata } = (await firstAnswer(base)) as { odata: string }
  const port = await freePort()
  writeFileSync(join(folder, 'zveno.json'), JSON.stringify({ logLevel: 'silent', roundEveryMs: 1_000, ...settings }))
  const config = configOf({ folder, databaseUrl, settings })
  const env = {
    ZVENO_DATA: folder,
    ZVENO_PORT: String(port),
    ZVENO_DATABASE_URL: databaseUrl,
    ZVENO_SECRET_KEY: SECRET_KEY,
  }
  const seeded = await seed(config, await before(odata), deals)
  const launch = () => spawnBuilt(['serve', '--json'], { cwd: folder, env })
  const url = `http://127.0.0.1:${port}`
  return {
    folder,
    port,
    url,
    baseUrl: odata,
    deals: seeded,
    spawn: launch,
    start: () => ready(launch(), url),
    another: async () => {
      const other = String(await freePort())
      const child = spawnBuilt(['serve', '--json'], { cwd: folder, env: { ...env, ZVENO_PORT: other } })
      return ready(child, `http://127.0.0.1:${other}`)
    },
    open: () => assemble(config, () => undefined),
    control: (changed) => control(odata, changed),
    close: () => {
      base.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configOf({
  folder,
  databaseUrl,
  settings,
}: {
  folder: string
  databaseUrl: string
  settings: Partial<Config>
}): Config {
  return {
    port: 0,
    simulatorPort: 0,
    host: '127.0.0.1',
    folder,
    databaseUrl,
    secretKey: SECRET_KEY,
    allowedHosts: ['127.0.0.1'],
    roundEveryMs: 1_000,
    callsPerBase: 2,
    logLevel: 'silent',
    ...settings,
  }
}

/** People, clients, the base, one round of reading, and as many deals of Anna's as wanted. */
async function seed(config: Config, url: string, count: number): Promise<string[]> {
  const bridge = await assemble(config, () => undefined)
  try {
    const { db } = bridge.database
    await seedPeopleAndClients(contextFor(bridge, bridge.robot))
    const door = { connector: 'odata', mapping: 'bp30', timeZone: 'Europe/Moscow', url, login: 'odata' }
    await addBase(db, { id: BASE_ID, name: 'buh', ...door, secret: bridge.vault.seal('odata') })
    await bridge.engine.once()
    await seedDeals((viewer) => contextFor(bridge, viewer))
    return await dealsLike(bridge, count)
  } finally {
    await bridge.close()
  }
}

/** Copies of a complete deal of Anna's. */
async function dealsLike(bridge: Bridge, count: number): Promise<string[]> {
  const { db } = bridge.database
  const anna = await userByLogin(db, 'ivanova')
  if (!anna) throw new Error('Anna is not there')
  const ctx = contextFor(bridge, viewerOf(anna))
  const whole = (await db('deals')
    .join('clients', 'clients.id', 'deals.client_id')
    .join('counterparties', 'counterparties.id', 'deals.counterparty_id')
    .join('organisations', 'organisations.id', 'deals.organisation_id')
    .join('contracts', 'contracts.id', 'deals.contract_id')
    .where('deals.manager_id', anna.rowId)
    .first(
      'clients.uuid as client',
      'counterparties.uuid as payer',
      'organisations.uuid as ours',
      'contracts.uuid as contract',
    )) as Record<'client' | 'payer' | 'ours' | 'contract', string> | undefined
  if (!whole) throw new Error('no deal of Anna is complete')
  const product = await productOfBase(bridge)
  const deals: string[] = []
  for (let at = 0; at < count; at++) {
    const deal = await openDeal(ctx, whole.client, { title: `Сделка ${at}`, cause: 'проверка' })
    const parties = { counterpartyId: whole.payer, organisationId: whole.ours, contractId: whole.contract }
    await changeDeal(ctx, deal, { version: 1, ...parties })
    const line = { productId: product, text: 'Внедрение', quantityMilli: 1_500, priceMinor: 3_333_333 + at }
    await saveLines(ctx, deal, { version: 2, lines: [line, { ...line, priceMinor: 99 }] })
    deals.push(deal)
  }
  return deals
}

async function productOfBase({ database: { db } }: Bridge): Promise<string> {
  const row = (await db('products').whereNotNull('base_id').where({ marked: false, gone: false }).first('uuid')) as
    { uuid: string } | undefined
  if (!row) throw new Error('the base has no products')
  return row.uuid
}

function spawnBuilt(args: string[], more: { cwd: string; env?: Record<string, string> }): ChildProcess {
  return spawn(process.execPath, [BUILT, ...args], {
    cwd: more.cwd,
    env: { ...process.env, LANG: 'C', ...more.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function firstAnswer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let out = ''
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${out}`)))
    child.stderr?.resume()
    child.stdout?.on('data', (chunk) => {
      out += String(chunk)
      if (isWhole(out)) resolve(JSON.parse(out))
    })
  })
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * It is asked whether it is ready once it has said that it listens: asking from the beginning would take from it what it needs to
 * start.
 */
async function ready(child: ChildProcess, url: string): Promise<Running> {
  const beganAt = performance.now()
  const lines: string[] = []
  child.stdout?.on('data', (chunk) => void lines.push(String(chunk)))
  child.stderr?.on('data', (chunk) => void lines.push(String(chunk)))
  const patience = new Promise((resolve) => void setTimeout(resolve, PATIENCE_MS).unref())
  await Promise.race([firstAnswer(child), patience])
  while (performance.now() - beganAt < PATIENCE_MS) {
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}: ${lines.join('').slice(0, 500)}`)
    const answer = await fetch(`${url}/health/ready`).catch(() => null)
    const text = await answer?.text().catch(() => '')
    if (answer?.ok && text !== undefined) {
      return { url, child, readyMs: performance.now() - beganAt, said: () => lines.join('') }
    }
    await pause(5)
  }
  throw new Error('serve did not answer')
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => void child.once('exit', () => resolve()))
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Sends over HTTP what Anna does; a request that brings no answer rejects. */
export interface Caller {
  session: { cookie: string; csrf: string }
  send(
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>
}

/** Signs Anna in; the session outlives the process. */
export async function caller(url: string, login = 'ivanova', password = 'zveno-demo'): Promise<Caller> {
  const session = { cookie: '', csrf: '' }
  const send: Caller['send'] = async (method, path, body, key) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: session.cookie,
        'x-csrf': session.csrf,
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const text = await answer.text()
    session.cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? session.cookie
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
  const { status, body } = await send('POST', '/api/session', { login, password })
  if (status !== 200) throw new Error(`${login} cannot sign in: ${status}`)
  session.csrf = String(body['csrf'])
  return { session, send }
}

async function control(baseUrl: string, changed: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'PATCH', headers, body: JSON.stringify(changed) }
  const answer = await fetch(new URL('/control/settings', baseUrl), request)
  if (!answer.ok) throw new Error(await answer.text())
}
