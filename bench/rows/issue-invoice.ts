/** G8: what issuing one invoice costs the bridge, against the durable commit of the same rows. */
import type { Floor } from '../anchors/durable-commit.ts'
import { openChild, runChild } from '../child.ts'
import { openDesk } from '../desk.ts'
import { median, Unequal, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

const INVOICES = 60
const QUICK_INVOICES = 5
/** The first ones also compile and fill caches. */
const WARM_UP = 10

export const row: Row = {
  id: 'G8',
  title: 'Issuing one invoice: processor time of the bridge, one at a time',
  anchor: 'one durable SQLite commit of the rows that the invoice leaves behind',
  unit: 'x',
  better: 'less',
  hold: 2.6,
  goal: 1.5,
  reach: 1.2,
  run: async (trial) => {
    const runs: Issued[] = []
    for (let run = 0; run < trial.runs; run++) runs.push(await withScratch((folder) => measure(folder, trial)))
    const of = (pick: (issued: Issued) => number) => median(runs.map(pick))
    const [cpuMs, floorCpuMs] = [of((issued) => issued.cpuMs), of((issued) => issued.floorCpuMs)]
    return {
      ratio: cpuMs / floorCpuMs,
      figures: { cpuMs, floorCpuMs, tookMs: of(({ tookMs }) => tookMs), requests: of(({ requests }) => requests) },
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
  const invoices = trial.quick ? QUICK_INVOICES : INVOICES
  const far = await openChild<{ root: string }>('./far-side/simulator.ts', { world: 'demo', times: 1, latencyMs: 0 })
  const desk = await openDesk({ root: far.answer.root, folder, deals: invoices + WARM_UP, callsPerBase: 2 })
  const took: number[] = []
  const before = await (async () => {
    for (let count = 0; count < WARM_UP; count++) await desk.issue()
    return desk.gauge()
  })()
  for (let count = 0; count < invoices; count++) took.push(await desk.issue())
  const after = await desk.gauge()
  await desk.close()
  await far.close()
  const lose = trial.poison ? 1 : 0
  const floor = await runChild<Floor>('./anchors/durable-commit.ts', { folder, invoices, lose })
  if (floor.invoices !== invoices)
    throw new Unequal(`the floor wrote ${floor.invoices} invoices, the bridge ${invoices}`)
  const cpuMs = (after.cpuMs - before.cpuMs) / invoices
  trial.progress(`bridge ${cpuMs.toFixed(2)} ms, floor ${(floor.cpuMs / invoices).toFixed(2)} ms`)
  return {
    cpuMs,
    floorCpuMs: floor.cpuMs / invoices,
    tookMs: median(took),
    requests: (after.requests - before.requests) / invoices,
  }
}
