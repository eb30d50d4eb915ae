/** Makes a base, empty or filled with a world, and everything its handlers need at hand. */
import { setTimeout as pause } from 'node:timers/promises'
import { Base, InfobaseClock } from './base/base.ts'
import type { Context, PanelDoor } from './context.ts'
import { Ledger } from './ledger/ledger.ts'
import type { Profile } from './base/model.ts'
import { Plans } from './base/plans.ts'
import { loadProfile, type ProfileName } from './profiles/index.ts'
import { defaultSettings } from './settings.ts'
import { setsOf } from './odata/metadata/shapes.ts'
import { fillWorld, type WorldName } from './worlds/index.ts'
import { chance } from './worlds/random.ts'

export interface SimulatorOptions {
  /** 0 = any free port. */
  port: number
  host?: string
  /** A known configuration by its name, or one of the caller's own making. */
  profile: ProfileName | Profile
  /** Name of the base in addresses. */
  base?: string
  user?: string
  password?: string
  /** What the base is filled with; a function writes its own. Nothing when absent. */
  world?: WorldName | ((ledger: Ledger) => void)
  /** Chance of the world and of everything arbitrary. */
  seed?: number
  /** Folder where the state is kept between runs; the world is made only when it is empty. */
  dataDir?: string
  clock?: InfobaseClock
  /** Pause of a slow base, milliseconds; real time when absent. */
  wait?: (ms: number) => Promise<void>
  /** Keys that the base gives by itself; by chance when absent. */
  newId?: () => string
  /** Shows the panel of a CRM in the forms of the web client. */
  panel?: PanelDoor
  /** Told of defects of the simulator itself. */
  report?: (problem: unknown) => void
}

const DEFAULT_SEED = 1

export function openBase(options: SimulatorOptions): Context {
  const profile = typeof options.profile === 'string' ? loadProfile(options.profile) : options.profile
  const settings = defaultSettings()
  const base = new Base(profile, options.clock ?? new InfobaseClock())
  const luck = chance(options.seed ?? DEFAULT_SEED)
  return {
    base,
    ledger: new Ledger(base, { settings, ...(options.newId && { newId: options.newId }) }),
    plans: new Plans(base),
    settings,
    panel: options.panel ?? null,
    sets: setsOf(profile),
    baseName: options.base ?? 'buh',
    user: options.user ?? 'odata',
    password: options.password ?? 'odata',
    random: () => luck.share(),
    wait: options.wait ?? ((ms) => pause(ms)),
    journal: [],
    report: options.report ?? warn,
  }
}

function warn(problem: unknown): void {
  process.emitWarning(problem instanceof Error ? problem : new Error('The simulator failed', { cause: problem }))
}

export function fillBase({ ledger }: Context, { world, seed = DEFAULT_SEED }: SimulatorOptions): void {
  if (typeof world === 'function') world(ledger)
  else if (world !== undefined) fillWorld(ledger, world, { seed })
}
