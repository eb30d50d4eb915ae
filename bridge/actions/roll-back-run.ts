/** Asks for a run to be taken back; whoever works for the base does it at once, as a run of its own. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { nudge } from '../store/bases.ts'
import type { Context } from '../store/context.ts'
import { askedRollbacks, findRun, openRun } from '../store/runs.ts'

/**
 * @param input id of the run, or its number as people read it
 * @returns id of the roll-back to come
 * @throws Problem `run.not-found` `access.denied` `run.not-finished` `run.nothing-to-undo` `run.already-asked`
 */
export async function rollBackRun(ctx: Context, input: { runId: string }): Promise<{ id: string }> {
  allow(ctx.viewer, 'roll-back')
  return ctx.transaction(async (tx) => {
    const run = await findRun(tx.db, input.runId)
    if (!run) throw notFound('run')
    if (run.outcome === 'asked' || run.outcome === 'running') throw new Problem('run.not-finished')
    // What a rebuild has written is what the journal says: there is no state before it to go back to.
    if (run.kind === 'rebuild') throw new Problem('run.nothing-to-undo')
    const asked = await askedRollbacks(tx.db, run.baseRowId)
    if (asked.some(({ ofRun }) => ofRun === run.rowId)) throw new Problem('run.already-asked')
    const [id, at] = [tx.newId(), tx.now()]
    const about = { base: run.baseRowId, ofRun: run.rowId, author: tx.viewer.name }
    await openRun(tx.db, { id, at, kind: 'rollback', outcome: 'asked', ...about })
    await nudge(tx.db, run.baseRowId, at)
    await audit(tx, { action: 'roll-back-run', subject: `run:${run.id}`, facts: { number: run.rowId, by: id } })
    return { id }
  })
}
