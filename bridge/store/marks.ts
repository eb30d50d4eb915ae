/** Deletion marks of counterparties: the one of ours, and whether a person has said that ours stays in use in spite of the base's. */
import { deedOf, formerly, keepChanges } from './changes.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { yes, type YesNo } from './rows.ts'

export interface Mark {
  rowId: number
  uuid: string
  marked: boolean
  markKept: boolean
}

interface MarkRow {
  id: number
  uuid: string
  marked: YesNo
  mark_kept: YesNo
}

/** Rows per question: below every database's limit of parameters. */
const BATCH = 500

export async function marksOf(db: Db, ids: number[]): Promise<Map<number, Mark>> {
  const found = new Map<number, Mark>()
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows: MarkRow[] = await db('counterparties')
      .whereIn('id', ids.slice(from, from + BATCH))
      .select('id', 'uuid', 'marked', 'mark_kept')
    for (const { id, uuid, marked, mark_kept: kept } of rows)
      found.set(id, { rowId: id, uuid, marked: yes(marked), markKept: yes(kept) })
  }
  return found
}

/** A person has decided. @param inUse ours stays in use, although the base has marked its record */
export async function decideMark(
  ctx: Pick<Context, 'db' | 'now' | 'viewer'>,
  id: string,
  inUse: boolean,
): Promise<boolean> {
  const { db } = ctx
  const set = { marked: !inUse, mark_kept: inUse }
  const before: { id: number } | undefined = await db('counterparties').where('uuid', id).first()
  if (!before || (await db('counterparties').where('uuid', id).update(set).increment('version', 1)) !== 1) return false
  const was = formerly(before, { marked: set.marked })
  await keepChanges(db, deedOf(ctx, 'decide-mark'), [{ noun: 'counterparty', ourId: before.id, was }])
  return true
}

export async function forgetKeptMarks(db: Db, ids: number[]): Promise<void> {
  await db('counterparties').whereIn('id', ids).where('mark_kept', true).update({ mark_kept: false })
}
