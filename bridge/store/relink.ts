/** Links of records that are to be read again as if we had never seen them. */
import type { Reconciled } from '../domain/reconciliation.ts'
import type { Db } from './db.ts'
import { addLinks } from './links.ts'

interface Linked {
  base: number
  noun: Reconciled
  key: string
}

const TABLES: Record<Reconciled, string> = {
  invoice: 'invoices',
  'bank-receipt': 'payments',
  'cash-receipt': 'payments',
}

/** Forgets the version and content last seen; a link whose row is lost goes with it. */
export async function forgetLink(db: Db, { base, noun, key }: Linked): Promise<void> {
  const link = { base_id: base, noun, foreign_key: key }
  const rows = db(TABLES[noun]).select('id')
  await db('links').where(link).whereNotIn('our_id', rows).delete()
  await db('links').where(link).update({ version: '', hash: '' })
}

/** Couples a row that lost its link with its record again, unless another row has taken its place meanwhile. */
export async function restoreLink(db: Db, { base, noun, key, ourId }: Linked & { ourId: number }): Promise<void> {
  const held: object | undefined = await db('links').where({ base_id: base, noun, foreign_key: key }).first('id')
  if (held) return
  const link = { noun, ourId, foreignKey: key, version: '', hash: '', day: '', gone: false }
  await addLinks(db, base, [link])
}
