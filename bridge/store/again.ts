/** Does a transaction anew when another process held what it needed, a bounded number of times. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Database, Db } from './db.ts'
import { isLocked } from './dialect.ts'

const MOST_ATTEMPTS = 4
/** Milliseconds before the second attempt; each further pause is twice as long. */
const FIRST_PAUSE_MS = 20

/**
 * Of two that block each other a server lets one win and rolls the other back; the loser only has to come again. SQLite
 * has already waited by itself.
 * @param work begins anew each time, from what it reads with its own `db`
 */
export async function transactUntilFree<T>(database: Database, work: (db: Db) => Promise<T>): Promise<T> {
  const most = database.dialect === 'sqlite' ? 1 : MOST_ATTEMPTS
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(work)
    } catch (error) {
      if (attempt >= most || !isLocked(error)) throw error
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1))
    }
  }
}
