/** Invoices are counted as the base counts them, to the kopeck, and no kopeck of a payment appears or vanishes. */
import { onlyCase, replayOf } from '../asked.ts'
import { diceOf } from '../aids/dice.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { invoiceFault } from '../money/invoices.ts'
import { paymentFault } from '../money/payments.ts'

const INVOICES = 1_000_000
const PAYMENTS = 300_000

export const layer: Layer = {
  name: 'money',
  title: 'Invoices are counted as the base counts them, to the kopeck, and no kopeck of a payment appears or vanishes',
  minutes: 2,
  promised: { invoices: INVOICES, payments: PAYMENTS },
  run,
}

/** Cases between two looks at the clock. */
const BATCH = 1_000
/** Part of the time for the invoices. */
const INVOICES_PART = 0.9

interface Kind {
  what: string
  cases: number
  faultOf: typeof invoiceFault
}

const KINDS: [Kind, Kind] = [
  { what: 'invoices', cases: INVOICES, faultOf: invoiceFault },
  { what: 'payments', cases: PAYMENTS, faultOf: paymentFault },
]

interface Wrong {
  what: string
  at: number
  said: string
}

function run(trial: Trial): Promise<Outcome> {
  const only = onlyCase()
  const began = performance.now()
  const ends = [began + trial.budgetMs * INVOICES_PART, began + trial.budgetMs]
  const figures: Outcome['figures'] = {}
  const wrong: Wrong[] = []
  for (const [place, kind] of KINDS.entries()) {
    if (only !== null && only.what !== kind.what) continue
    const [from, until] = only === null ? [0, kind.cases] : [only.at, only.at + 1]
    figures[kind.what] = tryAll(kind, { seed: trial.seed, from, until, endAt: ends[place] ?? began }, wrong)
    trial.progress(`money: ${figures[kind.what]} ${kind.what}`)
  }
  return Promise.resolve(outcomeOf(trial.seed, figures, wrong))
}

interface Extent {
  seed: number
  from: number
  until: number
  endAt: number
}

function tryAll({ what, faultOf }: Kind, { seed, from, until, endAt }: Extent, wrong: Wrong[]): number {
  for (let at = from; at < until; at++) {
    if (at > from && at % BATCH === 0 && performance.now() > endAt) return at - from
    const said = faultOf(diceOf(seed, what, at))
    if (said !== null) wrong.push({ what, at, said })
    if (wrong.length >= MOST_WRONG) return at - from + 1
  }
  return until - from
}

/** More of them tell nothing new. */
const MOST_WRONG = 5

function outcomeOf(seed: number, counts: Outcome['figures'], wrong: Wrong[]): Outcome {
  const cases = Object.values(counts).reduce<number>((sum, count) => sum + Number(count), 0)
  const figures = { cases, violations: wrong.length, ...counts }
  const [first] = wrong
  if (first === undefined) return { status: 'passed', figures, replay: replayOf('money', seed) }
  const reason = wrong.map(({ what, at, said }) => `${what} ${at}: ${said}`).join('\n')
  return { status: 'failed', figures, reason, replay: replayOf('money', seed, first) }
}
