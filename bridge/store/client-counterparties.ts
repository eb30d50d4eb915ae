/** Which legal entities stand for a client in accounting: a client has many, an entity can serve several clients. */
import type { Db } from './db.ts'
import { insertIfFree } from './dialect.ts'

/** @returns false when they were tied already. */
export async function tieCounterparty(db: Db, tie: { client: number; counterparty: number }): Promise<boolean> {
  return await insertIfFree(db, 'client_counterparties', { client_id: tie.client, counterparty_id: tie.counterparty })
}

export async function untieCounterparty(db: Db, tie: { client: number; counterparty: number }): Promise<boolean> {
  const where = { client_id: tie.client, counterparty_id: tie.counterparty }
  return (await db('client_counterparties').where(where).delete()) === 1
}

export async function isTied(db: Db, tie: { client: number; counterparty: number }): Promise<boolean> {
  const where = { client_id: tie.client, counterparty_id: tie.counterparty }
  return (await db('client_counterparties').where(where).first('client_id')) !== undefined
}

/** Row ids of clients that an entity serves. */
export async function clientsOfCounterparty(db: Db, counterparty: number): Promise<number[]> {
  const rows: { client_id: number }[] = await db('client_counterparties')
    .where('counterparty_id', counterparty)
    .orderBy('client_id')
    .select('client_id')
  return rows.map((row) => row.client_id)
}
