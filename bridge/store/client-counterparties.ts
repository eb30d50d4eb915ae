/** Which legal entities stand for a client in accounting: a client has many, an entity can serve several clients. */
import type { Db } from './db.ts'
import { insertIfFree } from './dialect.ts'

/** @returns false when they were tied already. */
export async function tieCounterparty(db: Db, tie: { client: number; counterparty: number }): Promise<boolean> {
  return await insertIfFree(db, 'client_counterparties', { client_id: tie.client, counterparty_id: tie.counterparty })
}

export async function isTied(db: Db, tie: { client: number; counterparty: number }): Promise<boolean> {
  const where = { client_id: tie.client, counterparty_id: tie.counterparty }
  return (await db('client_counterparties').where(where).first('client_id')) !== undefined
}
