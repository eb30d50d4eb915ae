/** Corrections of a counterparty that no byte of has left are taken back: both sides then say the same again. */
import { Problem } from '../domain/problem.ts'
import type { CounterpartyChange } from '../domain/request.ts'
import type { Context } from '../store/context.ts'
import { changeCounterparty, counterpartyByRow } from '../store/counterparties.ts'
import { openEdits, settleEdit, type Edit, type EditOutcome } from '../store/edits.ts'
import { cancelIntent, type StoredIntent } from '../store/intents.ts'
import { changesOnTheirWay } from '../store/requests.ts'
import { recordChange } from './record-change.ts'

/**
 * Each field shows again what the base holds; what was typed beside it, and waited for this request, goes on its way.
 * @throws Problem `request.too-late` `counterparty.changed`
 */
export async function takeBackChange(ctx: Context, intent: StoredIntent): Promise<void> {
  await cancel(ctx, intent.rowId)
  const { edits: asked } = JSON.parse(intent.payload) as CounterpartyChange
  const open = await openEdits(ctx.db, 'counterparty', [intent.subjectRowId])
  const withdrawn = open.filter((edit) => !edit.inConflict && asked.some(({ id }) => id === edit.id))
  const { rowId, version } = await counterpartyByRow(ctx.db, intent.subjectRowId)
  const set = Object.fromEntries(withdrawn.map(({ field, agreed }) => [field, agreed]))
  const back = { set, deed: 'withdraw-request' as const }
  if (withdrawn.length > 0 && !(await changeCounterparty(ctx, { rowId, version }, back)))
    throw new Problem('counterparty.changed')
  await settle(ctx, withdrawn, 'withdrawn')
  await recordChange(ctx, intent.subjectRowId)
}

/** Of a counterparty that no base gets after all: its texts stay as they were typed, for it is ours alone. @throws Problem `request.too-late` */
export async function takeBackChangesOf(ctx: Context, intent: StoredIntent): Promise<void> {
  for (const rowId of await changesOnTheirWay(ctx.db, intent)) await cancel(ctx, rowId)
  await settle(ctx, await openEdits(ctx.db, 'counterparty', [intent.subjectRowId]), 'ours-alone')
}

/** The base holds the record, so that only a request of which nothing has left is harmless. */
async function cancel(ctx: Context, rowId: number): Promise<void> {
  if (!(await cancelIntent(ctx.db, rowId, { inBase: true, at: ctx.now() }))) throw new Problem('request.too-late')
}

async function settle(ctx: Context, edits: Edit[], outcome: EditOutcome): Promise<void> {
  for (const edit of edits) await settleEdit(ctx.db, edit, { outcome, who: ctx.viewer.name, at: ctx.now() })
}
