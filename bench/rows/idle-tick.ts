/** G7: a round of exchange in which nothing has changed costs the same however large the base is. */
import { openChild, runChild } from '../child.ts'
import type { Tick } from '../product/tick.ts'
import { median, type Row } from '../row.ts'
import { withScratch } from '../scratch.ts'

const TENFOLD = 10
const TICKS = 30
const MOST_REQUESTS = 3
const MOST_CPU_MS = 20

export const row: Row = {
  id: 'G7',
  title: 'A round without changes at ten times the base, against the base',
  anchor: 'the same product on a base of one tenth; goal also: 3 requests, 20 ms of processor time',
  unit: 'x',
  better: 'less',
  hold: 2,
  goal: 1.2,
  reach: 1.05,
  run: async (trial) => {
    const size = trial.quick ? 0.02 : 0.1
    const small: Tick[] = []
    const large: Tick[] = []
    for (let run = 0; run < trial.runs; run++) {
      small.push(await tick(size))
      large.push(await tick(size * TENFOLD))
      trial.progress(`${small.at(-1)?.cpuMs.toFixed(1)} ms, at ten times ${large.at(-1)?.cpuMs.toFixed(1)} ms`)
    }
    const cpu = (ticks: Tick[]) => median(ticks.map(({ cpuMs }) => cpuMs))
    const requests = Math.max(...large.map((one) => one.requests))
    const frugal = requests <= MOST_REQUESTS && cpu(large) <= MOST_CPU_MS
    return {
      ratio: cpu(large) / cpu(small),
      ...(frugal ? {} : { atMost: 'holds' as const }),
      figures: {
        smallRecords: small[0]?.records ?? 0,
        largeRecords: large[0]?.records ?? 0,
        smallCpuMs: cpu(small),
        largeCpuMs: cpu(large),
        requests,
      },
    }
  },
}

async function tick(times: number): Promise<Tick> {
  const far = await openChild<{ root: string }>('./far-side/simulator.ts', { world: 'volume', times, latencyMs: 0 })
  try {
    return await withScratch((folder) => runChild('./product/tick.ts', { root: far.answer.root, folder, ticks: TICKS }))
  } finally {
    await far.close()
  }
}
