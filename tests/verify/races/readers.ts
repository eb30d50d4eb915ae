/** Which of the processes reads from the base: whoever holds its lease. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Installation } from '../aids/installation.ts'

/** A round takes several times as long. */
const LOOKS_EVERY_MS = 20

/** @returns how often the reader was another process than the one before, until the signal says stop */
export async function changesOfReader(place: Pick<Installation, 'open'>, signal: AbortSignal): Promise<number> {
  const bridge = await place.open()
  let [changes, last] = [0, '']
  try {
    while (!signal.aborted) {
      const [owner = ''] = (await bridge.database.db('bases').pluck('lease_owner')) as string[]
      if (owner !== '' && last !== '' && owner !== last) changes++
      last = owner || last
      await pause(LOOKS_EVERY_MS)
    }
    return changes
  } finally {
    await bridge.close()
  }
}
