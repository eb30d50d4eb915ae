/** Which edits of a counterparty have not taken effect: because both sides differ, the field is the other side's, or somebody took them back? */
import type { Facts } from '../domain/problem.ts'
import type { Noun } from '../domain/sync.ts'
import type { Asking, Row } from './asking.ts'
import { number, text } from './rows.ts'
import type { HoldUp } from './why-answers.ts'

const MOST_EDITS = 100

/** Of each field the latest edit speaks: what came after it has settled what was before. */
export async function editsNotTaken({ db }: Asking, { noun, row }: { noun: Noun; row: Row }): Promise<HoldUp[]> {
  const edits: Row[] = await db('edits')
    .where({ noun, subject_id: number(row, 'id') })
    .orderBy('id', 'desc')
    .limit(MOST_EDITS)
  const latest = new Map(edits.toReversed().map((edit) => [text(edit, 'field'), edit]))
  return [...latest.values()].flatMap((edit) => toHoldUp(edit) ?? [])
}

function toHoldUp(edit: Row): HoldUp | null {
  const facts: Facts = { field: text(edit, 'field'), ours: text(edit, 'ours'), theirs: text(edit, 'theirs') }
  if (text(edit, 'state') === 'conflict')
    return { why: 'conflict', code: text(edit, 'reason'), facts, at: text(edit, 'conflict_at'), place: '/troubles' }
  if (text(edit, 'outcome') === 'withdrawn') {
    const by = { ...facts, who: text(edit, 'settled_by') }
    return { why: 'withdrawn', code: '', facts: by, at: text(edit, 'settled_at'), place: '' }
  }
  const rule = text(edit, 'rule')
  if (rule === '') return null
  const at = text(edit, 'settled_at') || text(edit, 'edited_at')
  return { why: 'by-rule', code: `edit.rule-${rule}`, facts, at, place: '' }
}
