/** G3: how long the first load of a base takes, against the load that people write today: of ten times the volume world, and of one. */
import { cpuOf, elapsedOf, loads, peakOf, QUICK_TIMES } from '../loads.ts'
import type { Row } from '../row.ts'

/** The goal speaks of 700,000 documents; this is a third of it. */
const TENFOLD = 10

export const row: Row = {
  id: 'G3',
  title: 'First load of a base, with mapping, checks, coupling and journal',
  anchor: 'fetch page by page + knex batches, nothing else',
  unit: 'x',
  better: 'more',
  hold: 1.5,
  goal: 3.5,
  reach: null,
  run: async (trial) => {
    const once = await loads(trial.quick ? QUICK_TIMES : 1, trial)
    const { typical, product } = trial.quick ? once : await loads(TENFOLD, trial)
    const seconds = elapsedOf(product) / 1e3
    return {
      // Processor time of the main thread: the clock on the wall also measures who else is at work on the machine.
      ratio: cpuOf(typical) / cpuOf(product),
      figures: {
        records: product[0]?.records ?? 0,
        elapsedRatio: elapsedOf(typical) / elapsedOf(product),
        recordsPerSecond: (product[0]?.records ?? 0) / seconds,
        anchorMs: elapsedOf(typical),
        productMs: elapsedOf(product),
        anchorCpuMs: cpuOf(typical),
        productCpuMs: cpuOf(product),
        anchorPeakMb: peakOf(typical),
        productPeakMb: peakOf(product),
        onceRecords: once.product[0]?.records ?? 0,
        onceRatio: cpuOf(once.typical) / cpuOf(once.product),
      },
    }
  },
}
