/** Every row of an embedded database, by table: for what must change nothing, or leave no trace. */
import type { Db } from '../bridge/store/db.ts'

/** Leases of places for calls, which a working bridge renews by its own clock, whatever else happens. */
const OF_THE_CLOCK = ['callers']

/** @param leftOut further tables that are not looked at */
export async function everyRow(db: Db, leftOut: string[] = []): Promise<Record<string, unknown[]>> {
  const tables: string[] = await db('sqlite_master')
    .where('type', 'table')
    .whereNotIn('name', [...OF_THE_CLOCK, ...leftOut])
    .orderBy('name')
    .pluck('name')
  const rows: Record<string, unknown[]> = {}
  for (const table of tables) rows[table] = (await db(table).select()) as unknown[]
  return rows
}
