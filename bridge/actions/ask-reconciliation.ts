/** Asks for a comparison of both sides now. */
import { allow } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { findBase, nudge } from '../store/bases.ts'
import { askCertificate, openCertificate } from '../store/certificates.ts'
import type { Context } from '../store/context.ts'

/**
 * One at a time per base: whoever asks while one is asked for or at work gets that one.
 * @returns id of the certificate to come
 * @throws Problem `base.not-found` `access.denied`
 */
export async function askReconciliation(ctx: Context, input: { baseId: string }): Promise<{ id: string }> {
  allow(ctx.viewer, 'reconcile')
  return ctx.transaction(async (tx) => {
    const base = await findBase(tx.db, input.baseId)
    if (!base) throw notFound('base')
    const open = await openCertificate(tx.db, base.rowId)
    const id = open?.id ?? tx.newId()
    const at = tx.now()
    if (!open) await askCertificate(tx.db, { id, base: base.rowId, slot: id, at, by: tx.viewer.name })
    await nudge(tx.db, base.rowId, at)
    await audit(tx, { action: 'reconcile', subject: `base:${base.id}`, facts: { certificate: id } })
    return { id }
  })
}
