/** How rows are inserted, many at once above all: prepared on SQLite, one parameter on PostgreSQL, batches elsewhere. */
import type { Db } from './db.ts'
import { dialectOf, isTaken } from './dialect.ts'
import { prepared, type Connection, type Statement } from './lean-runner.ts'

export type Row = Record<string, string | number | boolean | null>

/** Parameters of one statement: below every database's limit. */
const MOST_PARAMETERS = 2_000
const MOST_ROWS = 200
const MOST_IN_JSON = 1_000

interface Bound {
  client: { config: { client: unknown }; acquireConnection(): Promise<Connection> }
}

/** A table, and the values that all its new rows share: they are handed over once, not once per row. */
export interface Into {
  table: string
  same: Row
}

/**
 * Inserts rows that all have the same columns, inside the caller's transaction.
 * @returns their ids in the order of the rows (for tables with an `id`)
 */
export async function insertRows(db: Db, into: string | Into, rows: object[]): Promise<number[]> {
  const [first] = rows
  if (!first) return []
  const { table, same } = typeof into === 'string' ? { table: into, same: {} } : into
  const load = { table, same, columns: Object.keys(first), rows: rows as Row[] }
  const raw = dialectOf(db) === 'sqlite' && db.isTransaction ? await connectionOf(db) : undefined
  return raw ? insertPrepared(raw, load) : insertBatches(db, load)
}

/**
 * Inserts a row unless one with its unique key is there already.
 * @returns false when it was there.
 */
export async function insertIfFree(db: Db, table: string, row: Row): Promise<boolean> {
  try {
    // A savepoint of its own where a failed statement ends the transaction; SQLite takes back the statement alone.
    if (dialectOf(db) !== 'sqlite') await db.transaction((tx) => tx(table).insert(row))
    else if (db.isTransaction) await insertRows(db, table, [row])
    else await db(table).insert(row)
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
}

interface Load extends Into {
  /** Columns of the rows, without those of `same`. */
  columns: string[]
  rows: Row[]
}

/**
 * SQLite sets up a statement anew for each time it runs, which costs as much as a narrow row: so many rows go into one.
 * It numbers the rows of a statement, and of a transaction that holds the one writer's place, without gaps.
 */
function insertPrepared(raw: Connection, load: Load): number[] {
  const same = Object.fromEntries(Object.entries(load.same).map(([column, value]) => [column, sqliteValue(value)]))
  let [from, last] = [0, 0]
  for (const size of ROWS_AT_ONCE) {
    if (load.rows.length - from < size) continue
    const statement = preparedInsert(raw, load, size)
    for (; load.rows.length - from >= size; from += size)
      last = Number(statement.run(valuesOf(load, from, size), same).lastInsertRowid)
  }
  return idsUpTo(last, load.rows.length)
}

function idsUpTo(last: number, count: number): number[] {
  const ids: number[] = []
  for (let id = last - count + 1; id <= last; id++) ids.push(id)
  return ids
}

/** Large first, the rest in smaller ones: with 16 columns at most 512 parameters. */
const ROWS_AT_ONCE = [32, 4, 1]

function preparedInsert(raw: Connection, { table, columns, same }: Load, size: number): Statement {
  const names = [...Object.keys(same), ...columns].map((column) => `"${column}"`).join(', ')
  const marks = `(${[...Object.keys(same).map((column) => `@${column}`), ...columns.map(() => '?')].join(', ')})`
  return prepared(raw, `insert into "${table}" (${names}) values ${Array(size).fill(marks).join(', ')}`)
}

/** Rows of every table pass here: a look-up that is not tied to one shape of row spares the engine to adapt to each of them. */
function valuesOf({ columns, rows }: Load, from: number, size: number): unknown[] {
  const values: unknown[] = []
  for (let at = from; at < from + size; at++)
    for (const column of columns) values.push(sqliteValue(Reflect.get(rows[at] ?? NO_ROW, column)))
  return values
}

const NO_ROW: Row = {}

function sqliteValue(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value ?? null
}

async function insertBatches(db: Db, { table, same, ...load }: Load): Promise<number[]> {
  const postgres = dialectOf(db) === 'postgres'
  const columns = [...Object.keys(same), ...load.columns]
  const size = postgres ? MOST_IN_JSON : Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_PARAMETERS / columns.length)))
  const ids: number[] = []
  for (let from = 0; from < load.rows.length; from += size) {
    const rows = load.rows.slice(from, from + size).map((row) => ({ ...same, ...row }))
    const batch = { table, columns, rows }
    ids.push(...inOrder(rows, postgres ? await insertJson(db, batch) : await insertMany(db, batch)))
  }
  return ids
}

type Batch = Omit<Load, 'same'>

interface Placed {
  id: number
  uuid?: string
}

/** PostgreSQL reads the batch as one parameter and takes the types from the table itself. */
async function insertJson(db: Db, { table, columns, rows }: Batch): Promise<Placed[]> {
  const names = columns.map(() => '??').join(', ')
  const answer: { rows: Placed[] } = await db.raw(
    `insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?::json) returning *`,
    [table, ...columns, ...columns, table, JSON.stringify(rows)],
  )
  return answer.rows
}

async function insertMany(db: Db, { table, columns, rows }: Batch): Promise<Placed[]> {
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
function connectionOf(db: Db): Promise<Connection> {
  return (db as unknown as Bound).client.acquireConnection()
}
