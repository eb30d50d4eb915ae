/** G10: what the bridge adds to the calls themselves when the base takes its time: throughput and waiting. */
import { openAnchorDesk } from '../anchor-desk.ts'
import type { AnchorInput } from '../anchors/issuing.ts'
import type { PlainCalls } from '../anchors/plain-calls.ts'
import { openChild, runChild } from '../child.ts'
import { openDesk } from '../desk.ts'
import { median, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

const LATENCY_MS = 20
const AT_ONCE = 32
/** The connector never takes more licences of a base than this, so the anchor may not either. */
const CALLS_AT_ONCE = 5
const ONE_BY_ONE = 30
const TOGETHER = 160
const QUICK = 4
/** The first ones also compile and fill caches; a server runs for days. */
const WARM_UP = 300
/** Waiting beyond the calls, in multiples of what the program written by hand adds to them; see record 012. */
const HOLD_ADDED = 5
const GOAL_ADDED = 2

export const row: Row = {
  id: 'G10',
  title: 'Invoices per second with a base that answers in 20 ms, 32 wanted at once',
  anchor:
    'the four calls of each invoice and nothing else, as many at once as licences allow; also: waiting beyond them against the program written by hand, hold 5, goal 2',
  unit: 'x',
  better: 'more',
  hold: 0.6,
  goal: 0.8,
  reach: 0.87,
  run: async (trial) => {
    const runs: Figures[] = []
    for (let run = 0; run < trial.runs; run++) runs.push(await withScratch((folder) => measure(folder, trial)))
    const of = (pick: (figures: Figures) => number) => median(runs.map(pick))
    const added = of(({ oneMs, floorMs, plainMs }) => (oneMs - plainMs) / (floorMs - plainMs))
    return {
      ratio: of(({ perSecond, plainPerSecond }) => perSecond / plainPerSecond),
      ...(added > HOLD_ADDED ? { atMost: 'misses hold' as const } : {}),
      ...(added > GOAL_ADDED && added <= HOLD_ADDED ? { atMost: 'holds' as const } : {}),
      figures: {
        perSecond: of(({ perSecond }) => perSecond),
        plainPerSecond: of(({ plainPerSecond }) => plainPerSecond),
        addedRatio: added,
        addedMs: of(({ oneMs, plainMs }) => oneMs - plainMs),
        floorAddedMs: of(({ floorMs, plainMs }) => floorMs - plainMs),
        oneMs: of(({ oneMs }) => oneMs),
        plainMs: of(({ plainMs }) => plainMs),
        createAloneMs: of(({ createMs }) => createMs),
        requestsPerInvoice: of(({ requests }) => requests),
      },
    }
  },
}

interface Figures {
  perSecond: number
  plainPerSecond: number
  /** From the click to posted in the base; the same written by hand; the calls alone; the first of them alone. */
  oneMs: number
  floorMs: number
  plainMs: number
  createMs: number
  requests: number
}

async function measure(folder: string, trial: Trial): Promise<Figures> {
  const [warmUp, single, together] = trial.quick ? [QUICK, QUICK, QUICK] : [WARM_UP, ONE_BY_ONE, TOGETHER]
  const far = await openChild<{ root: string }>('./far-side/simulator.ts', {
    world: 'demo',
    times: 1,
    latencyMs: LATENCY_MS,
    // The bridge that was ended still holds its own when the program written by hand begins.
    licences: 2 * CALLS_AT_ONCE,
  })
  const { root } = far.answer
  const calls = { root, single, together, lanes: CALLS_AT_ONCE }
  const plain = await runChild<PlainCalls>('./anchors/plain-calls.ts', calls)
  try {
    const ours = await atTheDesk({ root, folder }, { warmUp, single, together })
    const floorMs = await byHand({ root, folder, invoices: together }, warmUp, single)
    trial.progress(`${ours.perSecond.toFixed(0)}/s against ${plain.perSecond.toFixed(0)}/s`)
    return { ...ours, floorMs, plainPerSecond: plain.perSecond, plainMs: plain.oneMs, createMs: plain.createMs }
  } finally {
    await far.close()
  }
}

async function atTheDesk(
  place: { root: string; folder: string },
  { warmUp, single, together }: { warmUp: number; single: number; together: number },
) {
  const desk = await openDesk({ ...place, deals: warmUp + single + together, callsPerBase: AT_ONCE })
  try {
    await desk.issueMany(AT_ONCE, warmUp)
    const before = await desk.gauge()
    const took: number[] = []
    for (let count = 0; count < single; count++) took.push(await desk.issue())
    const after = await desk.gauge()
    const restMs = await desk.issueMany(AT_ONCE)
    return {
      perSecond: (together / restMs) * 1000,
      oneMs: median(took),
      requests: (after.requests - before.requests) / single,
    }
  } finally {
    await desk.close()
  }
}

/** @returns milliseconds for one */
async function byHand(input: AnchorInput, warmUp: number, single: number): Promise<number> {
  const desk = await openAnchorDesk('./anchors/hand-made.ts', input)
  await Promise.all(Array.from({ length: warmUp }, () => desk.issue()))
  const took: number[] = []
  for (let count = 0; count < single; count++) took.push(await desk.issue())
  await desk.close()
  return median(took)
}
