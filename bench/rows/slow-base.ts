/** G10: what the bridge adds when the base takes its time: throughput with many at once, waiting with one at a time. */
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
const WARM_UP = 5
const HOLD_ADDED_MS = 5
const GOAL_ADDED_MS = 2

export const row: Row = {
  id: 'G10',
  title:
    'Invoices per second with a base that answers in 20 ms, 32 wanted at once, against creating them with one POST each',
  anchor:
    'one POST per invoice to the same base, as many at once as its licences allow; also: added waiting p50 hold 5 ms, goal 2 ms',
  unit: 'x',
  better: 'more',
  hold: 0.6,
  goal: 0.8,
  reach: 0.87,
  run: async (trial) => {
    const runs: Figures[] = []
    for (let run = 0; run < trial.runs; run++) runs.push(await withScratch((folder) => measure(folder, trial)))
    const of = (pick: (figures: Figures) => number) => median(runs.map(pick))
    const addedMs = of(({ oneMs, postMs }) => oneMs - postMs)
    return {
      ratio: of(({ perSecond, postsPerSecond }) => perSecond / postsPerSecond),
      ...(addedMs > HOLD_ADDED_MS ? { atMost: 'misses hold' as const } : {}),
      ...(addedMs > GOAL_ADDED_MS && addedMs <= HOLD_ADDED_MS ? { atMost: 'holds' as const } : {}),
      figures: {
        perSecond: of(({ perSecond }) => perSecond),
        postsPerSecond: of(({ postsPerSecond }) => postsPerSecond),
        addedMs,
        requestsPerInvoice: of(({ requests }) => requests),
        addedBeyondRequestsMs: of(({ oneMs, requests, postMs }) => oneMs - requests * postMs),
      },
    }
  },
}

interface Figures {
  perSecond: number
  postsPerSecond: number
  /** From the click to posted in the base, and one POST alone. */
  oneMs: number
  postMs: number
  requests: number
}

interface Posts {
  perSecond: number
  oneMs: number
}

async function measure(folder: string, trial: Trial): Promise<Figures> {
  const [single, together] = trial.quick ? [QUICK, QUICK] : [ONE_BY_ONE, TOGETHER]
  const far = await openChild<{ root: string }>('./far-side/simulator.ts', {
    world: 'demo',
    times: 1,
    latencyMs: LATENCY_MS,
  })
  const { root } = far.answer
  const posts = { root, single, together, lanes: CALLS_AT_ONCE }
  const alone = await runChild<Posts>('./anchors/post-only.ts', posts)
  const desk = await openDesk({ root, folder, deals: WARM_UP + single + together, callsPerBase: AT_ONCE })
  try {
    for (let count = 0; count < WARM_UP; count++) await desk.issue()
    const before = await desk.gauge()
    const took: number[] = []
    for (let count = 0; count < single; count++) took.push(await desk.issue())
    const after = await desk.gauge()
    const restMs = await desk.issueRest(AT_ONCE)
    const figures = {
      perSecond: (together / restMs) * 1000,
      postsPerSecond: alone.perSecond,
      oneMs: median(took),
      postMs: alone.oneMs,
      requests: (after.requests - before.requests) / single,
    }
    trial.progress(`${figures.perSecond.toFixed(0)}/s against ${figures.postsPerSecond.toFixed(0)}/s`)
    return figures
  } finally {
    await desk.close()
    await far.close()
  }
}
