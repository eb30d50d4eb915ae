/** The accountant puts her name under a certificate; what she signed is kept by its hash in the audit trail. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { findCertificate, signCertificate as sign } from '../store/certificates.ts'
import type { Context } from '../store/context.ts'

/** @throws Problem `certificate.not-found` `access.denied` `certificate.not-finished` `certificate.already-signed` */
export async function signCertificate(ctx: Context, input: { certificateId: string }): Promise<{ id: string }> {
  allow(ctx.viewer, 'sign-certificate')
  return ctx.transaction(async (tx) => {
    const certificate = await findCertificate(tx.db, input.certificateId)
    if (!certificate) throw notFound('certificate')
    if (certificate.state !== 'done') throw new Problem('certificate.not-finished')
    const { id, rowId, hash, differences, signedBy } = certificate
    const signed = await sign(tx.db, rowId, { who: tx.viewer.name, at: tx.now() })
    if (!signed) throw new Problem('certificate.already-signed', { by: signedBy })
    await audit(tx, { action: 'sign-certificate', subject: `certificate:${id}`, facts: { hash, differences } })
    return { id }
  })
}
