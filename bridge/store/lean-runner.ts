/**
 * Runs statements of knex on the SQLite inside this process. Knex is made for servers: a statement passes event emitters, timers
 * and a chain of promises, ten times what SQLite needs to carry it out. Here is left what the outcome depends on: the place in
 * the pool, the check that its transaction still lives, the form of the answer. Statements stay prepared.
 */
import { shapeOf, type Shape } from './shape.ts'

/** What knex compiles a builder into. */
export interface Compiled extends Form {
  sql: string
  bindings?: unknown[]
}

/** What the builder was asked for, in the words of knex: rows, the first, one column, a count. */
interface Form {
  method?: unknown
  output?: unknown
  pluck?: unknown
  returning?: unknown
}

/** From which knex takes what the builder was asked for. */
export interface Answered extends Form {
  response: unknown
  context?: { lastID: number | bigint; changes: number }
}

/** As much of the driver as is used. */
export interface Connection {
  readonly open: boolean
  readonly inTransaction: boolean
  prepare(sql: string): Statement
  pragma(text: string): unknown
}

export interface Statement {
  /** True for what answers with rows. */
  readonly reader: boolean
  /** Lets `all` answer with rows as lists of values. */
  raw(): unknown
  columns(): { name: string }[]
  all(bindings: unknown[]): unknown[]
  /** @param named values of `@name`, where the statement has any */
  run(bindings: unknown[], named?: object): { lastInsertRowid: number | bigint; changes: number }
}

/** The part of a knex client, or of its twin inside a transaction, that a statement needs. */
export interface Client {
  acquireConnection(): Promise<Connection>
  releaseConnection(connection: Connection): unknown
  /** The same as `toDriver`, for whoever has waited for a place in the pool. */
  query(connection: Connection, compiled: Compiled): Promise<Answered>
  /** The one way to the driver. */
  toDriver(connection: Connection, compiled: Compiled): Answered
  processResponse(answered: Answered): unknown
  /** The connection that may carry out this statement now, without a place in the pool; see `carryOut`. */
  atOnce?(sql: string): Connection | undefined
}

export interface Runner {
  run(): Promise<unknown>
}

/** What is awaited: a query or a raw statement; changes of the schema come as several statements and are not for us. */
export interface Builder {
  isRawInstance?: boolean
  toSQL(): Compiled
}

export function isOneStatement(builder: Builder): boolean {
  return Reflect.get(builder, '_method') !== undefined || builder.isRawInstance === true
}

export class LeanRunner implements Runner {
  readonly #client: Client
  readonly #builder: Builder

  constructor(client: Client, builder: Builder) {
    this.#client = client
    this.#builder = builder
  }

  async run(): Promise<unknown> {
    return carryOut(this.#client, this.#builder.toSQL())
  }
}

/**
 * Carries a statement out: at once where the client knows a connection for it, else on one that the pool gives. The connection
 * that writes has the pages in memory; each other one reads them anew after every commit, which takes longer than the
 * statement itself. Between finding it free and using it nothing else can run.
 */
export async function carryOut(client: Client, compiled: Compiled): Promise<unknown> {
  const free = client.atOnce?.(compiled.sql)
  if (free) return client.processResponse(client.toDriver(free, compiled))
  const connection = await client.acquireConnection()
  try {
    return client.processResponse(await client.query(connection, compiled))
  } finally {
    client.releaseConnection(connection)
  }
}

/** @throws the driver's error; its message names the statement, never the values, which may be personal data */
export function runPrepared(connection: Connection, asked: string | Compiled): Answered {
  const compiled: Compiled = typeof asked === 'string' ? { sql: asked } : asked
  const { method, output, pluck, returning } = compiled
  try {
    const statement = prepared(connection, compiled.sql)
    const bindings = (compiled.bindings ?? []).map(bindable)
    if (statement.reader) return { method, output, pluck, returning, response: rowsOf(statement, bindings) }
    const { lastInsertRowid: lastID, changes } = statement.run(bindings)
    return { method, output, pluck, returning, response: { changes }, context: { lastID, changes } }
  } catch (error) {
    const { message } = error as Error
    throw Object.assign(error as Error, { message: `${compiled.sql} - ${message}` })
  }
}

/**
 * Rows as objects. The driver names every value of every row anew, in a way that V8 cannot make quick; here the names of a
 * statement are asked for once, and its rows have one shape.
 */
function rowsOf(statement: Statement, bindings: unknown[]): Row[] {
  const rows = statement.all(bindings) as unknown[][]
  if (rows.length === 0) return []
  let known = shapes.get(statement)
  // After a change of the schema `*` may stand for more than it did.
  if (!known || known.width !== rows[0]?.length) {
    const names = statement.columns().map(({ name }) => name)
    known = { width: names.length, shape: shapeOf(names) }
    shapes.set(statement, known)
  }
  return rows.map(known.shape)
}

type Row = Record<string, unknown>

const shapes = new WeakMap<Statement, { width: number; shape: Shape }>()

function bindable(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value
}

/** Statements that one connection keeps: more than the product has, fewer than lists of every length could make. */
const MOST_PREPARED = 1_000
const CHANGES_SCHEMA = /^\s*(create|alter|drop|pragma|attach|vacuum)\b/i

const statementsOf = new WeakMap<Connection, Map<string, Statement>>()

/** The statement of this text on this connection, prepared at most once. */
export function prepared(connection: Connection, sql: string): Statement {
  const statements = statementsOf.get(connection) ?? new Map<string, Statement>()
  statementsOf.set(connection, statements)
  const known = statements.get(sql)
  if (known) return known
  const statement = connection.prepare(sql)
  if (statement.reader) statement.raw()
  // What was prepared before a change of the schema may answer with the old columns.
  if (CHANGES_SCHEMA.test(sql) || statements.size >= MOST_PREPARED) statements.clear()
  if (!CHANGES_SCHEMA.test(sql)) statements.set(sql, statement)
  return statement
}
