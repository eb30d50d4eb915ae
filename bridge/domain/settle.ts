/** How payments settle an invoice: shares, remainder, advance. Facts of the accountant only, never a status or a guess. */
import { sumMinor } from './money.ts'

/** A part of a payment that the accountant put on an invoice. */
export interface Part {
  amountMinor: number
  /** `YYYY-MM-DD`; the oldest settles first. */
  date: string
  /** Posted, unmarked and present; any other settles nothing. */
  live: boolean
}

export interface Settled {
  /** What each part settles, in the order of the parts given, kopecks. */
  takenMinor: number[]
  paidMinor: number
  /** Never below zero. */
  remainderMinor: number
  state: 'unpaid' | 'part-paid' | 'paid'
}

/** An invoice takes no more than its total; what is put on it beyond that stays with the payer as advance. */
export function settleInvoice(totalMinor: number, parts: Part[]): Settled {
  const takenMinor = parts.map(() => 0)
  let room = Math.max(0, totalMinor)
  for (const { part, index } of oldestFirst(parts)) {
    const taken = part.live ? Math.min(room, Math.max(0, part.amountMinor)) : 0
    takenMinor[index] = taken
    room -= taken
  }
  const paidMinor = sumMinor(takenMinor)
  return { takenMinor, paidMinor, remainderMinor: room, state: stateOf(totalMinor, paidMinor) }
}

/** The part of a payment that settles nothing, kopecks; a payment that does not count has no advance either. */
export function advanceOf(payment: { amountMinor: number; live: boolean }, takenMinor: number[]): number {
  return payment.live ? Math.max(0, payment.amountMinor - sumMinor(takenMinor)) : 0
}

/** Parts of one day keep the order in which they were given. */
function oldestFirst(parts: Part[]): { part: Part; index: number }[] {
  const order = (one: Part, other: Part) => (one.date === other.date ? 0 : one.date < other.date ? -1 : 1)
  return parts.map((part, index) => ({ part, index })).sort((one, other) => order(one.part, other.part))
}

/** What an invoice is when so much of it is paid. */
export function stateOf(totalMinor: number, paidMinor: number): Settled['state'] {
  if (paidMinor <= 0) return 'unpaid'
  return paidMinor >= totalMinor ? 'paid' : 'part-paid'
}
