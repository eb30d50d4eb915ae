/** Every row of every table of an embedded database, by table: for what must leave no trace. */
import type { Db } from '../../bridge/store/db.ts'

/** Leases, sessions and the news for other processes are of the moment. */
const OF_THE_MOMENT = ['bases', 'sessions', 'news']

export async function everyRow(db: Db): Promise<Record<string, unknown>> {
  const tables: string[] = await db('sqlite_master')
    .where('type', 'table')
    .whereRaw("name not like 'sqlite%'")
    .whereNotIn('name', OF_THE_MOMENT)
    .pluck('name')
  const rows: Record<string, unknown> = {}
  for (const table of tables) rows[table] = await db(table).select()
  return rows
}
