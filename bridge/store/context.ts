/** On whose behalf, with which database, clock and ids something is done: handed to every action and report. */
import type { Viewer } from '../domain/people.ts'
import type { Db } from './db.ts'

export interface Context {
  viewer: Viewer
  db: Db
  /** UTC ISO text with milliseconds. */
  now(): string
  newId(): string
  /** Runs the work as one durable unit with a context bound to it; inside a transaction, as a part of it. */
  transaction<T>(work: (ctx: Context) => Promise<T>): Promise<T>
}
