/** How a request to a base gets into the queue: frozen as it is now, under a key of ours chosen before any byte leaves. */
import { hash } from 'node:crypto'
import type { Request } from '../domain/request.ts'
import { isCounterpartyInBase, type BillingCounterparty } from '../store/billing.ts'
import type { Context } from '../store/context.ts'
import { holdLock } from '../store/dialect.ts'
import { addIntent, liveIntentOf } from '../store/intents.ts'

/** Belongs into the transaction that stores what the request is about. */
export async function addRequest(
  ctx: Context,
  about: { baseRowId: number; subjectRowId: number; request: Request },
): Promise<void> {
  const payload = JSON.stringify(about.request)
  await addIntent(ctx.db, {
    id: ctx.newId(),
    baseRowId: about.baseRowId,
    noun: about.request.noun,
    subjectRowId: about.subjectRowId,
    foreignKey: ctx.newId(),
    payload,
    payloadHash: hash('sha256', payload, 'hex'),
    mappingVersion: '',
    authorRowId: ctx.viewer.rowId,
    at: ctx.now(),
  })
}

/** A counterparty that no base knows yet goes ahead of the first document that names it, once. */
export async function addCounterpartyRequest(
  ctx: Context,
  baseRowId: number,
  counterparty: BillingCounterparty,
): Promise<void> {
  const { rowId, id: _id, inBase, marked: _marked, ...requisites } = counterparty
  if (inBase) return
  // Documents of two deals may name it at once: the second one waits here and then finds the request of the first, or its
  // outcome, which was stored before the request was done.
  await holdCounterparty(ctx, rowId)
  if (await liveIntentOf(ctx.db, 'counterparty', rowId)) return
  if (await isCounterpartyInBase(ctx.db, rowId)) return
  await addRequest(ctx, { baseRowId, subjectRowId: rowId, request: { noun: 'counterparty', ...requisites } })
}

/** Until the end of the transaction nobody else asks a base for it, or takes that back. */
export async function holdCounterparty({ db }: Pick<Context, 'db'>, rowId: number): Promise<void> {
  await holdLock(db, `zveno.counterparty.${rowId}`)
}
