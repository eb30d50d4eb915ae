/** Requests about counterparties and contracts as somebody who wants them back sees them, and what else on its way needs them. */
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { findIntent, LIVE_STATES, type StoredIntent } from './intents.ts'
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

/** A document that cannot go without the record. */
export interface Need {
  noun: 'invoice' | 'contract'
  /** Deal of the invoice, '' = one that the viewer may not see; or name of the contract. Neither has a number yet. */
  name: string
}

/** The oldest invoice, else contract, whose open request names the record of this one. */
export async function needOf(ctx: Context, { noun, subjectRowId }: StoredIntent): Promise<Need | undefined> {
  const { db } = ctx
  const invoices = openRequests(db, 'invoice')
    .join('invoices', 'invoices.id', 'intents.subject_id')
    .join('deals', 'deals.id', 'invoices.deal_id')
    .where(noun === 'contract' ? 'invoices.contract_id' : 'invoices.counterparty_id', subjectRowId)
  const seen: { name: string } | undefined = await invoices
    .clone()
    .modify(onlyOf(ctx, 'see-deals', 'deals.manager_id'))
    .first('deals.name')
  if (seen) return { noun: 'invoice', name: seen.name }
  if (await invoices.first('intents.id')) return { noun: 'invoice', name: '' }
  if (noun === 'contract') return undefined
  const contract: { name: string } | undefined = await openRequests(db, 'contract')
    .join('contracts', 'contracts.id', 'intents.subject_id')
    .where('contracts.counterparty_id', subjectRowId)
    .first('contracts.name')
  return contract && { noun: 'contract', name: contract.name }
}

const OPEN = [...LIVE_STATES, 'refused']

function openRequests(db: Db, noun: Need['noun']) {
  return db('intents').where('intents.noun', noun).whereIn('intents.state', OPEN).orderBy('intents.id')
}

/** Row ids of corrections that wait until the base holds the record. */
export async function changesOnTheirWay(
  db: Db,
  { noun, subjectRowId }: Pick<StoredIntent, 'noun' | 'subjectRowId'>,
): Promise<number[]> {
  return db('intents')
    .where({ noun, subject_id: subjectRowId, act: 'change' })
    .whereIn('state', OPEN)
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
