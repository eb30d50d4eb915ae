/**
 * Runs statements of knex on the SQLite inside this process. Knex is made for servers: a statement passes event emitters, timers
 * and a chain of promises, ten times what SQLite needs to carry it out. Here is left what the outcome depends on: the place in
 * the pool, the check that its transaction still lives, the form of the answer. Statements stay prepared.
 */

/** What knex compiles a builder into, and how the answer comes back in it. */
export interface Compiled {
  sql: string
  bindings?: unknown[]
  response?: unknown
  context?: { lastID: number | bigint; changes: number }
}

/** As much of the driver as is used. */
export interface Connection {
  readonly inTransaction: boolean
  prepare(sql: string): Statement
  pragma(text: string): unknown
}

export interface Statement {
  /** True for what answers with rows. */
  readonly reader: boolean
  all(bindings: unknown[]): unknown[]
  /** @param named values of `@name`, where the statement has any */
  run(bindings: unknown[], named?: object): { lastInsertRowid: number | bigint; changes: number }
}

/** The part of a knex client, or of its twin inside a transaction, that a statement needs. */
export interface Client {
  acquireConnection(): Promise<Connection>
  releaseConnection(connection: Connection): unknown
  query(connection: Connection, compiled: Compiled): Promise<Compiled>
  processResponse(answered: Compiled): unknown
}

export interface Runner {
  run(): Promise<unknown>
}

/** What is awaited: a query or a raw statement; changes of the schema come as several statements and are not for us. */
export interface Builder {
  _method?: string
  isRawInstance?: boolean
  toSQL(): Compiled
}

export function isOneStatement(builder: Builder): boolean {
  return builder._method !== undefined || builder.isRawInstance === true
}

export class LeanRunner implements Runner {
  readonly #client: Client
  readonly #builder: Builder

  constructor(client: Client, builder: Builder) {
    this.#client = client
    this.#builder = builder
  }

  async run(): Promise<unknown> {
    const compiled = this.#builder.toSQL()
    const connection = await this.#client.acquireConnection()
    try {
      return this.#client.processResponse(await this.#client.query(connection, compiled))
    } finally {
      this.#client.releaseConnection(connection)
    }
  }
}

/** @throws the driver's error; its message names the statement, never the values, which may be personal data */
export async function runPrepared(connection: Connection, asked: string | Compiled): Promise<Compiled> {
  const compiled: Compiled = typeof asked === 'string' ? { sql: asked } : asked
  try {
    const statement = prepared(connection, compiled.sql)
    const bindings = (compiled.bindings ?? []).map(bindable)
    if (statement.reader) return Object.assign(compiled, { response: statement.all(bindings) })
    const { lastInsertRowid: lastID, changes } = statement.run(bindings)
    return Object.assign(compiled, { response: { changes }, context: { lastID, changes } })
  } catch (error) {
    const { message } = error as Error
    throw Object.assign(error as Error, { message: `${compiled.sql} - ${message}` })
  }
}

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
  // What was prepared before a change of the schema may answer with the old columns.
  if (CHANGES_SCHEMA.test(sql) || statements.size >= MOST_PREPARED) statements.clear()
  if (!CHANGES_SCHEMA.test(sql)) statements.set(sql, statement)
  return statement
}
