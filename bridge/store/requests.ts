/** Requests about counterparties and contracts as somebody who wants them back sees them, and what has to go with them. */
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { OPEN_STATES } from '../domain/sync.ts'
import { findIntent, type StoredIntent } from './intents.ts'
import { needsOf, type Need } from './needs.ts'
import { onlyOf } from './visibility.ts'

export interface ToWithdraw {
  intent: StoredIntent
  /** Public id of the record. */
  subject: string
  name: string
}

/** A request of one's own or of one's department; undefined = none of those, or one about an invoice. */
export async function requestToWithdraw(ctx: Context, id: string): Promise<ToWithdraw | undefined> {
  const own: object | undefined = await ctx
    .db('intents')
    .where('intents.uuid', id)
    .whereIn('intents.noun', ['counterparty', 'contract'])
    .modify(onlyOf(ctx, 'withdraw-request', 'intents.author_id'))
    .first('intents.id')
  const intent = own && (await findIntent(ctx.db, id))
  if (!intent) return undefined
  const table = intent.noun === 'contract' ? 'contracts' : 'counterparties'
  const row: { uuid: string; name: string } | undefined = await ctx
    .db(table)
    .where('id', intent.subjectRowId)
    .first('uuid', 'name')
  return row && { intent, subject: row.uuid, name: row.name }
}

/** What on its way needs the record of this one, the oldest first. */
export async function needOf(ctx: Context, intent: StoredIntent): Promise<Need | null> {
  return (await needsOf(ctx, [intent]))(intent)
}

/** Row ids of corrections that wait until the base holds the record. */
export async function changesOnTheirWay(
  db: Db,
  { noun, subjectRowId }: Pick<StoredIntent, 'noun' | 'subjectRowId'>,
): Promise<number[]> {
  return db('intents')
    .where({ noun, subject_id: subjectRowId, act: 'change' })
    .whereIn('state', OPEN_STATES)
    .orderBy('id')
    .pluck('id')
}

/** A contract that no base will get: it is not there any more, and no deal names it. @returns row ids of the deals that did */
export async function dropContract(ctx: Pick<Context, 'db' | 'now'>, rowId: number): Promise<number[]> {
  const { db } = ctx
  const deals: number[] = await db('deals').where('contract_id', rowId).pluck('id')
  const set = { contract_id: null, updated_at: ctx.now() }
  await db('deals').where('contract_id', rowId).update(set).increment('version', 1)
  await db('contracts').where('id', rowId).update({ gone: true })
  return deals
}
