/** Asks for one record to be read from the base again; the reader of the base says whether both sides agree afterwards. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { mendedByReading } from '../domain/reconciliation.ts'
import { audit } from '../store/audit.ts'
import { nudge } from '../store/bases.ts'
import type { Context } from '../store/context.ts'
import { askAgain, findDifference } from '../store/differences.ts'

/** @throws Problem `difference.not-found` `access.denied` `difference.not-by-reading` `difference.already-asked` */
export async function mendDifference(
  ctx: Context,
  input: { differenceId: string },
): Promise<{ certificateId: string }> {
  allow(ctx.viewer, 'mend-difference')
  return ctx.transaction(async (tx) => {
    const difference = await findDifference(tx.db, input.differenceId)
    if (!difference) throw notFound('difference')
    if (!mendedByReading(difference)) throw new Problem('difference.not-by-reading')
    const at = tx.now()
    if (!(await askAgain(tx.db, difference.rowId, { who: tx.viewer.name, at })))
      throw new Problem('difference.already-asked')
    await nudge(tx.db, difference.baseRowId, at)
    const facts = { noun: difference.noun, key: difference.foreignKey, kind: difference.kind }
    await audit(tx, { action: 'mend-difference', subject: `certificate:${difference.certificateId}`, facts })
    return { certificateId: difference.certificateId }
  })
}
