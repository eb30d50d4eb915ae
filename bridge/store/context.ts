/** On whose behalf, with which database, clock and ids something is done: handed to every action and report. */
import type { Viewer } from '../domain/people.ts'
import { Problem } from '../domain/problem.ts'
import { transactUntilFree } from './again.ts'
import type { Database, Db } from './db.ts'
import { isFull, isLocked } from './dialect.ts'

export interface Context {
  viewer: Viewer
  db: Db
  /** UTC ISO text with milliseconds. */
  now(): string
  newId(): string
  /**
   * Runs the work as one durable unit with a context bound to it; inside a transaction as a part of it, which fails only
   * together with the whole. On a server the work is done anew when another process held what it needed.
   * @throws Problem `server.busy` `database.full`, and then nothing was changed
   */
  transaction<T>(work: (ctx: Context) => Promise<T>): Promise<T>
}

export interface ContextOptions {
  viewer: Viewer
  now(): string
  newId(): string
  /** `ask` reads from the readers and never waits for a writer; `act` (the default) writes. */
  mode?: 'ask' | 'act'
}

export function contextOn(database: Database, options: ContextOptions): Context {
  const outside = within(options.mode === 'ask' ? database.reader : database.db, options)
  return Object.assign(outside, {
    transaction: <T>(work: (ctx: Context) => Promise<T>) =>
      transactUntilFree(database, (db) => work(within(db, options))).catch(sayInWords),
  })
}

const RETRY_AFTER_SECONDS = 2

/** What passes by itself, or when somebody makes room, is no incident: people are told what to do. */
function sayInWords(error: unknown): never {
  const because = { cause: error }
  if (isFull(error)) throw Object.assign(new Problem('database.full'), because)
  if (isLocked(error))
    throw Object.assign(new Problem('server.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS }), because)
  throw error
}

function within(db: Db, options: ContextOptions): Context {
  const { viewer } = options
  const now = () => options.now()
  const newId = () => options.newId()
  const inside: Context = { viewer, now, newId, db, transaction: (work) => work(inside) }
  return inside
}
