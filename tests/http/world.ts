/** A bridge that listens on a port of its own, with a database in a temporary folder and the people of the demo world. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../../bridge/actions/context.ts'
import { openVault } from '../../bridge/cli/secrets.ts'
import type { Viewer } from '../../bridge/domain/people.ts'
import { createFront } from '../../bridge/http/front.ts'
import type { Limits } from '../../bridge/http/deps.ts'
import { createEvents } from '../../bridge/http/events.ts'
import { contextOn } from '../../bridge/store/context.ts'
import { openDatabase, type Database } from '../../bridge/store/db.ts'
import { seedPeople, viewerBy, type Login } from './people.ts'
import { seedTrade } from './trade.ts'

export { PASSWORD, type Login } from './people.ts'

/** Programs in whose pages the panel may stand. */
export const PANEL_HOSTS = ['http://1c.example:8081', 'https://1c.example']
/** Seals the panel keys of these tests. */
export const VAULT = openVault(() => ['a key for tests, long enough'])

export interface World {
  url: string
  database: Database
  /** Lines of the log, `event {facts}`. */
  log: string[]
  trade: Awaited<ReturnType<typeof seedTrade>>
  /** Moves the clock of the bridge, milliseconds. */
  wait(ms: number): void
  contextOf(login: Login): Promise<Context>
  publish(event: { what: 'deal'; id: string }): void
  close(): Promise<void>
}

/** @param limits with `proxies`, the number of proxies whose word about the address counts @param url of a database server; '' = SQLite in a folder of its own */
export async function world(
  limits: Partial<Limits> & { proxies?: number } = {},
  uiFolder = '/nowhere',
  url = '',
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-http-'))
  const database = await openDatabase({ url, folder })
  await seedPeople(database)
  const clock = { ms: Date.parse('2026-02-16T08:00:00.000Z') }
  const now = () => new Date(clock.ms).toISOString()
  const contextFor = (viewer: Viewer, mode: 'ask' | 'act') =>
    contextOn(database, { viewer, mode, now, newId: () => randomUUID() })
  const trade = await seedTrade(contextFor(await viewerBy(database, 'anna'), 'act'))
  const events = createEvents()
  const log: string[] = []
  const note = (event: string, facts: object) => void log.push(`${event} ${JSON.stringify(facts, stacks)}`)
  const server = createFront({
    contextFor,
    events,
    log: { info: note, warn: note, error: note },
    uiFolder,
    panel: { folder: join(uiFolder, '..', 'panel'), hosts: PANEL_HOSTS, unseal: (sealed) => VAULT.open(sealed) },
    secure: false,
    limits,
    proxies: limits.proxies ?? 0,
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    database,
    log,
    trade,
    wait: (ms) => void (clock.ms += ms),
    contextOf: async (login) => contextFor(await viewerBy(database, login), 'act'),
    publish: (event) => events.publish(event),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function stacks(_name: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value
}
