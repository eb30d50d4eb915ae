/** Knex as it comes, with its own client: what the product has added to it is nobody else's. */
import { createRequire } from 'node:module'
import type { Knex } from 'knex'
import knexOf from 'knex'

/** Settings of the file, word for word those of `bridge/store/sqlite.ts`. */
const PRAGMAS = [
  'busy_timeout = 5000',
  'foreign_keys = ON',
  'cache_size = -65536',
  'journal_mode = WAL',
  'synchronous = FULL',
  'wal_autocheckpoint = 8000',
]

type Connection = { pragma(text: string): unknown }

export function openPlain(file: string): Knex {
  const need = createRequire(import.meta.url)
  const Client = need('knex/lib/dialects/better-sqlite3/index.js') as typeof Knex.Client
  return knexOf({
    client: class extends Client {
      _driver(): unknown {
        return need(Number(process.versions.node.split('.')[0]) >= 22 ? 'better-sqlite3-napi' : 'better-sqlite3')
      }
    },
    connection: { filename: file },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: Connection, done: (error: Error | null, connection: Connection) => void) => {
        for (const pragma of PRAGMAS) connection.pragma(pragma)
        done(null, connection)
      },
    },
  })
}
