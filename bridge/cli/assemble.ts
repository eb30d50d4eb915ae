/** Puts the parts together: database, engine, doors, mappings. The only place where all of them meet. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { connectors, type ConnectorName } from '../../connectors/index.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { Config } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import type { Viewer } from '../domain/people.ts'
import type { Base } from '../store/bases.ts'
import type { Database } from '../store/db.ts'
import type { Events } from '../http/events.ts'
import { robotViewer } from '../store/robot.ts'
import type { Engine } from '../sync/engine.ts'
import type { Mappings } from '../sync/mapping/mapping.ts'
import { fromBase, type Translate } from '../sync/mapping/translate.ts'
import type { Change, EnginePorts } from '../sync/ports.ts'
import { hasEnded, openGates, type Gates } from './gates.ts'
import { keepMark } from './keep-mark.ts'
import { lateEngine } from './late-engine.ts'
import type { Log } from './log.ts'
import { openStore } from './open-store.ts'
import { orderedId } from './ordered-id.ts'
import { mappingsFolder } from './package-root.ts'
import { pair } from './pairing.ts'
import type { Vault } from './secrets.ts'
import { openNews } from './share-news.ts'

export interface Bridge {
  config: Config
  database: Database
  vault: Vault
  engine: Engine
  events: Events
  log: Log
  robot: Viewer
  /** UTC ISO text with milliseconds. */
  now: () => string
  /** Opens the door of a base as the engine would. */
  open(base: Base): Promise<Connector>
  mappings: (name: string) => Promise<Mappings>
  /** What the engine is given, for work that a command does without it. */
  ports: EnginePorts
  close(): Promise<void>
}

export interface AssembleOptions {
  /** Clock of the bridge; the real one when absent. */
  now?: () => number
  owner?: string
  /** Another way to put records into our words; that of the mappings when absent. */
  translate?: Translate
}

/**
 * Either a bridge or nothing: what was opened for one that cannot be put together is closed again.
 * @throws Problem `database.*` `config.*` `backup.not-written`
 */
export async function assemble(config: Config, log: Log, options: AssembleOptions = {}): Promise<Bridge> {
  const store = await openStore(config, (backup) => log('database.upgraded', { backup }))
  try {
    return await putTogether({ config, log, ...store }, options)
  } catch (error) {
    await store.database.close()
    throw error
  }
}

async function putTogether({ config, log, database, vault }: Foundation, options: AssembleOptions): Promise<Bridge> {
  const now = options.now ?? Date.now
  const owner = options.owner ?? `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
  const robot = await robotViewer(database.db)
  const utc = () => new Date(now()).toISOString()
  const { folder, databaseUrl: url } = config
  const pairing = await pair({ database, folder, url, robot, now: utc, log })
  const gates = openGates({
    database,
    now: utc,
    wait: pauseUntil,
    log,
    settings: { owner, callsPerBase: config.callsPerBase },
    ...(url === '' && { hasEnded }),
  })
  const open = (base: Base) => openDoor({ config, vault, log, now, gates }, base)
  const mappings = mappingsOf(mappingsFolder(config))
  const news = await openNews({ database, owner, now: utc, log })
  const marks = keepMark(pairing, log, now)
  const parts = { config, database, robot, log, now, open, mappings, owner, events: news.events }
  const given = ports({ ...parts, translate: options.translate ?? fromBase })
  const engine = lateEngine(async () => (await import('../sync/engine.ts')).createEngine(given))
  // What people ask for, here or in another process, is looked at now; what the engine itself reports it knows already.
  const wakeFor = ({ what }: Change) => {
    if (what === 'queue' || what === 'base') engine.wake(what)
  }
  news.onOthers(wakeFor)
  const events: Events = {
    ...news.events,
    publish: (change) => {
      news.events.publish(change)
      wakeFor(change)
    },
  }
  const close = async () => {
    await engine.stop()
    await gates.close()
    await marks.stop()
    await news.stop()
    await database.close()
  }
  return {
    config,
    database,
    vault,
    engine,
    events,
    log,
    robot,
    now: utc,
    open,
    mappings,
    ports: given,
    close,
  }
}

interface Foundation {
  config: Config
  log: Log
  database: Database
  vault: Vault
}

interface Parts {
  config: Config
  database: Database
  robot: Viewer
  log: Log
  now: () => number
  open(base: Base): Promise<Connector>
  mappings: (name: string) => Promise<Mappings>
  events: Events
  owner: string
  translate: Translate
}

function ports({ config, now, events, owner, ...parts }: Parts): EnginePorts {
  return {
    ...parts,
    now: () => new Date(now()).toISOString(),
    chance: Math.random,
    newId: orderedId,
    wait: pauseUntil,
    publish: (change: Change) => events.publish(change),
    settings: {
      owner,
      roundEveryMs: config.roundEveryMs,
      callsPerBase: config.callsPerBase,
      ...(config.reconcileAt && { reconcileAt: config.reconcileAt }),
    },
  }
}

interface Door {
  config: Config
  vault: Vault
  gates: Gates
  log: Log
  now: () => number
}

async function openDoor({ config, vault, gates, log, now }: Door, base: Base): Promise<Connector> {
  const open = connectors[base.connector as ConnectorName]
  if (!open) throw new Problem('base.unknown-connector', { connector: base.connector })
  const dialect = base.profile['dialect']
  return open({
    url: base.url,
    user: base.login,
    password: vault.open(base.secret),
    timeZone: base.timeZone,
    allowedHosts: config.allowedHosts,
    concurrency: config.callsPerBase,
    gate: gates.of(base),
    ...(config.reconcileAt && { sweepAt: config.reconcileAt }),
    now,
    log,
    ...(typeof dialect === 'object' && dialect !== null && { profile: dialect as Record<string, unknown> }),
  })
}

/** Mappings are read and checked once per folder; what it takes to check them is loaded for the first. */
function mappingsOf(folder: string): (name: string) => Promise<Mappings> {
  const loaded = new Map<string, Mappings>()
  return async (name) => {
    const { loadMappings } = await import('../sync/mapping/load-mapping.ts')
    const known = loaded.get(name) ?? loadMappings(join(folder, name)).mappings
    loaded.set(name, known)
    return known
  }
}

/** Resolves after so many milliseconds, or at once when the signal fires. */
export function pauseUntil(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
