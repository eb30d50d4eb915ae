/** What would become of each change of a run if it was taken back now? */
import { planRollback, type Planned } from '../store/journal-rollback.ts'
import type { Asking } from './asking.ts'
import type { Foretold, RollbackPreview } from './journal-answers.ts'
import { labelsOf } from './record-labels.ts'
import { number } from './rows.ts'
import { runRow, timesOf } from './runs.ts'

/** Changes that are listed. */
const MOST_LISTED = 200

/** @throws Problem `run.not-found` */
export async function rollbackPreview(asking: Asking, id: string): Promise<RollbackPreview> {
  const row = await runRow(asking, id)
  const base = number(row, 'base_id')
  const plan = await planRollback(asking.db, { rowId: number(row, 'id'), baseRowId: base, ...timesOf(row) })
  const listed = plan.toSorted((one, other) => ORDER[one.fate] - ORDER[other.fate]).slice(0, MOST_LISTED)
  const labels = await labelsOf(asking.db, base, listed)
  const count = (fate: Planned['fate']) => plan.filter((one) => one.fate === fate).length
  return {
    reversed: count('reversed'),
    kept: count('kept'),
    failed: count('failed'),
    items: listed.map((one) => toItem(one, labels.get(`${one.noun}/${one.key}`) ?? '')),
    more: plan.length - listed.length,
  }
}

/** What needs a look stands first. */
const ORDER: Record<Planned['fate'], number> = { failed: 0, kept: 1, reversed: 2 }

function toItem({ noun, key, fate, reason, facts }: Planned, label: string): Foretold {
  return { noun, key, label, fate, reason, facts }
}
