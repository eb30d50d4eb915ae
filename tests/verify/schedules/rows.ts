/** Rows of our database as the oracle reads them: by SQL, not by asking the engine. */
import type { Db } from '../../../bridge/store/db.ts'

export type Row = Record<string, string | number | null>

export async function rowsOf(db: Db, table: string): Promise<Row[]> {
  return (await db(table).orderBy('id')) as Row[]
}

/** Rows of ours with the key that the base has for them. */
export async function linkedRows(db: Db, table: string, nouns: string[]): Promise<Row[]> {
  return (await db('links')
    .join(table, `${table}.id`, 'links.our_id')
    .whereIn('links.noun', nouns)
    .orderBy('links.id')
    .select(`${table}.*`, 'links.foreign_key', 'links.version as link_version')) as Row[]
}
