/**
 * One process of the bridge on a database that it may share: the real engine and the real OData door. It can be killed between
 * any two of its steps; what was durable by then stays, everything else is gone with it.
 */
import { join } from 'node:path'
import type { Viewer } from '../../../bridge/domain/people.ts'
import type { Base } from '../../../bridge/store/bases.ts'
import type { Database } from '../../../bridge/store/db.ts'
import { createEngine, type Engine } from '../../../bridge/sync/engine.ts'
import { loadMappings } from '../../../bridge/sync/mapping/load-mapping.ts'
import type { Mappings } from '../../../bridge/sync/mapping/mapping.ts'
import { fromBase } from '../../../bridge/sync/mapping/translate.ts'
import type { EnginePorts } from '../../../bridge/sync/ports.ts'
import type { Connector } from '../../../connectors/connector.ts'
import { openOData, type ODataOptions } from '../../../connectors/odata/index.ts'
import type { Carrier } from '../../../connectors/odata/options.ts'
import { watched } from '../../sync/watched.ts'
import type { Life } from './life.ts'
import type { VirtualTime } from './time.ts'

export interface ServerOptions {
  database: Database
  robot: Viewer
  time: VirtualTime
  life: Life
  carrier: Carrier
  owner: string
  chance: () => number
  newId: () => string
  roundEveryMs: number
  /** What the door is told of the base besides, e.g. its dialect. */
  door: Partial<ODataOptions>
  log: (event: string, facts?: Record<string, unknown>) => void
  /** Puts something in the place of a part: a net is taken away to see that it is missed. */
  otherwise?: Otherwise
}

export interface Otherwise {
  /** The database of all processes. */
  base?: (database: Database) => Database
  door?: (door: Connector, base: Base) => Connector
  ports?: (ports: EnginePorts) => EnginePorts
  engine?: typeof createEngine
}

/** Without the cash desk, which is read like the bank: a kind more costs each day a share of its time. */
const mappings = withoutCash(loadMappings(join(import.meta.dirname, '..', '..', '..', 'mappings', 'bp30')).mappings)

/** Patience of the door; the real ones are longer, and so is what a slow base takes. */
const TIMEOUTS = { connectMs: 2_000, readMs: 6_000, writeMs: 6_000, metadataMs: 20_000, changesMs: 20_000 }

export function startServer(options: ServerOptions): Engine {
  const { otherwise = {}, time, life } = options
  const database = mortal(options.database, options)
  const open = (base: Base) => {
    const door = openOData(doorOptions(options, base))
    return otherwise.door ? otherwise.door(door, base) : door
  }
  const ports: EnginePorts = {
    database,
    open,
    robot: options.robot,
    now: () => time.iso(),
    newId: options.newId,
    chance: options.chance,
    wait: async (ms, signal) => {
      await time.wait(ms, signal)
      await life.live()
    },
    mappings: () => Promise.resolve(mappings),
    translate: fromBase,
    publish: () => {},
    log: options.log,
    settings: { owner: options.owner, roundEveryMs: options.roundEveryMs, callsPerBase: 2 },
  }
  return (otherwise.engine ?? createEngine)(otherwise.ports ? otherwise.ports(ports) : ports)
}

function withoutCash({ 'cash-receipt': _left, ...rest }: Mappings): Mappings {
  return rest
}

function doorOptions({ time, carrier, door }: ServerOptions, base: Base): ODataOptions {
  const dialect = base.profile['dialect'] as Record<string, unknown> | undefined
  return {
    url: base.url,
    user: base.login,
    password: 'odata',
    timeZone: base.timeZone,
    allowedHosts: ['127.0.0.1'],
    now: () => time.now(),
    log: () => {},
    timeouts: TIMEOUTS,
    carrier,
    ...door,
    profile: { ...dialect, ...door.profile },
  }
}

/**
 * The database of a process: none of its answers reaches one that is dead, it does nothing more for it, and what had been begun
 * is rolled back. Where a connection is held, an error takes the place of eternal waiting: a dead process can do nothing with it.
 */
function mortal(database: Database, { life, time }: ServerOptions): Database {
  const mayGoOn = ({ holdsConnection }: { holdsConnection: boolean }) => {
    if (!life.over) return undefined
    return holdsConnection ? Promise.reject(new Error('the process has died')) : life.live()
  }
  const after = (asked: { holdsConnection: boolean }) => {
    time.stir()
    life.step('statement')
    return mayGoOn(asked)
  }
  const seen = watched(database, after, mayGoOn)
  return {
    ...seen,
    transaction: async (work) => {
      await life.live()
      const done = await seen.transaction(work).catch(async (error: unknown) => {
        await life.live()
        throw error
      })
      life.step('commit')
      await life.live()
      return done
    },
  }
}
