/** The embedded database in memory: the product's own driver settings, migrations and group commit, without a file. */
import knex from 'knex'
import type { Database } from '../../../bridge/store/db.ts'
import { groupCommit } from '../../../bridge/store/group-commit.ts'
import { migrate } from '../../../bridge/store/migrate.ts'
import { sqliteConfig } from '../../../bridge/store/sqlite.ts'

interface Raw {
  serialize(): Buffer
}

/** @param image a database as `imageOf` made it; undefined = a new one is brought to the shape of this version */
export async function openInMemory(image?: Buffer): Promise<Database> {
  // The driver takes the bytes of a database in the place of its file name.
  const writer = knex(sqliteConfig((image ?? ':memory:') as string, 'writer'))
  const database: Database = {
    dialect: 'sqlite',
    db: writer,
    reader: writer,
    transaction: groupCommit(writer),
    close: () => writer.destroy(),
  }
  if (!image) await migrate(database)
  return database
}

export async function imageOf({ db }: Database): Promise<Buffer> {
  const client = db.client as { acquireConnection(): Promise<Raw>; releaseConnection(raw: Raw): unknown }
  const raw = await client.acquireConnection()
  try {
    return raw.serialize()
  } finally {
    client.releaseConnection(raw)
  }
}
