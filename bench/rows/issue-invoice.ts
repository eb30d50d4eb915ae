/** G8: what issuing one invoice costs the bridge, against a program written by hand that makes the same calls and commits. */
import { openAnchorDesk } from '../anchor-desk.ts'
import { openChild } from '../child.ts'
import { openDesk } from '../desk.ts'
import type { ProcessorTime } from '../processor-time.ts'
import { median, Unequal, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

/** The first ones also compile and fill caches; a server runs for days. */
const WARM_UP = 1_500
const INVOICES = 300
const QUICK = 5

export const row: Row = {
  id: 'G8',
  title: 'Issuing one invoice: processor time of the main thread of the bridge, one at a time',
  anchor:
    'written by hand: the same request, the same four calls, four durable commits of the same rows, nothing checked',
  unit: 'x',
  better: 'less',
  hold: 2.6,
  goal: 1.5,
  reach: 1.2,
  run: async (trial) => {
    const runs: Issued[] = []
    for (let run = 0; run < trial.runs; run++) runs.push(await withScratch((folder) => measure(folder, trial)))
    const of = (pick: (issued: Issued) => number) => median(runs.map(pick))
    return {
      ratio: of(({ cpuMs, floorCpuMs }) => cpuMs / floorCpuMs),
      figures: {
        cpuMs: of(({ cpuMs }) => cpuMs),
        floorCpuMs: of(({ floorCpuMs }) => floorCpuMs),
        todayCpuMs: of(({ todayCpuMs }) => todayCpuMs),
        todayRatio: of(({ todayCpuMs, floorCpuMs }) => todayCpuMs / floorCpuMs),
        allThreadsMs: of(({ allThreadsMs }) => allThreadsMs),
        floorAllThreadsMs: of(({ floorAllThreadsMs }) => floorAllThreadsMs),
        tookMs: of(({ tookMs }) => tookMs),
        requests: of(({ requests }) => requests),
      },
    }
  },
}

interface Issued extends ProcessorTime {
  floorCpuMs: number
  /** Of the same written with Express, knex and fetch. */
  todayCpuMs: number
  floorAllThreadsMs: number
  tookMs: number
  requests: number
}

async function measure(folder: string, trial: Trial): Promise<Issued> {
  const [warmUp, invoices] = trial.quick ? [QUICK, QUICK] : [WARM_UP, INVOICES]
  const far = await openChild<{ root: string }>('./far-side/simulator.ts', { world: 'demo', times: 1, latencyMs: 0 })
  const { root } = far.answer
  try {
    const ours = await issueAtTheDesk({ root, folder }, warmUp, invoices)
    const wanted = { root, folder, invoices }
    const floor = await issueBy('./anchors/hand-made.ts', wanted, { warmUp, count: invoices - (trial.poison ? 1 : 0) })
    const today = await issueBy('./anchors/knex-made.ts', wanted, { warmUp, count: invoices })
    const [ms, floorMs, todayMs] = [ours, floor, today].map(({ cpuMs }) => cpuMs.toFixed(2))
    trial.progress(`bridge ${ms} ms, by hand ${floorMs} ms, with knex and fetch ${todayMs} ms`)
    if (floor.invoices !== ours.invoices || today.invoices !== ours.invoices)
      throw new Unequal(`by hand ${floor.invoices} invoices were issued, by the bridge ${ours.invoices}`)
    return { ...ours, floorCpuMs: floor.cpuMs, floorAllThreadsMs: floor.allThreadsMs, todayCpuMs: today.cpuMs }
  } finally {
    await far.close()
  }
}

async function issueAtTheDesk(place: { root: string; folder: string }, warmUp: number, invoices: number) {
  const desk = await openDesk({ ...place, deals: warmUp + invoices, callsPerBase: 2 })
  for (let count = 0; count < warmUp; count++) await desk.issue()
  const before = await desk.gauge()
  const took: number[] = []
  for (let count = 0; count < invoices; count++) took.push(await desk.issue())
  const after = await desk.gauge()
  await desk.close()
  return {
    invoices: took.length,
    ...each(before, after, invoices),
    requests: (after.requests - before.requests) / invoices,
    tookMs: median(took),
  }
}

type Wanted = { root: string; folder: string; invoices: number }

async function issueBy(anchor: string, wanted: Wanted, { warmUp, count }: { warmUp: number; count: number }) {
  const desk = await openAnchorDesk(anchor, wanted)
  for (let number = 0; number < warmUp; number++) await desk.issue()
  const before = await desk.cost()
  for (let number = 0; number < count; number++) await desk.issue()
  const after = await desk.cost()
  await desk.close()
  return { ...each(before, after, wanted.invoices), invoices: after.invoices - before.invoices }
}

/** Processor time of one. */
function each(before: ProcessorTime, after: ProcessorTime, count: number): ProcessorTime {
  return {
    cpuMs: (after.cpuMs - before.cpuMs) / count,
    allThreadsMs: (after.allThreadsMs - before.allThreadsMs) / count,
  }
}
