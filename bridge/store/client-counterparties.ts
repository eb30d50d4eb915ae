/** Which legal entities stand for a client in accounting: a client has many, an entity can serve several clients. */
import { insertIfFree } from './bulk.ts'
import { deedOf, keepChanges } from './changes.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import type { Verb } from '../domain/allow.ts'
import { onlyOf, type Seeing } from './visibility.ts'

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

/** The client on whose behalf this viewer may look after a legal entity, with its manager; undefined = none of theirs. */
export async function clientBehind(
  seeing: Seeing,
  verb: Verb,
  counterparty: number,
): Promise<{ managerId: string; department: string } | undefined> {
  const row: { uuid: string; department: string } | undefined = await seeing
    .db('client_counterparties')
    .join('clients', 'clients.id', 'client_counterparties.client_id')
    .join('users', 'users.id', 'clients.manager_id')
    .where('client_counterparties.counterparty_id', counterparty)
    .modify(onlyOf(seeing, verb, 'clients.manager_id'))
    .orderBy('clients.id')
    .first('users.uuid', 'users.department')
  return row && { managerId: row.uuid, department: row.department }
}
