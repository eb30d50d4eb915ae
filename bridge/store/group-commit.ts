/**
 * Commits together what arrives together. SQLite has one writer, and a durable commit costs a disk flush: transactions that
 * wait for the writer are run one after another inside one outer transaction, each in a savepoint of its own, and all of
 * them are answered after its commit. A failing one is rolled back alone.
 */
import type { Db } from './db.ts'
import { leanTransaction } from './lean-transaction.ts'

/** Transactions in one commit; bounds how long the first of them waits for its answer. */
const MOST_TOGETHER = 64

interface Job {
  work(db: Db): Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

export function groupCommit(writer: Db): <T>(work: (db: Db) => Promise<T>) => Promise<T> {
  const queue: Job[] = []
  let draining = false

  async function drain(): Promise<void> {
    draining = true
    // Everything that this turn of the event loop enqueues still gets into the first group.
    await new Promise(setImmediate)
    while (queue.length > 0) await commit(writer, queue.splice(0, MOST_TOGETHER))
    draining = false
  }

  return <T>(work: (db: Db) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      queue.push({ work, resolve, reject })
      if (!draining) void drain()
    })
}

async function commit(writer: Db, group: Job[]): Promise<void> {
  const answers: (() => void)[] = []
  try {
    await leanTransaction(writer, async (outer) => {
      for (const job of group) answers.push(await inSavepoint(outer, job, group.length === 1))
    })
    for (const answer of answers) answer()
  } catch (error) {
    for (const job of group) job.reject(error)
  }
}

/** @returns the answer to give once the group is durable */
async function inSavepoint(outer: Db, job: Job, alone: boolean): Promise<() => void> {
  if (alone) {
    const value = await job.work(outer)
    return () => job.resolve(value)
  }
  try {
    const value = await outer.transaction((inner) => job.work(inner))
    return () => job.resolve(value)
  } catch (error) {
    return () => job.reject(error)
  }
}
