/** Reads a base from its beginning: it was restored or moved, and a person has made sure that it is the right one. */
import { allow } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { findBase } from '../store/bases.ts'
import type { Context } from '../store/context.ts'
import { sendBack } from '../store/cursors.ts'
import { resumeBase } from './resume-base.ts'

/**
 * What we hold stays and is compared; what the base does not hold any more is shown as gone.
 * @throws Problem `base.not-found` `access.denied`
 */
export async function startAnew(ctx: Context, input: { baseId: string }): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    allow(tx.viewer, 'manage-integration')
    const base = await findBase(tx.db, input.baseId)
    if (!base) throw notFound('base')
    await sendBack(tx.db, base.rowId, tx.now())
    await resumeBase(tx, input)
    await audit(tx, { action: 'start-anew', subject: `base:${base.id}`, facts: {} })
    return { id: base.id }
  })
}
