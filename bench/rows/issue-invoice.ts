/** G8: what issuing one invoice costs the bridge, against a program written by hand that makes the same calls and commits. */
import { randomUUID } from 'node:crypto'
import type { HandMade } from '../anchors/hand-made.ts'
import { openChild, type Child } from '../child.ts'
import { openDesk } from '../desk.ts'
import { median, Unequal, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

/** The first ones also compile and fill caches; a server runs for days. */
const WARM_UP = 300
const INVOICES = 300
const QUICK = 5

export const row: Row = {
  id: 'G8',
  title: 'Issuing one invoice: processor time of the bridge, one at a time',
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
        tookMs: of(({ tookMs }) => tookMs),
        requests: of(({ requests }) => requests),
      },
    }
  },
}

interface Issued {
  cpuMs: number
  floorCpuMs: number
  tookMs: number
  requests: number
}

async function measure(folder: string, trial: Trial): Promise<Issued> {
  const [warmUp, invoices] = trial.quick ? [QUICK, QUICK] : [WARM_UP, INVOICES]
  const far = await openChild<{ root: string }>('./far-side/simulator.ts', { world: 'demo', times: 1, latencyMs: 0 })
  const { root } = far.answer
  try {
    const ours = await issueAtTheDesk({ root, folder }, warmUp, invoices)
    const hand = await openChild<HandMade>('./anchors/hand-made.ts', { root, folder, invoices })
    const floorCpuMs = await issueByHand(hand, warmUp, invoices - (trial.poison ? 1 : 0))
    trial.progress(`bridge ${ours.cpuMs.toFixed(2)} ms, by hand ${floorCpuMs.cpuMs.toFixed(2)} ms`)
    if (floorCpuMs.invoices !== ours.invoices)
      throw new Unequal(`by hand ${floorCpuMs.invoices} invoices were issued, by the bridge ${ours.invoices}`)
    return { ...ours, floorCpuMs: floorCpuMs.cpuMs }
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
    cpuMs: (after.cpuMs - before.cpuMs) / invoices,
    requests: (after.requests - before.requests) / invoices,
    tookMs: median(took),
  }
}

async function issueByHand({ answer: { url }, close }: Child<HandMade>, warmUp: number, invoices: number) {
  const issue = () => fetch(url, { method: 'POST', body: JSON.stringify({ key: randomUUID(), version: 3 }) })
  const cost = async () => (await (await fetch(url)).json()) as { cpuMs: number; invoices: number }
  for (let count = 0; count < warmUp; count++) await (await issue()).text()
  const before = await cost()
  for (let count = 0; count < invoices; count++) await (await issue()).text()
  const after = await cost()
  await close()
  return { cpuMs: (after.cpuMs - before.cpuMs) / invoices, invoices: after.invoices - before.invoices }
}
