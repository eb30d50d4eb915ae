/** Which legal entities stand for a client in accounting: a client has many, an entity can serve several clients. */
import { deedOf, keepChanges } from './changes.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { insertIfFree } from './dialect.ts'

/** @returns false when they were tied already. */
export async function tieCounterparty(
  ctx: Pick<Context, 'db' | 'now' | 'viewer'>,
  { client, counterparty }: { client: number; counterparty: number },
): Promise<boolean> {
  const tie = { client_id: client, counterparty_id: counterparty }
  if (!(await insertIfFree(ctx.db, 'client_counterparties', tie))) return false
  await keepChanges(ctx.db, deedOf(ctx, 'tie-counterparty'), [{ noun: 'tie', ourId: client, was: { counterparty } }])
  return true
}

export async function isTied(db: Db, tie: { client: number; counterparty: number }): Promise<boolean> {
  const where = { client_id: tie.client, counterparty_id: tie.counterparty }
  return (await db('client_counterparties').where(where).first('client_id')) !== undefined
}
