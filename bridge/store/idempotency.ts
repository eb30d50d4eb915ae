/** Requests that must be done once, by the key their sender chose: a repeat gets the first answer, not a second deed. */
import { insertIfFree } from './bulk.ts'
import type { Db } from './db.ts'
import { statement } from './statement.ts'

export interface Request {
  userRowId: number
  key: string
  /** Hash of method, address and body: the same key with another request is a mistake of the sender. */
  hash: string
}

export interface Remembered {
  hash: string
  state: 'running' | 'done'
  status: number
  /** JSON text; '' while running. */
  answer: string
}

/** @returns what is known of this key, or null when it has just been taken for this request. */
export async function takeKey(db: Db, request: Request, at: string): Promise<Remembered | null> {
  const taken = await insertIfFree(db, 'idempotency', {
    user_id: request.userRowId,
    request_key: request.key,
    request_hash: request.hash,
    state: 'running',
    answer: '',
    created_at: at,
  })
  return taken ? null : ((await findKey(db, request)) ?? null)
}

export async function findKey(db: Db, request: Pick<Request, 'userRowId' | 'key'>): Promise<Remembered | undefined> {
  const row: (Omit<Remembered, 'hash'> & { request_hash: string }) | undefined = await db('idempotency')
    .where({ user_id: request.userRowId, request_key: request.key })
    .first('request_hash', 'state', 'status', 'answer')
  if (!row) return undefined
  const { request_hash: hash, ...rest } = row
  return { hash, ...rest }
}

/** Keeps the answer; belongs into the transaction of the deed, so that both are there or neither. */
export async function keepAnswer(db: Db, request: Request, done: { status: number; answer: string }): Promise<void> {
  await answered(db, { user: request.userRowId, key: request.key, ...done })
}

const answered = statement<{ user: number; key: string; status: number; answer: string }, number>((db, its) =>
  db('idempotency')
    .where({ user_id: its.user, request_key: its.key })
    .update({ state: 'done', status: its.status, answer: its.answer }),
)
