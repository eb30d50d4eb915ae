/** G8: what issuing one invoice costs the bridge, against a program written by hand that makes the same calls and commits. */
import { openAnchorDesk } from '../anchor-desk.ts'
import { openChild } from '../child.ts'
import { openDesk } from '../desk.ts'
import type { ProcessorTime } from '../processor-time.ts'
import { median, Unequal, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

/** Issued by each candidate before it is measured: early, while its busiest functions are still being compiled, and at rest. */
const EARLY = 1_500
const AT_REST = 4_000
/** Issued by each candidate while it is measured, so many in turn. */
const INVOICES = 300
const IN_TURN = 25
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
      ratio: of(({ rest: { ours, floor } }) => ours.cpuMs / floor.cpuMs),
      figures: {
        cpuMs: of(({ rest }) => rest.ours.cpuMs),
        floorCpuMs: of(({ rest }) => rest.floor.cpuMs),
        todayCpuMs: of(({ rest }) => rest.today.cpuMs),
        todayRatio: of(({ rest: { today, floor } }) => today.cpuMs / floor.cpuMs),
        earlyRatio: of(({ early: { ours, floor } }) => ours.cpuMs / floor.cpuMs),
        earlyTodayRatio: of(({ early: { today, floor } }) => today.cpuMs / floor.cpuMs),
        allThreadsMs: of(({ rest }) => rest.ours.allThreadsMs),
        floorAllThreadsMs: of(({ rest }) => rest.floor.allThreadsMs),
        tookMs: of(({ rest }) => rest.ours.tookMs),
        requests: of(({ requests }) => requests),
      },
    }
  },
}

interface Issued {
  early: Costs
  rest: Costs
  /** Calls to the base per invoice. */
  requests: number
}

/** Of one invoice, by candidate. */
type Costs = Record<'ours' | 'floor' | 'today', Cost>

interface Cost extends ProcessorTime {
  /** Middle of the times from the request until it is posted. */
  tookMs: number
}

/** Issues one invoice after the other; `cost` tells what it has needed so far and how many it has issued. */
interface Candidate {
  issue(): Promise<number>
  cost(): Promise<ProcessorTime & { invoices: number }>
}

type Candidates = Record<keyof Costs, Candidate>

async function measure(folder: string, trial: Trial): Promise<Issued> {
  const [early, atRest, count] = trial.quick ? [QUICK, QUICK, QUICK] : [EARLY, AT_REST, INVOICES]
  const far = await openChild<{ root: string }>('./far-side/simulator.ts', { world: 'demo', times: 1, latencyMs: 0 })
  const { root } = far.answer
  const desk = await openDesk({ root, folder, deals: count + atRest + 2 * count, callsPerBase: 2 })
  const ours = issuingOf(desk)
  // The anchors write the rows of invoices that the bridge has issued.
  await issueMany(ours, count)
  const wanted = { root, folder, invoices: count }
  const floor = await openAnchorDesk('./anchors/hand-made.ts', wanted)
  const today = await openAnchorDesk('./anchors/knex-made.ts', wanted)
  try {
    const candidates: Candidates = { ours, floor, today }
    await inTurns(candidates, early)
    const first = costsOf(await inTurns(candidates, count, trial), count, trial)
    await inTurns(candidates, atRest - early)
    const before = await desk.gauge()
    const rest = costsOf(await inTurns(candidates, count, trial), count, trial)
    const after = await desk.gauge()
    return { early: first, rest, requests: (after.requests - before.requests) / count }
  } finally {
    for (const open of [desk, floor, today, far]) await open.close()
  }
}

function issuingOf(desk: Awaited<ReturnType<typeof openDesk>>): Candidate {
  let invoices = 0
  const issue = async () => {
    const took = await desk.issue()
    invoices++
    return took
  }
  return { issue, cost: async () => ({ ...(await desk.gauge()), invoices }) }
}

/** A few of each after the other, so that a slow minute of the machine meets them all and nobody is idle for long. */
async function inTurns(candidates: Candidates, count: number, { poison } = { poison: false }): Promise<Blocks> {
  const blocks: Blocks = { ours: [], floor: [], today: [] }
  for (let from = 0; from < count; from += IN_TURN) {
    const size = Math.min(IN_TURN, count - from)
    for (const name of NAMES) {
      const lost = poison && name === 'floor' && from === 0 ? 1 : 0
      blocks[name].push(await issueMany(candidates[name], size - lost))
    }
  }
  return blocks
}

const NAMES = ['ours', 'floor', 'today'] as const

type Blocks = Record<keyof Costs, Block[]>

function costsOf(blocks: Blocks, count: number, trial: Trial): Costs {
  const costs = Object.fromEntries(NAMES.map((name) => [name, costOf(blocks[name], count)])) as Costs
  const [ms, floorMs, todayMs] = NAMES.map((name) => costs[name].cpuMs.toFixed(2))
  trial.progress(`bridge ${ms} ms, by hand ${floorMs} ms, with knex and fetch ${todayMs} ms`)
  return costs
}

/** What so many invoices have needed together. */
interface Block extends ProcessorTime {
  invoices: number
  tookMs: number[]
}

async function issueMany(candidate: Candidate, count: number): Promise<Block> {
  const before = await candidate.cost()
  const tookMs: number[] = []
  for (let number = 0; number < count; number++) tookMs.push(await candidate.issue())
  const after = await candidate.cost()
  return {
    cpuMs: after.cpuMs - before.cpuMs,
    allThreadsMs: after.allThreadsMs - before.allThreadsMs,
    invoices: after.invoices - before.invoices,
    tookMs,
  }
}

/** @throws Unequal when fewer or more were issued than there should be */
function costOf(blocks: Block[], count: number): Cost {
  const sum = (pick: (block: Block) => number) => blocks.reduce((total, block) => total + pick(block), 0)
  const invoices = sum((block) => block.invoices)
  if (invoices !== count) throw new Unequal(`one candidate issued ${invoices} invoices, the others ${count}`)
  return {
    cpuMs: sum(({ cpuMs }) => cpuMs) / count,
    allThreadsMs: sum(({ allThreadsMs }) => allThreadsMs) / count,
    tookMs: median(blocks.flatMap(({ tookMs }) => tookMs)),
  }
}
