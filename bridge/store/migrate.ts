/** Brings the database to the shape of this version; migrations are listed, never discovered, and only ever added. */
import type { Knex } from 'knex'
import { Problem } from '../domain/problem.ts'
import type { Database } from './db.ts'
import * as first from './migrations/001-first.ts'

interface Migration {
  name: string
  up(db: Knex): Promise<void>
  down(db: Knex): Promise<void>
}

const MIGRATIONS: Migration[] = [{ name: '001-first', ...first }]

/** @throws Problem `database.newer` when a newer version of Zveno has worked on it */
export async function migrate({ db }: Database): Promise<void> {
  const migrationSource = {
    getMigrations: () => Promise.resolve(MIGRATIONS),
    getMigrationName: (migration: Migration) => migration.name,
    getMigration: (migration: Migration) => Promise.resolve(migration),
  }
  try {
    await db.migrate.latest({ migrationSource })
  } catch (error) {
    if (error instanceof Error && error.message.includes('migration directory is corrupt'))
      throw new Problem('database.newer')
    throw error
  }
}
