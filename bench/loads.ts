/** First loads of one size, anchor and product in turn, from one recording. */
import { join } from 'node:path'
import { openChild, runChild } from './child.ts'
import { recordingOf } from './far-side/recording.ts'
import { REWIND } from './far-side/replay.ts'
import type { Loaded } from './product/load.ts'
import { demandEqual, median, type Trial } from './row.ts'
import { withScratch } from './scratch.ts'

export interface Pair {
  typical: Loaded[]
  product: Loaded[]
}

/** Tenths of a hundredth make a base that is read at once. */
export const QUICK_TIMES = 0.02

/** @throws Unequal when the two did not deliver the same records */
export async function loads(times: number, trial: Trial): Promise<Pair> {
  const folder = await recordingOf(times, trial)
  const far = await openChild<{ root: string }>('./far-side/replay.ts', { folder })
  const pair: Pair = { typical: [], product: [] }
  try {
    for (let run = 0; run < trial.runs; run++) await loadBoth(far.answer.root, pair, trial)
  } finally {
    await far.close()
  }
  return pair
}

async function loadBoth(root: string, pair: Pair, trial: Trial): Promise<void> {
  await withScratch(async (scratch) => {
    const lose = trial.poison ? 1 : 0
    const typical = await runChild<Loaded>('./anchors/typical-load.ts', { root, folder: scratch, lose })
    await fetch(new URL(REWIND, root))
    const product = await runChild<Loaded>('./product/load.ts', { root, folder: join(scratch, 'product') })
    demandEqual(typical, product)
    pair.typical.push(typical)
    pair.product.push(product)
    trial.progress(`typical ${Math.round(typical.elapsedMs)} ms, product ${Math.round(product.elapsedMs)} ms`)
  })
}

export const elapsedOf = (loaded: Loaded[]) => median(loaded.map(({ elapsedMs }) => elapsedMs))
export const cpuOf = (loaded: Loaded[]) => median(loaded.map(({ cpuMs }) => cpuMs))
export const peakOf = (loaded: Loaded[]) => Math.max(...loaded.map(({ peakMb }) => peakMb))
