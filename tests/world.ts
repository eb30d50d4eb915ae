/**
 * The demo world for tests: a simulated base over a socket, a bridge on a database of its own, the people of the demo with
 * browsers of their own, and a clock that stands still until somebody moves it. Nothing of ours is faked.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InfobaseClock } from '../connectors/simulator/base/base.ts'
import { startSimulator, type Simulator } from '../connectors/simulator/index.ts'
import { assemble, type Bridge } from '../bridge/cli/assemble.ts'
import { DEMO_PASSWORD } from '../bridge/cli/demo/data.ts'
import { seedDeals } from '../bridge/cli/demo/deals.ts'
import { seedPeopleAndClients } from '../bridge/cli/demo/people-and-clients.ts'
import { contextFor, startWeb, type Web } from '../bridge/cli/web.ts'
import type { Config } from '../bridge/config.ts'
import { addBase } from '../bridge/store/bases.ts'
import { accounting, type Accounting } from './accounting.ts'
import { signIn, type Person } from './person.ts'

/** A Tuesday before noon, Moscow: well inside the year of the 22 % rate. */
const START = '2026-11-24T08:00:00.000Z'

export interface World {
  bridge: Bridge
  simulator: Simulator
  web: Web
  clock: Clock
  /** The accountant's own program. */
  accounting: Accounting
  anna: Person
  pavel: Person
  olga: Person
  elena: Person
  dmitry: Person
  /** Rounds of exchange until nothing more happens. */
  work(): Promise<void>
  close(): Promise<void>
}

export interface Clock {
  now: () => number
  /** Both sides move together. */
  tick(ms: number): void
}

export interface WorldOptions {
  databaseUrl?: string
  /** Leave the CRM without its seeded deals. */
  bare?: boolean
  /** The real clock, and the engine at work by itself: for browsers. */
  live?: boolean
}

export async function world(options: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-'))
  const clock = options.live ? runningClock() : standingClock()
  const simulator = await startSimulator({ port: 0, profile: 'bp30', world: 'demo', clock: clock.infobase })
  const config = { ...configOf(folder, options), panelHosts: [simulator.url] }
  const bridge = await assemble(config, () => {}, { now: clock.now, owner: 'test' })
  await fill(bridge, simulator, options)
  const web = await startWeb(bridge)
  if (options.live) bridge.engine.start()
  const person = (login: string) => signIn(web.url, login, DEMO_PASSWORD)
  const close = async () => {
    await web.close()
    await bridge.close()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    bridge,
    simulator,
    web,
    clock,
    close,
    accounting: accounting(simulator),
    anna: await person('ivanova'),
    pavel: await person('petrov'),
    olga: await person('sidorova'),
    elena: await person('kuznetsova'),
    dmitry: await person('orlov'),
    work: () => work(bridge),
  }
}

/** Most rounds until a world must have come to rest. */
const MOST_ROUNDS = 6

async function work({ engine }: Bridge): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const reports = await engine.once()
    const busy = reports.some(({ sent, received }) => sent > 0 || Object.keys(received ?? {}).length > 0)
    if (!busy) return
  }
}

export async function fill(bridge: Bridge, simulator: Simulator, options: WorldOptions): Promise<void> {
  await seedPeopleAndClients(contextFor(bridge, bridge.robot))
  await addBase(bridge.database.db, {
    id: '00000000-0000-4000-8000-0000000000b1',
    name: 'buh',
    connector: 'odata',
    mapping: 'bp30',
    timeZone: 'Europe/Moscow',
    url: simulator.rootUrl,
    login: 'odata',
    secret: bridge.vault.seal('odata'),
  })
  await bridge.engine.once()
  if (!options.bare) await seedDeals((viewer) => contextFor(bridge, viewer))
}

export function configOf(folder: string, { databaseUrl = '' }: WorldOptions): Config {
  return {
    port: 0,
    simulatorPort: 0,
    host: '127.0.0.1',
    folder,
    databaseUrl,
    secretKey: 'a key for tests, long enough',
    allowedHosts: ['127.0.0.1'],
    roundEveryMs: 400,
    callsPerBase: 2,
    logLevel: 'silent',
  }
}

function runningClock(): Clock & { infobase: InfobaseClock } {
  return { infobase: new InfobaseClock(), now: Date.now, tick: () => {} }
}

export function standingClock(): Clock & { infobase: InfobaseClock } {
  let now = Date.parse(START)
  const infobase = new InfobaseClock()
  const show = () => infobase.set(new Date(now + infobase.offsetMinutes * 60_000).toISOString().slice(0, 19))
  show()
  return {
    infobase,
    now: () => now,
    tick: (ms) => {
      now += ms
      show()
    },
  }
}
