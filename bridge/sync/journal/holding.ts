/** Works on the mirror of a base while nobody reads that base: under its lease, in one transaction that holds it until the end. */
import { Problem } from '../../domain/problem.ts'
import { LATE_MS } from '../../domain/sync.ts'
import { holdBase, leaseBase, releaseBase, type Base } from '../../store/bases.ts'
import type { Db } from '../../store/db.ts'
import { later, LEASE_MS } from '../ports.ts'
import type { JournalPorts } from './telling.ts'

/** Longest wait for a round of reading that is under way, milliseconds. */
const PATIENCE_MS = 60_000
const LOOK_MS = 250

/**
 * The row of the base is written first in the transaction: on a server nobody can take the lease before its end, and a process that
 * dies gives it free within seconds.
 * @throws Problem `base.being-read`
 */
export async function holdingBase<T>(ports: JournalPorts, base: Base, work: (db: Db) => Promise<T>): Promise<T> {
  const fence = await takeLease(ports, base)
  const held = { rowId: base.rowId, fence }
  try {
    return await ports.database.transaction(async (db) => {
      if (!(await holdBase(db, held, later(ports.now(), LEASE_MS)))) throw new Problem('base.being-read')
      return work(db)
    })
  } finally {
    await releaseBase(ports.database.db, held)
  }
}

async function takeLease({ database, settings, now, wait }: JournalPorts, { rowId }: Base): Promise<number> {
  // A name of its own: the reader of this very process must not be taken for us.
  const owner = `${settings.owner}/journal`
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const at = now()
    const lease = { rowId, owner, now: at, until: later(at, LEASE_MS), lateUntil: later(at, LATE_MS) }
    const fence = await leaseBase(database.db, lease)
    if (fence !== null) return fence
    if (waitedMs >= PATIENCE_MS) throw new Problem('base.being-read')
    await wait(LOOK_MS, new AbortController().signal)
  }
}

/** Thrown to take everything back that was done in order to see what it would come to. */
class OnlyTried<T> extends Error {
  readonly answer: T

  constructor(answer: T) {
    super('only tried')
    this.answer = answer
  }
}

/** Does the work, keeps its answer, and takes everything back. */
export async function trying<T>(ports: JournalPorts, base: Base, work: (db: Db) => Promise<T>): Promise<T> {
  try {
    return await holdingBase(ports, base, async (db) => {
      throw new OnlyTried(await work(db))
    })
  } catch (error) {
    if (error instanceof OnlyTried) return error.answer as T
    throw error
  }
}
