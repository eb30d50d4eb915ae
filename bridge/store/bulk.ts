/** Many rows at once, the one seam for bulk loading: prepared on SQLite, one parameter on PostgreSQL, batches elsewhere. */
import type { Db } from './db.ts'
import { dialectOf } from './dialect.ts'

export type Row = Record<string, string | number | boolean | null>

/** Parameters of one statement: below every database's limit. */
const MOST_PARAMETERS = 2_000
const MOST_ROWS = 200
const MOST_IN_JSON = 1_000

interface RawStatement {
  run(values: unknown[]): { lastInsertRowid: number | bigint }
}

interface RawConnection {
  prepare(sql: string): RawStatement
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
  const raw = dialectOf(db) === 'sqlite' && db.isTransaction ? await connectionOf(db) : undefined
  if (raw) return insertPrepared(raw, table, { columns, rows: rows as Row[] })
  return insertBatches(db, table, { columns, rows: rows as Row[] })
}

interface Load {
  columns: string[]
  rows: Row[]
}

/**
 * SQLite sets up a statement anew for each time it runs, which costs as much as a narrow row: so many rows go into one.
 * It numbers the rows of a statement, and of a transaction that holds the one writer's place, without gaps.
 */
function insertPrepared(raw: RawConnection, table: string, load: Load): number[] {
  const ids: number[] = []
  let from = 0
  for (const size of ROWS_AT_ONCE) {
    if (load.rows.length - from < size) continue
    const statement = preparedInsert(raw, table, { columns: load.columns, size })
    for (; load.rows.length - from >= size; from += size) {
      const last = Number(statement.run(valuesOf(load, from, size)).lastInsertRowid)
      for (let id = last - size + 1; id <= last; id++) ids.push(id)
    }
  }
  return ids
}

/** Large first, the rest in smaller ones: with 16 columns at most 512 parameters. */
const ROWS_AT_ONCE = [32, 4, 1]

const statementsOf = new WeakMap<RawConnection, Map<string, RawStatement>>()

function preparedInsert(raw: RawConnection, table: string, { columns, size }: { columns: string[]; size: number }) {
  const statements = statementsOf.get(raw) ?? new Map<string, RawStatement>()
  statementsOf.set(raw, statements)
  const names = columns.map((column) => `"${column}"`).join(', ')
  const name = `${table} ${names} ${size}`
  const marks = `(${columns.map(() => '?').join(', ')})`
  const known = statements.get(name)
  if (known) return known
  const statement = raw.prepare(`insert into "${table}" (${names}) values ${Array(size).fill(marks).join(', ')}`)
  statements.set(name, statement)
  return statement
}

function valuesOf({ columns, rows }: Load, from: number, size: number): (string | number | null)[] {
  const values: (string | number | null)[] = []
  for (let at = from; at < from + size; at++) {
    const row = rows[at] ?? {}
    for (const column of columns) values.push(sqliteValue(row[column]))
  }
  return values
}

function sqliteValue(value: Row[string] | undefined): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value ?? null
}

async function insertBatches(db: Db, table: string, { columns, rows }: Load): Promise<number[]> {
  const postgres = dialectOf(db) === 'postgres'
  const size = postgres ? MOST_IN_JSON : Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_PARAMETERS / columns.length)))
  const ids: number[] = []
  for (let from = 0; from < rows.length; from += size) {
    const batch = rows.slice(from, from + size)
    const load = { columns, rows: batch }
    const stored = postgres ? await insertJson(db, table, load) : await insertMany(db, table, load)
    ids.push(...inOrder(batch, stored))
  }
  return ids
}

interface Placed {
  id: number
  uuid?: string
}

/** PostgreSQL reads the batch as one parameter and takes the types from the table itself. */
async function insertJson(db: Db, table: string, { columns, rows }: Load): Promise<Placed[]> {
  const names = columns.map(() => '??').join(', ')
  const answer: { rows: Placed[] } = await db.raw(
    `insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?::json) returning *`,
    [table, ...columns, ...columns, table, JSON.stringify(rows)],
  )
  return answer.rows
}

async function insertMany(db: Db, table: string, { columns, rows }: Load): Promise<Placed[]> {
  return (await db(table)
    .insert(rows)
    .returning(columns.includes('uuid') ? ['id', 'uuid'] : ['id'])) as Placed[]
}

/** A server may answer in any order; rows with a public id are told apart by it. */
function inOrder(rows: Row[], stored: Placed[]): number[] {
  if (rows[0]?.['uuid'] === undefined) return stored.map(({ id }) => id)
  const byUuid = new Map(stored.map(({ id, uuid }) => [uuid, id]))
  return rows.map(({ uuid }) => byUuid.get(String(uuid)) ?? 0)
}

/** The connection under a transaction; knex hands out the same one until it ends. */
function connectionOf(db: Db): Promise<RawConnection> {
  return (db as unknown as Bound).client.acquireConnection()
}
