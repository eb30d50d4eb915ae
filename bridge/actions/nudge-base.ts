/** Asks for a round of exchange now. */
import { allow } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { findBase, nudge } from '../store/bases.ts'
import type { Context } from '../store/context.ts'

/** @throws Problem `base.not-found` `access.denied` */
export async function nudgeBase(ctx: Context, input: { baseId: string }): Promise<{ id: string }> {
  allow(ctx.viewer, 'manage-integration')
  return ctx.transaction(async (tx) => {
    const base = await findBase(tx.db, input.baseId)
    if (!base) throw notFound('base')
    await nudge(tx.db, base.rowId, tx.now())
    await audit(tx, { action: 'nudge-base', subject: `base:${base.id}`, facts: {} })
    return { id: base.id }
  })
}
