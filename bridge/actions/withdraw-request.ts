/**
 * Takes back what was asked of a base about a counterparty or a contract while the base certainly holds nothing of it. A correction
 * gives its fields back to what both sides last said; a counterparty stays ours alone and goes with the next document that names it; a
 * contract is no more. What something else on its way needs is not taken from under it.
 */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { deedOf, keepChanges } from '../store/changes.ts'
import type { Context } from '../store/context.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { cancelIntent, type StoredIntent } from '../store/intents.ts'
import { linkOf } from '../store/links.ts'
import { dropContract, needOf, requestToWithdraw } from '../store/requests.ts'
import { settleTroubles } from '../store/troubles.ts'
import { holdCounterparty } from './add-request.ts'
import { takeBackChange, takeBackChangesOf } from './take-back-change.ts'

/** @throws Problem `access.denied` `request.not-found` `request.too-late` `request.needed-by-invoice` `-contract` `-colleague` */
export async function withdrawRequest(ctx: Context, input: { requestId: string }): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    allow(tx.viewer, 'withdraw-request')
    const asked = await requestToWithdraw(tx, input.requestId)
    if (!asked) throw notFound('request')
    const { intent, subject, name } = asked
    if (intent.act === 'change') await takeBackChange(tx, intent)
    else if (intent.noun === 'contract') await takeBackContract(tx, intent, name)
    else await takeBackCounterparty(tx, intent)
    const { noun, act } = intent
    if (act === 'create') await settleTroubles(tx.db, { noun, subject }, { who: tx.viewer.name, at: tx.now() })
    await audit(tx, { action: 'withdraw-request', subject: `${noun}:${subject}`, facts: { act } })
    return { id: intent.id }
  })
}

async function takeBackCounterparty(ctx: Context, intent: StoredIntent): Promise<void> {
  await holdCounterparty(ctx, intent.subjectRowId)
  await refuseWhileNeeded(ctx, intent)
  await cancel(ctx, intent)
  await takeBackChangesOf(ctx, intent)
}

/** Deals let it go first: whoever issues an invoice from one of them meanwhile is told that the deal has changed. */
async function takeBackContract(ctx: Context, intent: StoredIntent, name: string): Promise<void> {
  const deals = await dropContract(ctx, intent.subjectRowId)
  await refuseWhileNeeded(ctx, intent)
  await cancel(ctx, intent)
  const change = { noun: 'contract' as const, ourId: intent.subjectRowId, was: { gone: false } }
  await keepChanges(ctx.db, deedOf(ctx, 'withdraw-request'), [change])
  for (const deal of deals) await noteDealEvent(ctx, deal, { code: 'contract.withdrawn', facts: { name } })
}

async function refuseWhileNeeded(ctx: Context, intent: StoredIntent): Promise<void> {
  const need = await needOf(ctx, intent)
  if (need) throw new Problem(`request.needed-by-${need.name === '' ? 'colleague' : need.noun}`, { name: need.name })
}

async function cancel(ctx: Context, { rowId, baseRowId, noun, subjectRowId }: StoredIntent): Promise<void> {
  const link = await linkOf(ctx.db, { base: baseRowId, noun }, subjectRowId)
  if (!(await cancelIntent(ctx.db, rowId, { inBase: link !== undefined, at: ctx.now() })))
    throw new Problem('request.too-late')
}
