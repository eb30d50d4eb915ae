/** SQLite for knex: the driver that this Node can load, one writer with full durability, several readers. */
import { createRequire } from 'node:module'
import type { Knex } from 'knex'
import {
  isOneStatement,
  LeanRunner,
  runPrepared,
  type Answered,
  type Builder,
  type Client,
  type Compiled,
  type Connection,
} from './lean-runner.ts'
import { QUIET } from './servers.ts'
import { WriterSeat } from './writer-seat.ts'

const load = createRequire(import.meta.url)

/** Milliseconds that a statement waits for a lock of another process. */
const BUSY_TIMEOUT_MS = 5_000
const READERS = 4
/** Whoever waits longer for the connection that writes waits for somebody who never ends, or for himself. */
const TURN_MS = 60_000
/** The same at the end, when the database is to be closed. */
const FAREWELL_MS = 5_000
/** 64 MB of pages for the writer, negative = kibibytes. */
const CACHE_KIB = -65_536

/** Pages written to the log before they are moved into the file: 96 MB instead of 4, so that a load moves a page once, not each time. */
const CHECKPOINT_PAGES = 24_000

/** A statement that begins so changes nothing. */
const ONLY_READS = /^\s*select\b/i

type Role = 'writer' | 'reader'

type Done = (error: Error | null, connection: unknown) => void

/** @param seat shared by the writer and the readers of one database in this process */
export function sqliteConfig(file: string, role: Role, seat = new WriterSeat()): Knex.Config {
  const setUp = (connection: Connection, done: Done) => {
    try {
      prepare(connection, role)
      done(null, connection)
    } catch (error) {
      done(error as Error, connection)
    }
  }
  return {
    client: role === 'writer' ? writerClient(seat) : sqliteClient(role, seat),
    log: QUIET,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: role === 'writer' ? 1 : 0, max: role === 'writer' ? 1 : READERS, afterCreate: setUp },
  }
}

function prepare(connection: Connection, role: Role): void {
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  connection.pragma('foreign_keys = ON')
  connection.pragma(`cache_size = ${CACHE_KIB}`)
  // What a savepoint or a statement may have to take back; beyond 64 KB of it SQLite would open a file each time.
  connection.pragma('temp_store = MEMORY')
  if (role === 'reader') connection.pragma('query_only = ON')
  else {
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  }
}

/** better-sqlite3 13 ends Node 20 with a crash, 12 has no ready build for newer ones: each Node gets its own. */
function sqliteClient(role: Role, seat: WriterSeat): typeof Knex.Client {
  const Client = load('knex/lib/dialects/better-sqlite3/index.js') as typeof Knex.Client
  return class extends Client {
    /** Of this client alone: a transaction of knex makes itself a client without it, and keeps to its own connection. */
    readonly atOnce = (sql: string): Connection | undefined => {
      const { connection } = seat
      if (!connection?.open || connection.inTransaction) return undefined
      return role === 'writer' || ONLY_READS.test(sql) ? connection : undefined
    }

    _driver(): unknown {
      const major = Number(process.versions.node.split('.')[0])
      return load(major >= 22 ? 'better-sqlite3-napi' : 'better-sqlite3')
    }

    override queryCompiler(...given: Parameters<Knex.Client['queryCompiler']>): Compiler {
      return withPlainLimit(super.queryCompiler(...given) as Compiler)
    }

    override runner(builder: unknown): unknown {
      const asked = builder as Builder
      return isOneStatement(asked) ? new LeanRunner(this as unknown as Client, asked) : super.runner(builder)
    }

    override async query(connection: unknown, asked: unknown): Promise<unknown> {
      return this.toDriver(connection as Connection, asked as Compiled)
    }

    toDriver(connection: Connection, asked: Compiled | string): Answered {
      return runPrepared(connection, asked)
    }
  }
}

/** Its only connection is handed from one to the next at the seat and given back to the pool at the end. */
function writerClient(seat: WriterSeat): typeof Knex.Client {
  return class extends sqliteClient('writer', seat) {
    override async acquireConnection(): Promise<unknown> {
      await seat.take(TURN_MS)
      try {
        return (seat.connection ??= (await super.acquireConnection()) as Connection)
      } catch (error) {
        seat.leave()
        throw error
      }
    }

    override async releaseConnection(): Promise<void> {
      seat.leave()
    }

    /** Whoever has the turn ends it first, unless he never does. */
    override async destroy(whenDone?: unknown): Promise<void> {
      await seat.take(FAREWELL_MS).catch(() => undefined)
      const { connection } = seat
      seat.connection = undefined
      if (connection) await super.releaseConnection(connection)
      seat.leave()
      await super.destroy(whenDone)
    }

    /** Of knex's own, which only change the shape of the database; see `lean-transaction.ts` for those of daily work. */
    override transaction(...given: Parameters<Knex.Client['transaction']>): Knex.Transaction {
      const begun = super.transaction(...given) as Begun
      begun.begin = (connection) => begun.query(connection, 'BEGIN IMMEDIATE;')
      return begun
    }
  }
}

/** What knex draws texts up with; its own types leave it open. */
interface Compiler {
  single: { limit?: unknown }
  limit(): string
}

/**
 * The limit as a number in the text. As a parameter SQLite plans the statement anew each time one is bound, because a plan may
 * depend on it: ten times what the statement itself takes.
 */
function withPlainLimit(compiler: Compiler): Compiler {
  const asParameter = compiler.limit.bind(compiler)
  compiler.limit = () => {
    const { limit } = compiler.single
    return Number.isSafeInteger(limit) ? `limit ${Number(limit)}` : asParameter()
  }
  return compiler
}

type Begun = Knex.Transaction & {
  begin(connection: unknown): unknown
  query(connection: unknown, sql: string): unknown
}
