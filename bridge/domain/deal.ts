/** Cycles, stages and deals. */

export type StageKind = 'open' | 'won' | 'lost'

export interface Stage {
  id: string
  name: string
  position: number
  kind: StageKind
  /** Norm of days in the stage, 0 = none. */
  normDays: number
  /** Stage to which an accounting fact moves the deal: `invoiced`, `part-paid`, `paid`, or ''. */
  onFact: '' | 'invoiced' | 'part-paid' | 'paid'
}

/** Template of work with its stages. */
export interface Cycle {
  id: string
  name: string
  stages: Stage[]
}

export interface Deal {
  id: string
  title: string
  clientId: string
  clientName: string
  cycleId: string
  stageId: string
  stageName: string
  stageKind: StageKind
  /** When it entered the stage, UTC ISO text. */
  stageSince: string
  managerId: string
  managerName: string
  /** Opening cause, e.g. "seminar, autumn". */
  cause: string
  /** Who is billed; null until chosen. */
  counterpartyId: string | null
  organisationId: string | null
  contractId: string | null
  totalMinor: number
  version: number
  createdAt: string
}

export interface DealLine {
  id: string
  position: number
  productId: string | null
  /** Text printed in the invoice. */
  text: string
  quantityMilli: number
  /** Price of one unit, kopecks, VAT included. */
  priceMinor: number
  /** Kopecks: quantity x price, rounded half up. */
  sumMinor: number
}

/** A line of the deal's history: who did what and why, or what the base reported. */
export interface DealEvent {
  at: string
  who: string
  /** Key of the sentence in `words`, e.g. `deal.stage-moved`. */
  code: string
  facts: Record<string, string | number | boolean | null>
}
