/** A person decides about fields that both sides have changed: ours, theirs, or a third text; several of one pattern at once. */
import { allow, scopeOf } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { ConflictAnswer } from '../domain/merge.ts'
import { audit } from '../store/audit.ts'
import { clientBehind } from '../store/client-counterparties.ts'
import type { Context } from '../store/context.ts'
import { changeCounterparty, counterpartyByRow } from '../store/counterparties.ts'
import { conflictById, sendEdit, settleEdit, type Edit } from '../store/edits.ts'
import { recordChange } from './record-change.ts'

export interface AnswerConflicts {
  /** Each as it was looked at. */
  conflicts: { id: string; version: number }[]
  answer: ConflictAnswer
  /** The third text, for one conflict alone. */
  value?: string
}

/**
 * All of them or none.
 * @throws Problem `conflict.not-found` `access.denied` `conflict.changed` `conflict.one-at-a-time` `input.missing`
 */
export async function answerConflicts(ctx: Context, input: AnswerConflicts): Promise<void> {
  allow(ctx.viewer, 'answer-conflict')
  const value = input.value?.trim()
  if (input.answer === 'other' && value === undefined) throw new Problem('input.missing', {}, 'value')
  if (input.answer === 'other' && input.conflicts.length > 1) throw new Problem('conflict.one-at-a-time', {}, 'value')
  await ctx.transaction(async (tx) => {
    for (const seen of input.conflicts) await answerOne(tx, { seen, answer: input.answer, value: value ?? '' })
  })
}

interface Answer {
  seen: { id: string; version: number }
  answer: ConflictAnswer
  value: string
}

async function answerOne(tx: Context, { seen, answer, value }: Answer): Promise<void> {
  const edit = await conflictById(tx.db, seen.id)
  if (!edit) throw notFound('conflict')
  const client = await clientBehind(tx, 'answer-conflict', edit.subjectRowId)
  // Whoever decides for all needs no client behind it.
  if (!client && scopeOf(tx.viewer, 'answer-conflict') !== 'all') throw notFound('conflict')
  allow(tx.viewer, 'answer-conflict', client)
  if (edit.version !== seen.version) throw new Problem('conflict.changed')
  const theirs = edit.theirs ?? edit.agreed
  const chosen = answer === 'theirs' ? theirs : answer === 'ours' ? edit.ours : value
  await decide(tx, edit, { theirs, chosen })
  // No texts: a line of the trail can never be changed, and what was decided about stands in the edit.
  const facts = { field: edit.field, answer }
  await audit(tx, { action: 'answer-conflict', subject: `conflict:${edit.id}`, facts })
}

/** What the base says already is agreed; anything else is asked of it, over what it says now. */
async function decide(tx: Context, edit: Edit, { theirs, chosen }: { theirs: string; chosen: string }): Promise<void> {
  if (edit.field === 'name' && chosen === '') throw new Problem('input.missing', {}, 'value')
  const counterparty = await counterpartyByRow(tx.db, edit.subjectRowId)
  const at = tx.now()
  if (chosen !== edit.ours) {
    const { rowId, version } = counterparty
    const decided = { set: { [edit.field]: chosen }, deed: 'answer-conflict' as const }
    if (!(await changeCounterparty(tx, { rowId, version }, decided))) throw new Problem('conflict.changed')
  }
  if (chosen === theirs) return settleEdit(tx.db, edit, { outcome: 'answered-theirs', theirs, who: tx.viewer.name, at })
  await sendEdit(tx.db, edit, { agreed: theirs, ours: chosen })
  await recordChange(tx, edit.subjectRowId)
}
