/** Lets the exchange go on while two sides are compared: payments do not wait until a long comparison is over. */
import type { HeldBase } from '../../store/bases.ts'
import type { Partner } from '../partner.ts'
import { later } from '../ports.ts'
import { pull } from '../pull.ts'
import { addTally, type Tally } from '../receive.ts'
import type { Pace } from './compare.ts'

interface Reading {
  held: HeldBase
  signal: AbortSignal
  /** What the round has brought so far. */
  tally: Tally
}

/** Reads what is new at the pace of rounds, and always when it is asked for `now`. */
export function pullingPace(partner: Partner, { held, signal, tally }: Reading): Pace {
  const { ports } = partner
  let nextAt = later(ports.now(), ports.settings.roundEveryMs)
  return {
    signal,
    breathe: async (now = false) => {
      if (!now && ports.now() < nextAt) return
      nextAt = later(ports.now(), ports.settings.roundEveryMs)
      addTally(tally, (await pull(partner, held, signal)) ?? {})
    },
  }
}
