/** Lets a stopped or resting connection try again at once; after a doubt about our own database from the beginning. */
import { allow } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { needsNewBeginning } from '../domain/sync.ts'
import { audit } from '../store/audit.ts'
import { findBase, nudge, saveHealth } from '../store/bases.ts'
import type { Context } from '../store/context.ts'
import { sendBack } from '../store/cursors.ts'
import { doubtRequests } from '../store/doubt.ts'
import { hastenIntents } from '../store/intents.ts'

/** @throws Problem `base.not-found` `access.denied` */
export async function resumeBase(ctx: Context, input: { baseId: string }): Promise<{ id: string }> {
  allow(ctx.viewer, 'manage-integration')
  const base = await findBase(ctx.db, input.baseId)
  if (!base) throw notFound('base')
  await ctx.transaction(async (tx) => {
    if (needsNewBeginning(base.health.reason)) {
      await doubtRequests(tx.db, base.rowId, tx.now())
      await sendBack(tx.db, base.rowId, tx.now())
    }
    await saveHealth(tx.db, base.rowId, { ...base.health, state: 'never-seen', nextTryAt: null, since: tx.now() })
    await hastenIntents(tx.db, base.rowId, tx.now())
    await nudge(tx.db, base.rowId, tx.now())
    await audit(tx, { action: 'resume-base', subject: `base:${base.id}`, facts: {} })
  })
  return { id: base.id }
}
