/** Every row of an embedded database, by table: for what must change nothing, or leave no trace. */
import type { Db } from '../bridge/store/db.ts'

/** @param leftOut tables that are not looked at */
export async function everyRow(db: Db, leftOut: string[] = []): Promise<Record<string, unknown[]>> {
  const tables: string[] = await db('sqlite_master')
    .where('type', 'table')
    .whereNotIn('name', leftOut)
    .orderBy('name')
    .pluck('name')
  const rows: Record<string, unknown[]> = {}
  for (const table of tables) rows[table] = (await db(table).select()) as unknown[]
  return rows
}
