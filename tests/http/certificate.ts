/** A finished certificate of reconciliation with one difference, in rows. */
import { randomUUID } from 'node:crypto'
import type { Db } from '../../bridge/store/db.ts'

const AT = '2026-02-16T08:00:00.000Z'

/** @returns ids by the noun of an address */
export async function seedCertificate(db: Db): Promise<{ certificates: string; differences: string }> {
  const [certificates, differences] = [randomUUID(), randomUUID()]
  const base: { id: number } | undefined = await db('bases').first('id')
  const asked = { uuid: certificates, base_id: base?.id, slot: certificates, asked_at: AT, asked_by: '' }
  await db('certificates').insert({ ...asked, state: 'done', finished_at: AT, body: '{}' })
  const row: { id: number } | undefined = await db('certificates').where('uuid', certificates).first('id')
  await db('differences').insert({
    uuid: differences,
    certificate_id: row?.id,
    noun: 'invoice',
    foreign_key: differences,
    our_uuid: '',
    kind: 'missing-with-us',
    because: 'not-read',
    body: '{}',
    state: 'open',
  })
  return { certificates, differences }
}
