/**
 * Transactions on the SQLite inside this process. Knex builds a whole knex for each: events, timers, a hundred properties, half a
 * millisecond for what SQLite does in a few microseconds. Here is left what the outcome depends on: one connection from
 * beginning to end, savepoints one after another, and no statement once it has ended.
 */
import type { Db } from './db.ts'
import { runPrepared, type Client, type Compiled, type Connection } from './lean-runner.ts'

/** A client as knex hands it to its builders. */
type WholeClient = Client & {
  queryBuilder(): { table(name: string): unknown }
  raw(...given: unknown[]): unknown
}

interface Scope {
  client: WholeClient
  connection: Connection
  /** How many savepoints deep, 0 = the transaction itself. */
  level: number
  live: boolean
  /** The savepoint before must have ended. */
  last: Promise<unknown>
}

/**
 * A plain BEGIN takes the writer's place at the first write: if another process has written since our first read, SQLite then
 * refuses at once. Taking the place at the beginning waits for it instead.
 * @param writer knex with a pool of one connection
 * @throws what the work throws, after everything was taken back
 */
export async function leanTransaction<T>(writer: Db, work: (db: Db) => Promise<T>): Promise<T> {
  const client = writer.client as WholeClient
  const connection = await client.acquireConnection()
  try {
    runPrepared(connection, 'BEGIN IMMEDIATE')
    return await within({ client, connection, level: 0 }, work)
  } finally {
    client.releaseConnection(connection)
  }
}

async function within<T>(place: Pick<Scope, 'client' | 'connection' | 'level'>, work: (db: Db) => Promise<T>) {
  const { connection, level } = place
  const client = clientWithin(place.client, () => scope)
  const scope: Scope = { client, connection, level, live: true, last: Promise.resolve() }
  try {
    const value = await work(dbWithin(scope))
    scope.live = false
    runPrepared(connection, level === 0 ? 'COMMIT' : `RELEASE SAVEPOINT level${level}`)
    return value
  } catch (error) {
    scope.live = false
    // A full disk ends the transaction by itself.
    if (connection.inTransaction) takeBack(scope)
    throw error
  }
}

function takeBack({ connection, level }: Scope): void {
  if (level === 0) return void runPrepared(connection, 'ROLLBACK')
  runPrepared(connection, `ROLLBACK TO SAVEPOINT level${level}`)
  runPrepared(connection, `RELEASE SAVEPOINT level${level}`)
}

/** The same client on the one connection, as long as the transaction lives. */
function clientWithin(outer: WholeClient, scope: () => Scope): WholeClient {
  const client = Object.create(outer) as WholeClient
  return Object.assign(client, {
    acquireConnection: async () => connectionOf(scope()),
    releaseConnection: () => {
      // It goes back with the end of the transaction.
    },
    query: async (_connection: Connection, asked: Compiled) => outer.query(connectionOf(scope()), asked),
    atOnce: () => {
      const { live, connection } = scope()
      return live && connection.inTransaction ? connection : undefined
    },
  })
}

/**
 * @throws Error for a statement that nobody waited for, and when the database has taken the transaction back by itself: on
 * its own it would be half of something
 */
function connectionOf({ live, connection }: Scope): Connection {
  if (live && connection.inTransaction) return connection
  throw new Error('a statement came after its transaction had ended')
}

/** As much of knex as work in a transaction uses; the rest is not there, so that nothing slips past the transaction. */
function dbWithin(scope: Scope): Db {
  const { client } = scope
  const db = (table: string) => client.queryBuilder().table(table)
  return Object.assign(db, {
    client,
    isTransaction: true,
    raw: (...given: unknown[]) => client.raw(...given),
    transaction: (work: (inner: Db) => Promise<unknown>) => savepoint(scope, work),
  }) as unknown as Db
}

/** A part that is taken back alone when it fails. */
function savepoint<T>(outer: Scope, work: (db: Db) => Promise<T>): Promise<T> {
  const { client, connection } = outer
  const level = outer.level + 1
  const begun = outer.last.then(async () => {
    runPrepared(connectionOf(outer), `SAVEPOINT level${level}`)
    return within({ client, connection, level }, work)
  })
  outer.last = begun.catch(() => undefined)
  return begun
}
