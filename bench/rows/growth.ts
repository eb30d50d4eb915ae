/** G4: whether ten times the base takes ten times as long. */
import { cpuOf, elapsedOf, loads, QUICK_TIMES } from '../loads.ts'
import type { Row } from '../row.ts'

const TENFOLD = 10

export const row: Row = {
  id: 'G4',
  title: 'Linear growth: time per record at full size, against one tenth',
  anchor: 'the same product on a base of one tenth',
  unit: 'x',
  better: 'less',
  hold: 2,
  goal: 1.2,
  reach: 1.1,
  run: async (trial) => {
    const small = await loads(trial.quick ? QUICK_TIMES : 1, trial)
    const large = await loads(trial.quick ? QUICK_TIMES * TENFOLD : TENFOLD, trial)
    const perRecord = ({ product }: typeof small) => cpuOf(product) / (product[0]?.records ?? 0)
    return {
      ratio: perRecord(large) / perRecord(small),
      figures: {
        smallRecords: small.product[0]?.records ?? 0,
        largeRecords: large.product[0]?.records ?? 0,
        smallUsPerRecord: perRecord(small) * 1000,
        largeUsPerRecord: perRecord(large) * 1000,
        smallMs: elapsedOf(small.product),
        largeMs: elapsedOf(large.product),
        largeAgainstTypical: cpuOf(large.typical) / cpuOf(large.product),
      },
    }
  },
}
