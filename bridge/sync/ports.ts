/** What the engine is given: database, doors, mappings, clock, chance. It reaches for nothing by itself. */
import type { Connector } from '../../connectors/connector.ts'
import type { Viewer } from '../domain/people.ts'
import type { Base } from '../store/bases.ts'
import type { Database } from '../store/db.ts'
import type { Mappings } from './mapping/mapping.ts'
import type { Translate } from './mapping/translate.ts'

/** Something that screens may show has changed. */
export interface Change {
  what: 'client' | 'deal' | 'invoice' | 'queue' | 'trouble' | 'base' | 'certificate' | 'run'
  id: string
}

export interface EnginePorts {
  database: Database
  /** Opens the door of a base; sends nothing yet. */
  open(base: Base): Connector | Promise<Connector>
  /** Mappings of one configuration folder, read and checked. */
  mappings(name: string): Promise<Mappings>
  /** Puts a record of a base into our words by its mapping. */
  translate: Translate
  /** On whose behalf the engine acts. */
  robot: Viewer
  /** UTC ISO text with milliseconds. */
  now(): string
  /** 0..1 */
  chance(): number
  newId(): string
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  log(event: string, facts?: Record<string, unknown>): void
  publish(change: Change): void
  settings: EngineSettings
}

export interface EngineSettings {
  /** Name of this process in leases. */
  owner: string
  /** Pause between rounds, milliseconds. */
  roundEveryMs: number
  /** Calls at the same time to one base. */
  callsPerBase: number
  /** When bases are reconciled, `HH:MM` of their own clock; absent = only when somebody asks. */
  reconcileAt?: string
}

/** How long a lease lives without a heartbeat, milliseconds; work of a dead process is taken over after that. */
export const LEASE_MS = 30_000
export const HEARTBEAT_MS = 10_000

export function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString()
}
