/** The embedded database as a file: a copy of it while it is in use, what such a copy holds, and whether somebody has it open. */
import type { Knex } from 'knex'
import { Problem } from '../domain/problem.ts'
import { checkAudit, type ChainCheck } from './audit.ts'
import type { Db } from './db.ts'
import { listErasures, type ListedErasure } from './erasure-list.ts'
import { findInstallation } from './installation.ts'
import { sqliteConfig } from './sqlite.ts'

/** As much of the driver as is used here. */
interface Connection {
  backup(file: string, options: { progress: (state: { totalPages: number }) => number }): Promise<unknown>
  pragma(text: string): unknown
  close(): void
}
type Driver = new (file: string, options: { fileMustExist: boolean; timeout: number }) => Connection

/** Milliseconds that a copy waits for a writer to be done. */
const PATIENCE_MS = 5_000

/**
 * Copies a database that others may be writing to: the copy is one moment of it. What has no log of its own any more is one
 * file.
 */
export async function copyDatabase(file: string, target: string): Promise<void> {
  const source = await connect(file, PATIENCE_MS)
  try {
    // All pages in one step: in pieces, a writer in another process would make it begin again and again.
    await source.backup(target, { progress: ({ totalPages }) => totalPages + 1 })
  } finally {
    source.close()
  }
  await foldLog(target)
}

/** Ends the log of a database, so that its file alone is the whole of it. @throws Problem `database.in-use` */
export async function foldLog(file: string): Promise<void> {
  const connection = await connect(file, 0)
  try {
    // Nobody else may have it open for that: the one way to tell, also for a service that is doing nothing.
    connection.pragma('journal_mode = DELETE')
  } catch (error) {
    if (isBusy(error)) throw new Problem('database.in-use', { file })
    throw error
  } finally {
    connection.close()
  }
}

export interface Contents {
  /** Names of the migrations it has behind it. */
  migrations: string[]
  /** '' = it comes from before installations had a name. */
  installation: string
  audit: ChainCheck
  /** Rows by table. */
  rows: Record<string, number>
}

export async function contentsOf(file: string): Promise<Contents> {
  const { default: knex } = await import('knex')
  const db = knex(sqliteConfig(file, 'reader'))
  try {
    const migrations = (await db('migrations').orderBy('name').pluck('name')) as string[]
    const named = (await db.schema.hasTable('installation')) ? await findInstallation(db) : undefined
    return { migrations, installation: named?.id ?? '', audit: await checkAudit(db), rows: await rowsOf(db) }
  } finally {
    await db.destroy()
  }
}

/** Erasures that a database file knows of; null = it cannot be read. */
export async function erasuresIn(file: string): Promise<ListedErasure[] | null> {
  const { default: knex } = await import('knex')
  const db = knex(sqliteConfig(file, 'reader'))
  try {
    return (await db.schema.hasTable('tombstones')) ? await listErasures(db) : []
  } catch (error) {
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(String((error as { code?: unknown }).code))) return null
    throw error
  } finally {
    await db.destroy()
  }
}

async function rowsOf(db: Db): Promise<Record<string, number>> {
  const tables: { name: string }[] = await db('sqlite_master')
    .where('type', 'table')
    .whereRaw(`name not like 'sqlite\\_%' escape '\\'`)
    .orderBy('name')
    .select('name')
  const rows: Record<string, number> = {}
  for (const { name } of tables) {
    const [counted] = (await db(name).count({ count: '*' })) as { count: number }[]
    rows[name] = counted?.count ?? 0
  }
  return rows
}

async function connect(file: string, timeout: number): Promise<Connection> {
  const { default: knex } = await import('knex')
  // Knex knows which driver this Node can load; the copying itself is none of its business.
  const { driver } = knex(sqliteConfig(file, 'reader')).client as { driver: Driver } & Knex.Client
  return new driver(file, { fileMustExist: true, timeout })
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
}
