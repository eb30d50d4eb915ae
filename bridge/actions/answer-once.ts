/**
 * Does something once per key. The key, the deed and its answer are one transaction: after a crash either all of it is
 * there, or nothing and the same key may try again. A key never expires.
 */
import { Problem } from '../domain/problem.ts'
import type { Context } from '../store/context.ts'
import { keepAnswer, takeKey, type Remembered } from '../store/idempotency.ts'

export interface OnceRequest {
  requestKey: string
  /** Of address and body: the same key with another request is a mistake of the sender. */
  requestHash: string
}

/** Keys that this process works on now, `user/key`. */
const running = new Set<string>()

/** @throws Problem `request.key-running` `request.key-other-body`, and those of the work, which leave no trace of the key */
export async function answerOnce<T>(
  ctx: Context,
  { requestKey, requestHash }: OnceRequest,
  work: (ctx: Context) => Promise<T>,
): Promise<{ answer: T; replayed: boolean }> {
  const place = `${ctx.viewer.rowId}/${requestKey}`
  if (running.has(place)) throw new Problem('request.key-running')
  running.add(place)
  const request = { userRowId: ctx.viewer.rowId, key: requestKey, hash: requestHash }
  try {
    return await ctx.transaction(async (tx) => {
      const known = await takeKey(tx.db, request, tx.now())
      if (known) return { answer: replay(known, requestHash) as T, replayed: true }
      const answer = await work(tx)
      await keepAnswer(tx.db, request, { status: 200, answer: JSON.stringify(answer) })
      return { answer, replayed: false }
    })
  } finally {
    running.delete(place)
  }
}

function replay(known: Remembered, requestHash: string): unknown {
  if (known.hash !== requestHash) throw new Problem('request.key-other-body')
  if (known.state === 'running') throw new Problem('request.key-running')
  return JSON.parse(known.answer)
}
