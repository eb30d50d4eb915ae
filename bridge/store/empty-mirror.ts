/** Empties the mirror of one base: what it has said is taken out of our rows, their ids and everything of ours stay. */
import { randomUUID } from 'node:crypto'
import type { Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'
import { dialectOf } from './dialect.ts'
import { LOST, MIRROR, NOUNS } from './mirror-tables.ts'

/** A record of the base whose row of ours is to be told anew. */
export interface Emptied {
  noun: Noun
  key: string
  /** Row id. */
  ourId: number
  /** The row was not there any more: it came back under its old row id, with a public id of its own. */
  lost: boolean
}

interface LinkRow {
  foreign_key: string
  our_id: number
  row_id: number | null
  as_of: string | null
}

/**
 * Rows that the base has not shown yet are on their way to it and stay as they are.
 * @returns what the journal has to tell now
 */
export async function emptyMirror(db: Db, base: number): Promise<Emptied[]> {
  await emptyParts(db, base)
  const emptied: Emptied[] = []
  for (const noun of NOUNS) {
    const { table, told } = MIRROR[noun]
    const links: LinkRow[] = await db('links')
      .leftJoin(table, `${table}.id`, 'links.our_id')
      .where({ 'links.base_id': base, 'links.noun': noun })
      .select('links.foreign_key', 'links.our_id', `${table}.id as row_id`, `${table}.as_of as as_of`)
    const shown = links.filter((link) => link.as_of !== '')
    await db(table)
      .whereIn('id', ofBase(db, base, noun))
      .whereNot('as_of', '')
      .update(told)
    await bringBack(
      db,
      noun,
      shown.filter((link) => link.row_id === null).map((link) => link.our_id),
    )
    for (const link of shown)
      emptied.push({ noun, key: link.foreign_key, ourId: link.our_id, lost: link.row_id === null })
  }
  return emptied
}

function ofBase(db: Db, base: number, noun: Noun) {
  return db('links').where({ base_id: base, noun }).select('our_id')
}

/** Lines, shares and what is waited for have no ids that anybody knows: they go as whole rows. */
async function emptyParts(db: Db, base: number): Promise<void> {
  const receipts = db('links').where('base_id', base).whereIn('noun', ['bank-receipt', 'cash-receipt']).select('our_id')
  const shown = db('invoices')
    .whereIn('id', ofBase(db, base, 'invoice'))
    .whereNot('as_of', '')
    .select('id')
  await db('awaited_invoices').where('base_id', base).delete()
  await db('allocations').whereIn('payment_id', receipts).delete()
  await db('invoice_lines').whereIn('invoice_id', shown).delete()
}

/** Several links may lead to one row. */
async function bringBack(db: Db, noun: Noun, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const { table, told, needs } = MIRROR[noun]
  const row: Record<string, unknown> = { ...told, ...LOST[noun] }
  for (const [column, of] of Object.entries(needs)) row[column] = await anyRow(db, of)
  const givesIds = dialectOf(db) === 'mssql'
  if (givesIds) await db.raw('set identity_insert ?? on', [table])
  for (const id of new Set(ids)) await db(table).insert({ ...row, id, uuid: randomUUID() })
  if (givesIds) await db.raw('set identity_insert ?? off', [table])
}

/** A place holder until the line that names the right one, in the same transaction. */
async function anyRow(db: Db, table: string): Promise<number> {
  const row: { id: number } | undefined = await db(table).orderBy('id').first('id')
  return row?.id ?? 0
}
