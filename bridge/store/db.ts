/** Opens the database: SQLite in a folder, PostgreSQL or SQL Server by address. Drivers are loaded only when used. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { Problem } from '../domain/problem.ts'
import { isAway } from './dialect.ts'
import { groupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'

/** A connection or a transaction; statements of one piece of work all go through the same one. */
export type Db = Knex

export type DialectName = 'sqlite' | 'postgres' | 'mssql'

export interface Database {
  dialect: DialectName
  /** For writes outside a transaction and for reads that must see the latest write. */
  db: Db
  /** For the questions of screens: never waits for a writer. */
  reader: Db
  /** Runs the work as one durable unit. It must not wait for the network, nor for another transaction. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** `postgres://...` or `mssql://...`; '' = SQLite in `folder`. */
  url: string
  folder: string
  /** Called with the file of an embedded database before its shape is changed; when it fails, nothing is changed. */
  beforeUpgrade?: (file: string) => Promise<void>
}

/** Name of the embedded database inside its folder. */
export const FILE = 'zveno.sqlite'

/** @throws Problem `database.unreadable` `database.folder` `database.unreachable` `database.wrong-url` `database.newer` */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = options.url === '' ? await openEmbedded(options.folder) : await openServer(options.url)
  try {
    const { url, folder, beforeUpgrade } = options
    await migrate(database, url === '' ? () => beforeUpgrade?.(join(folder, FILE)) : undefined)
    return database
  } catch (error) {
    await database.close()
    throw asProblem(error, options)
  }
}

async function openEmbedded(folder: string): Promise<Database> {
  makeFolder(folder)
  const { sqliteConfig } = await import('./sqlite.ts')
  const { WriterSeat } = await import('./writer-seat.ts')
  const { default: knex } = await import('knex')
  const file = join(folder, FILE)
  const seat = new WriterSeat()
  const writer = knex(sqliteConfig(file, 'writer', seat))
  const reader = knex(sqliteConfig(file, 'reader', seat))
  const close = async () => {
    await reader.destroy()
    await writer.destroy()
  }
  return { dialect: 'sqlite', db: writer, reader, transaction: groupCommit(writer), close }
}

async function openServer(url: string): Promise<Database> {
  const dialect = dialectOf(url)
  const { serverConfig } = await import('./servers.ts')
  const { default: knex } = await import('knex')
  const db = knex(serverConfig(dialect, url))
  return { dialect, db, reader: db, transaction: (work) => db.transaction(work), close: () => db.destroy() }
}

function dialectOf(url: string): 'postgres' | 'mssql' {
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgres'
  if (/^(mssql|sqlserver):\/\//.test(url)) return 'mssql'
  throw new Problem('database.wrong-url', { schemes: 'postgres://, mssql://' })
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new Problem('database.folder', { folder, fault: (error as Error).message })
  }
}

/** What the drivers say, in words that a person can act on; a mistake of ours stays what it is. */
function asProblem(error: unknown, options: DatabaseOptions): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error
  const fault = error.message.slice(0, MOST_OF_FAULT).replaceAll(/\/\/[^@\s]*@/g, '//***@')
  if (options.url !== '') return isAway(error) ? new Problem('database.unreachable', { fault }) : error
  const code = String((error as { code?: unknown }).code)
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
    return new Problem('database.unreadable', { file: join(options.folder, FILE), fault })
  if (/^SQLITE_(CANTOPEN|READONLY|IOERR|FULL|PERM)/.test(code))
    return new Problem('database.folder', { folder: options.folder, fault })
  return error
}

const MOST_OF_FAULT = 300
