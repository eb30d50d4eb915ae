/** Asks a base for texts that a person of ours has typed: each becomes an edit, all that may leave now one request. */
import type { Context } from '../store/context.ts'
import type { CounterpartyTexts, StoredCounterparty } from '../store/counterparties.ts'
import { addEdit, editAgain, openEdits, sendEdit, settleEdit, type Edit } from '../store/edits.ts'
import { recordChange } from './record-change.ts'

export interface Asked {
  counterparty: StoredCounterparty
  texts: Partial<CounterpartyTexts>
  /** The base that holds it, or that is just getting it. */
  baseRowId: number
}

/** Belongs into the transaction that has put the texts into our row. */
export async function askTheBase(ctx: Context, { counterparty, texts, baseRowId }: Asked): Promise<void> {
  const noun = 'counterparty'
  const { rowId: subjectRowId } = counterparty
  const open = await openEdits(ctx.db, noun, [subjectRowId])
  for (const [field, ours] of Object.entries(texts)) {
    const by = { ours, authorRowId: ctx.viewer.rowId, at: ctx.now() }
    const edit = open.find((one) => one.field === field)
    if (edit) await typeAnew(ctx, edit, by)
    else {
      const agreed = counterparty[field as keyof CounterpartyTexts]
      await addEdit(ctx.db, { id: ctx.newId(), baseRowId, noun, subjectRowId, field, agreed, ...by })
    }
  }
  await recordChange(ctx, subjectRowId)
}

/** A text that agrees with the base again needs neither a request nor a decision. */
async function typeAnew(
  { db, viewer }: Context,
  edit: Edit,
  by: { ours: string; authorRowId: number; at: string },
): Promise<void> {
  const { ours, at } = by
  const theirs = edit.inConflict ? edit.theirs : edit.agreed
  if (ours === theirs && (edit.inConflict || edit.asked === null))
    return settleEdit(db, edit, { outcome: 'withdrawn', who: viewer.name, at })
  await editAgain(db, edit, by)
  // The base refused the former text, not this one.
  if (edit.isRefused) await sendEdit(db, edit, { agreed: edit.theirs ?? edit.agreed })
}
