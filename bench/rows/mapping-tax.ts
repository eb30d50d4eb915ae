/** G16: what mapping and checking records adds to a first load. */
import { join } from 'node:path'
import { openChild, runChild } from '../child.ts'
import { recordingOf } from '../far-side/recording.ts'
import { REWIND } from '../far-side/replay.ts'
import { cpuOf, elapsedOf, QUICK_TIMES } from '../loads.ts'
import type { Loaded } from '../product/load.ts'
import { demandEqual, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

export const row: Row = {
  id: 'G16',
  title: 'First load with mapping and checks, against the same load without them',
  anchor: 'the same load, run with records that were mapped and checked beforehand, outside the measured time',
  unit: 'x',
  better: 'less',
  hold: 2,
  goal: 1.3,
  reach: 1.15,
  run: async (trial) => {
    const recording = await recordingOf(trial.quick ? QUICK_TIMES : 1, trial)
    const far = await openChild<{ root: string }>('./far-side/replay.ts', { folder: recording })
    const pair: Pair = { mapped: [], beforehand: [] }
    try {
      for (let run = 0; run < trial.runs; run++) await loadBoth({ root: far.answer.root, recording }, pair, trial)
    } finally {
      await far.close()
    }
    const { mapped, beforehand } = pair
    return {
      ratio: cpuOf(mapped) / cpuOf(beforehand),
      figures: {
        mappedCpuMs: cpuOf(mapped),
        beforehandCpuMs: cpuOf(beforehand),
        elapsedRatio: elapsedOf(mapped) / elapsedOf(beforehand),
        records: mapped[0]?.records ?? 0,
      },
    }
  },
}

interface Pair {
  mapped: Loaded[]
  beforehand: Loaded[]
}

/** @throws Unequal when the two did not deliver the same records */
async function loadBoth(far: { root: string; recording: string }, pair: Pair, trial: Trial): Promise<void> {
  await withScratch(async (scratch) => {
    const { root, recording } = far
    await fetch(new URL(REWIND, root))
    const mapped = await runChild<Loaded>('./product/load.ts', { root, folder: join(scratch, 'mapped') })
    await fetch(new URL(REWIND, root))
    const input = { root, recording, folder: join(scratch, 'beforehand') }
    const beforehand = await runChild<Loaded>('./product/load-translated.ts', input)
    demandEqual(beforehand, mapped)
    pair.mapped.push(mapped)
    pair.beforehand.push(beforehand)
    trial.progress(`mapped ${Math.round(mapped.cpuMs)} ms of CPU, beforehand ${Math.round(beforehand.cpuMs)} ms`)
  })
}
