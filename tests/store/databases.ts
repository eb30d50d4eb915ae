/**
 * Every database at hand: SQLite always, PostgreSQL when its programs are installed, SQL Server when `ZVENO_TEST_MSSQL`
 * holds the address of an empty database that may be filled. What is not there is a skip that says so; on a build
 * machine (`CI`) a missing PostgreSQL fails.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { openDatabase, type Database, type DatabaseOptions } from '../../bridge/store/db.ts'
import { postgresFolder } from './postgres.ts'

export interface Place {
  dialect: Database['dialect']
  /** Address of a new, empty database that nobody has opened yet. */
  reserve(): Promise<DatabaseOptions>
  /** Opens a new, empty database; closed after the tests. */
  open(): Promise<Database>
  /** Opens the database of an earlier `open()` once more, as another process would. */
  again(database: Database): Promise<Database>
}

/** Runs the same promises on each database. */
export function onEachDatabase(promise: string, tests: (place: Place) => void): void {
  describe(`${promise} (SQLite)`, () => tests(sqlite()))
  postgres(promise, tests)
  const server = process.env['ZVENO_TEST_MSSQL']
  describe.skipIf(!server)(`${promise} (SQL Server${server ? '' : ': skipped, ZVENO_TEST_MSSQL is not set'})`, () =>
    tests(placeOf('mssql', () => Promise.resolve({ url: server ?? '', folder: '' }))),
  )
}

function postgres(promise: string, tests: (place: Place) => void): void {
  const programs = postgresFolder()
  if (programs === null && process.env['CI']) {
    it(`${promise} (PostgreSQL)`, () => expect.fail('PostgreSQL must be installed on a build machine'))
    return
  }
  describe.skipIf(programs === null)(`${promise} (PostgreSQL${programs ? '' : ': skipped, not installed'})`, () => {
    const urls: string[] = []
    afterAll(async () => {
      for (const url of urls) await fetch(inject('postgres'), { method: 'DELETE', body: url })
    })
    tests(
      placeOf('postgres', async () => {
        const url = await newPostgres()
        urls.push(url)
        return { url, folder: '' }
      }),
    )
  })
}

/** @returns address of a new, empty database on the server of this run */
async function newPostgres(): Promise<string> {
  const answer = await fetch(inject('postgres'))
  const said = await answer.text()
  if (!answer.ok) throw new Error(said)
  return said
}

function sqlite(): Place {
  const folders: string[] = []
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
  return placeOf('sqlite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zveno-store-'))
    folders.push(folder)
    return Promise.resolve({ url: '', folder })
  })
}

function placeOf(dialect: Place['dialect'], next: () => Promise<DatabaseOptions>): Place {
  const opened = new Map<Database, DatabaseOptions>()
  const openAt = async (options: DatabaseOptions) => {
    const database = await openDatabase(options)
    opened.set(database, options)
    return database
  }
  // Hooks of one level run last to first: databases close before their server stops.
  afterAll(async () => {
    for (const database of opened.keys()) await database.close()
  })
  return {
    dialect,
    reserve: next,
    open: async () => openAt(await next()),
    again: (database) => openAt(opened.get(database) ?? { url: '', folder: '' }),
  }
}
