/** Asks for everything of a certificate to be read again that reading may mend. */
import { allow } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { nudge } from '../store/bases.ts'
import { findCertificate } from '../store/certificates.ts'
import type { Context } from '../store/context.ts'
import { askAllAgain } from '../store/differences.ts'

/** @throws Problem `certificate.not-found` `access.denied` */
export async function mendAllDifferences(ctx: Context, input: { certificateId: string }): Promise<{ id: string }> {
  allow(ctx.viewer, 'mend-difference')
  return ctx.transaction(async (tx) => {
    const certificate = await findCertificate(tx.db, input.certificateId)
    if (!certificate) throw notFound('certificate')
    const { id, baseRowId } = certificate
    const at = tx.now()
    const asked = await askAllAgain(tx.db, id, { who: tx.viewer.name, at })
    if (asked === 0) return { id }
    await nudge(tx.db, baseRowId, at)
    await audit(tx, { action: 'mend-all-differences', subject: `certificate:${id}`, facts: { asked } })
    return { id }
  })
}
