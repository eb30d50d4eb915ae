/**
 * Brings the database to the shape of this version; migrations are listed, never discovered, and only ever added. All of it
 * is one transaction under a lock that ends with it: a second process waits, and a crash leaves neither half a shape nor
 * a lock behind.
 */
import type { Knex } from 'knex'
import { Problem } from '../domain/problem.ts'
import type { Database, Db } from './db.ts'
import { holdLock } from './dialect.ts'
import * as first from './migrations/001-first.ts'
import * as clientsInOrder from './migrations/002-clients-in-order.ts'
import * as intentsByKey from './migrations/003-intents-by-key.ts'
import * as observations from './migrations/004-observations.ts'
import * as awaitedInvoices from './migrations/005-awaited-invoices.ts'
import * as installation from './migrations/006-installation.ts'
import * as certificates from './migrations/008-certificates.ts'
import * as mappingVersions from './migrations/009-mapping-versions.ts'
import * as foundByWhatIsRare from './migrations/010-found-by-what-is-rare.ts'

interface Migration {
  name: string
  up(db: Knex): Promise<void>
}

const MIGRATIONS: Migration[] = [
  { name: '001-first', up: (db) => first.up(db) },
  { name: '002-clients-in-order', up: (db) => clientsInOrder.up(db) },
  { name: '003-intents-by-key', up: (db) => intentsByKey.up(db) },
  { name: '004-observations', up: (db) => observations.up(db) },
  { name: '005-awaited-invoices', up: (db) => awaitedInvoices.up(db) },
  { name: '006-installation', up: (db) => installation.up(db) },
  { name: '008-certificates', up: (db) => certificates.up(db) },
  { name: '009-mapping-versions', up: (db) => mappingVersions.up(db) },
  { name: '010-found-by-what-is-rare', up: (db) => foundByWhatIsRare.up(db) },
]

/** Names of the migrations that this database has behind it. */
const LEDGER = 'migrations'

/** @throws Problem `database.newer` when a newer version of Zveno has worked on it */
export async function migrate({ db }: Pick<Database, 'db'>): Promise<void> {
  await db.transaction(async (tx) => {
    await holdLock(tx, 'zveno.migrations')
    const done = await readLedger(tx)
    refuseNewer(done)
    for (const migration of MIGRATIONS) {
      if (done.includes(migration.name)) continue
      await migration.up(tx)
      await tx(LEDGER).insert({ name: migration.name })
    }
  })
}

async function readLedger(tx: Db): Promise<string[]> {
  if (!(await tx.schema.hasTable(LEDGER)))
    await tx.schema.createTable(LEDGER, (t) => void t.string('name', 100).primary())
  const rows: { name: string }[] = await tx(LEDGER).select('name')
  return rows.map((row) => row.name)
}

/** The first of these migrations that this version does not know: a newer one has made them. */
export function unknownMigration(done: string[]): string | undefined {
  return done.find((name) => !MIGRATIONS.some((migration) => migration.name === name))
}

function refuseNewer(done: string[]): void {
  const unknown = unknownMigration(done)
  if (unknown !== undefined) throw new Problem('database.newer', { migration: unknown })
}
