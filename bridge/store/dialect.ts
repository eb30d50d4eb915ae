/**
 * What differs between SQLite, PostgreSQL and SQL Server, each as a named ability. Everything else in the store is
 * statements that all three take: dates are text, sums integers, names sort and match by `search_key`.
 */
import type { Knex } from 'knex'
import type { Db, DialectName } from './db.ts'
import { fewNamed } from './name-index.ts'

export function dialectOf(db: Db): DialectName {
  const { dialect } = db.client as { dialect: string }
  if (dialect === 'postgresql') return 'postgres'
  return dialect === 'mssql' ? 'mssql' : 'sqlite'
}

/**
 * Rows whose `search_key` (of `table`) contains what was typed; `key` comes from `searchKey`.
 * @returns a condition for `query.modify(...)`
 */
export async function nameContains(db: Db, table: string, key: string): Promise<(query: Knex.QueryBuilder) => void> {
  const few = dialectOf(db) === 'sqlite' ? await fewNamed(db, table, key) : null
  return (query) => {
    if (few) void query.whereIn(`${table}.id`, few)
    void query.whereRaw(`?? like ? escape '\\'`, [`${table}.search_key`, containing(key)])
  }
}

/** Text for `like ... escape '\\'`: the typed signs stand for themselves. SQL Server knows `[` as a fourth one. */
export function containing(typed: string): string {
  return `%${typed.replaceAll(/[\\%_[]/g, '\\$&')}%`
}

/** Lets what is deleted from here on leave no trace in the file of an embedded database; servers have their own care for that. */
export async function overwriteDeleted(db: Db): Promise<void> {
  if (dialectOf(db) !== 'sqlite') return
  await db.raw('pragma secure_delete = on')
}

/** Unique key violated: SQLite, PostgreSQL, SQL Server (2627 constraint, 2601 index). */
const TAKEN = new Set<unknown>(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505', 2627, 2601])

export function isTaken(error: unknown): boolean {
  return codesOf(error).some((code) => TAKEN.has(code))
}

/** Another process holds what we need: trying the whole transaction again helps. 1205 = deadlock, 1222 = lock timeout. */
const LOCKED = new Set<unknown>([
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_LOCKED',
  '40P01',
  '40001',
  '55P03',
  1205,
  1222,
])

export function isLocked(error: unknown): boolean {
  return codesOf(error).some((code) => LOCKED.has(code))
}

/** No room on the disk of the database, or it cannot be written to; SQL Server says so of its data and of its log. */
const FULL = new Set<unknown>(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', '53100', 1101, 1105, 9002])

export function isFull(error: unknown): boolean {
  return codesOf(error).some((code) => FULL.has(code))
}

/**
 * No answer, no such host, no such database, wrong password: PostgreSQL classes 08 28 3D 53 57, and names of the sockets
 * and of the SQL Server driver. Its EREQUEST is a statement that the server refused: a mistake of ours.
 */
export function isAway(error: Error): boolean {
  const { code = '' } = error as { code?: string }
  if (/^(08|28|3D|53|57)...$/.test(code)) return true
  if (/^E(?!RR_)[A-Z]+/.test(code)) return code !== 'EREQUEST'
  return /^(KnexTimeoutError|AggregateError)$/.test(error.name) || error.message.startsWith('Connection terminated')
}

/** The database is busy or away for a moment: what failed was right and will pass when it is tried again. */
export function isPassing(error: unknown): boolean {
  return isLocked(error) || (error instanceof Error && isAway(error))
}

function codesOf(error: unknown): unknown[] {
  if (typeof error !== 'object' || error === null) return []
  const { code, number } = error as { code?: unknown; number?: unknown }
  return [code, number]
}

/**
 * Lets one transaction at a time past this point, until it ends; processes everywhere wait for each other. On SQLite every
 * transaction holds the one writer's place from its beginning.
 */
export async function holdLock(tx: Db, name: string): Promise<void> {
  const dialect = dialectOf(tx)
  if (dialect === 'postgres') await tx.raw('select pg_advisory_xact_lock(hashtext(?))', [name])
  if (dialect === 'mssql')
    await tx.raw(`exec sp_getapplock @Resource = ?, @LockMode = 'Exclusive', @LockOwner = 'Transaction'`, [name])
}

/**
 * Column type of a key that people search and sort by: compared sign by sign, so that every database gives the same order
 * and the same pages. `search_key` has no `ё` and no capitals, hence this order is the alphabet's.
 */
export function keyType(db: Knex, length: number): string {
  if (dialectOf(db) === 'postgres') return `varchar(${length}) collate "C"`
  return dialectOf(db) === 'mssql' ? `nvarchar(${length}) collate Latin1_General_100_BIN2` : `varchar(${length})`
}
