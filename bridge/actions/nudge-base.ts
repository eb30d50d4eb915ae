/** Asks for a round of exchange now. */
import { allow } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { findBase, nudge } from '../store/bases.ts'
import type { Context } from '../store/context.ts'

/** @throws Problem `base.not-found` `access.denied` */
export async function nudgeBase(ctx: Context, input: { baseId: string }): Promise<{ id: string }> {
  allow(ctx.viewer, 'manage-integration')
  const base = await findBase(ctx.db, input.baseId)
  if (!base) throw notFound('base')
  await nudge(ctx.db, base.rowId, ctx.now())
  return { id: base.id }
}
