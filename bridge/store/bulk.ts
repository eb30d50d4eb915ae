/** How rows are inserted, many at once above all: prepared on SQLite, one parameter on PostgreSQL, batches elsewhere. */
import type { Db } from './db.ts'
import { dialectOf, isTaken } from './dialect.ts'
import { prepared, type Client, type Connection } from './lean-runner.ts'

export type Row = Record<string, string | number | boolean | null>

/** Parameters of one statement: below every database's limit. */
const MOST_PARAMETERS = 2_000
const MOST_ROWS = 200
const MOST_IN_JSON = 1_000

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
  if (dialectOf(db) !== 'sqlite' || !db.isTransaction) return insertBatches(db, load)
  // Of our own transactions at once; one of knex hands out the same connection until it ends.
  const { client } = db as unknown as { client: Pick<Client, 'acquireConnection' | 'atOnce'> }
  return insertPrepared(client.atOnce?.('insert') ?? (await client.acquireConnection()), load)
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
function insertPrepared(raw: Connection, { table, same, columns, rows }: Load): number[] {
  const shared = Object.keys(same)
  const named: Row = {}
  for (const column of shared) named[column] = sqliteValue(same[column])
  const texts = textsOf(table, shared, columns)
  let [from, last] = [0, 0]
  while (from < rows.length) {
    const size = sizeFor(rows.length - from)
    const statement = prepared(raw, texts(size))
    const values = valuesOf(columns, rows.slice(from, from + size))
    last = Number((shared.length > 0 ? statement.run(values, named) : statement.run(values)).lastInsertRowid)
    from += size
  }
  return idsUpTo(last, rows.length)
}

function idsUpTo(last: number, count: number): number[] {
  const ids: number[] = []
  for (let id = last - count + 1; id <= last; id++) ids.push(id)
  return ids
}

/** Most rows of one statement: with 16 columns 512 parameters. */
const MOST_AT_ONCE = 32
const FEW = 8

/** As many as there are where they are few, such as the lines of a document; the rest in lots, so that there are not too many texts. */
const sizeFor = (left: number) => (left >= MOST_AT_ONCE ? MOST_AT_ONCE : Math.min(left, FEW))

/** Texts by size, for each table and set of columns: to put one together takes longer than to carry it out. */
const inserts = new Map<string, (size: number) => string>()

function textsOf(table: string, shared: string[], columns: string[]): (size: number) => string {
  const place = `${table} ${shared.join(' ')}, ${columns.join(' ')}`
  let texts = inserts.get(place)
  if (!texts) inserts.set(place, (texts = insertOf(table, shared, columns)))
  return texts
}

function insertOf(table: string, shared: string[], columns: string[]): (size: number) => string {
  const names = [...shared, ...columns].map((column) => `"${column}"`).join(', ')
  const marks = `(${[...shared.map((column) => `@${column}`), ...columns.map(() => '?')].join(', ')})`
  const texts: string[] = []
  return (size) => (texts[size] ??= `insert into "${table}" (${names}) values ${Array(size).fill(marks).join(', ')}`)
}

/** Rows of every table pass here: a look-up that is not tied to one shape of row spares the engine to adapt to each of them. */
function valuesOf(columns: string[], rows: Row[]): unknown[] {
  const values: unknown[] = []
  for (const row of rows) for (const column of columns) values.push(sqliteValue(Reflect.get(row, column)))
  return values
}

function sqliteValue(value: Row[string] | undefined): Row[string] {
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
