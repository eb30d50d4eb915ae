/** One gate per base for all doors of this process: whoever opens one, his calls are counted with the others. */
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
