/** One gate per base for all doors of this process: whoever opens one, his calls are counted with the others. */
import { hostname } from 'node:os'
import type { Gate } from '../../connectors/connector.ts'
import type { Base } from '../store/bases.ts'
import { CallPlaces, type PlacesPorts } from '../sync/call-places.ts'

export interface Gates {
  of(base: Base): Gate
  /** After the last door was closed. */
  close(): Promise<void>
}

export function openGates(ports: PlacesPorts): Gates {
  const gates = new Map<number, CallPlaces>()
  return {
    of: ({ rowId }) => {
      const gate = gates.get(rowId) ?? new CallPlaces(ports, rowId)
      gates.set(rowId, gate)
      return gate
    },
    close: async () => {
      for (const gate of gates.values()) await gate.close()
    },
  }
}

/**
 * Processes of an embedded database run on one machine, which knows those that have ended: whoever starts after a crash need not wait for
 * the end of a lease.
 * @param owner another process, `host/pid/id`
 */
export function hasEnded(owner: string): boolean {
  const [host, pid = ''] = owner.split('/')
  if (host !== hostname() || !/^\d+$/.test(pid)) return false
  // Nobody else can have our number: it belonged to one who is gone.
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
