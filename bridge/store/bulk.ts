/** Many rows at once: prepared statements on SQLite, statements of many rows elsewhere. The one seam for bulk loading. */
import type { Db } from './db.ts'

export type Row = Record<string, string | number | boolean | null>

/** Parameters of one statement: below every database's limit. */
const MOST_PARAMETERS = 2_000
const MOST_ROWS = 200

interface RawConnection {
  prepare(sql: string): { run(...values: unknown[]): { lastInsertRowid: number | bigint } }
}

interface Bound {
  client: { config: { client: unknown }; acquireConnection(): Promise<RawConnection> }
}

/**
 * Inserts rows that all have the same columns, inside the caller's transaction.
 * @returns their ids in the order of the rows (for tables with an `id`)
 */
export async function insertRows(db: Db, table: string, rows: object[]): Promise<number[]> {
  const [first] = rows
  if (!first) return []
  const columns = Object.keys(first)
  const raw = isSqlite(db) && db.isTransaction ? await connectionOf(db) : undefined
  if (raw) return insertPrepared(raw, table, { columns, rows: rows as Row[] })
  return insertBatches(db, table, { columns, rows: rows as Row[] })
}

interface Load {
  columns: string[]
  rows: Row[]
}

function insertPrepared(raw: RawConnection, table: string, { columns, rows }: Load): number[] {
  const names = columns.map((column) => `"${column}"`).join(', ')
  const marks = columns.map(() => '?').join(', ')
  const statement = raw.prepare(`insert into "${table}" (${names}) values (${marks})`)
  return rows.map((row) => Number(statement.run(...columns.map((column) => sqliteValue(row[column]))).lastInsertRowid))
}

function sqliteValue(value: Row[string] | undefined): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value ?? null
}

async function insertBatches(db: Db, table: string, { columns, rows }: Load): Promise<number[]> {
  const size = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_PARAMETERS / columns.length)))
  const ids: number[] = []
  for (let from = 0; from < rows.length; from += size) {
    const stored = (await db(table)
      .insert(rows.slice(from, from + size))
      .returning('id')) as { id: number }[]
    ids.push(...stored.map(({ id }) => id))
  }
  return ids
}

function isSqlite(db: Db): boolean {
  return db.client.dialect === 'sqlite3'
}

/** The connection under a transaction; knex hands out the same one until it ends. */
function connectionOf(db: Db): Promise<RawConnection> {
  return (db as unknown as Bound).client.acquireConnection()
}
