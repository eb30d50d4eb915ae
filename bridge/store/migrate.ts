/**
 * Brings the database to the shape of this version; migrations are listed, never discovered, and only ever added. All of it
 * is one transaction under a lock that ends with it: a second process waits, and a crash leaves neither half a shape nor
 * a lock behind.
 */
import { Problem } from '../domain/problem.ts'
import type { Database, Db } from './db.ts'
import { holdLock } from './dialect.ts'
import { MIGRATIONS, type Migration } from './migrations/index.ts'

/** Names of the migrations that this database has behind it. */
const LEDGER = 'migrations'

/**
 * There is no way back but a copy from before: what a new shape has no place for in the old one would be lost on the way down.
 * @param beforeUpgrade called when a database that is in use is about to get another shape; nobody can write to it meanwhile
 * @param known migrations of this version
 * @throws Problem `database.newer` when a newer version of Zveno has worked on it
 */
export async function migrate(
  { db }: Pick<Database, 'db'>,
  beforeUpgrade?: () => Promise<void> | undefined,
  known: Migration[] = MIGRATIONS,
): Promise<void> {
  await db.transaction(async (tx) => {
    await holdLock(tx, 'zveno.migrations')
    const done = await readLedger(tx)
    refuseNewer(done, known)
    const ahead = known.filter(({ name }) => !done.includes(name))
    if (done.length > 0 && ahead.length > 0) await beforeUpgrade?.()
    for (const migration of ahead) {
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
export function unknownMigration(done: string[], known: Pick<Migration, 'name'>[] = MIGRATIONS): string | undefined {
  return done.find((name) => !known.some((migration) => migration.name === name))
}

function refuseNewer(done: string[], known: Pick<Migration, 'name'>[]): void {
  const unknown = unknownMigration(done, known)
  if (unknown !== undefined) throw new Problem('database.newer', { migration: unknown })
}
