/** The worlds a simulated base can start with, by the names of the command line. */
import type { Ledger } from '../ledger/ledger.ts'
import { setInfobasePrefix } from '../ledger/numbering.ts'
import { INFOBASE_PREFIX } from './common.ts'
import { demoClosedUntil, demoDrafts } from './demo.ts'
import { emptyDrafts } from './empty.ts'
import { fillVolume } from './volume.ts'
import { writeDrafts } from './write-drafts.ts'

export { demoKeys } from './demo-keys.ts'

export const WORLD_NAMES = ['demo', 'empty', 'volume'] as const

export type WorldName = (typeof WORLD_NAMES)[number]

export interface WorldOptions {
  seed?: number
  /** `volume` only: how many times the base size (3 000 counterparties); tenths make it smaller. */
  times?: number
}

export function isWorldName(text: string): text is WorldName {
  return WORLD_NAMES.some((name) => name === text)
}

/**
 * Fills an empty base, then closes its past where the world has one.
 * @throws {RangeError} when the configuration of the base has no such world
 */
export function fillWorld(ledger: Ledger, world: WorldName, options: WorldOptions = {}): void {
  const { base } = ledger
  if (base.profile.name !== 'bp30') throw new RangeError(`World "${world}" exists for the configuration bp30 only`)
  setInfobasePrefix(base, INFOBASE_PREFIX)
  const now = base.clock.now()
  if (world === 'volume') return fillVolume(ledger, { seed: options.seed ?? 1, times: options.times ?? 1 })
  writeDrafts(ledger, world === 'empty' ? emptyDrafts() : demoDrafts(now))
  if (world === 'demo') ledger.books.settings.closedUntil = demoClosedUntil(now)
}
