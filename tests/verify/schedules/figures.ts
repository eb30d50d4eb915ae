/** The report of the fault matrix (I-9): what was asked for, what the base holds of it, and what it took to get it there. */
import { INVOICE } from './accountant.ts'
import { oursIn } from './oracle.ts'
import { rowsOf } from './rows.ts'
import type { Scene } from './schedule.ts'

export interface Figures {
  /** Requests for invoices that were promised. */
  intents: number
  /** Of these done, and documents of ours in the base: one for each that is done. */
  done: number
  documents: number
  withdrawn: number
  /** Wait for a decision of a person. */
  asked: number
  /** Reads in order to learn what became of a write. */
  probes: number
  /** Tries after the first. */
  retries: number
  /** From the click to the proof, milliseconds. */
  longestWaitMs: number
}

export const NO_FIGURES: Figures = {
  intents: 0,
  done: 0,
  documents: 0,
  withdrawn: 0,
  asked: 0,
  probes: 0,
  retries: 0,
  longestWaitMs: 0,
}

export async function figuresOf({
  database: { db },
  far,
  calls,
}: Pick<Scene, 'database' | 'far' | 'calls'>): Promise<Figures> {
  const intents = (await rowsOf(db, 'intents')).filter(({ noun }) => noun === 'invoice')
  const of = (state: string) => intents.filter((intent) => intent['state'] === state)
  const failed = (await rowsOf(db, 'journal')).filter(
    ({ direction, outcome }) => direction === 'out' && outcome === 'failed',
  )
  const waits = of('done').map(
    ({ created_at: from, updated_at: until }) => Date.parse(String(until)) - Date.parse(String(from)),
  )
  return {
    intents: intents.length,
    done: of('done').length,
    documents: oursIn(far.context, INVOICE).length,
    withdrawn: of('cancelled').length,
    asked: of('refused').length,
    probes: calls.filter(({ step }) => step === 'look').length,
    retries: failed.length,
    longestWaitMs: Math.max(0, ...waits),
  }
}

export function addFigures(sum: Figures, more: Figures): void {
  for (const name of Object.keys(sum) as (keyof Figures)[])
    sum[name] = name === 'longestWaitMs' ? Math.max(sum[name], more[name]) : sum[name] + more[name]
}
