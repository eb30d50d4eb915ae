/** Edits: values that people of ours gave to fields of accounting, each kept until both sides say the same, then as its history. */
import type { Edited } from '../domain/merge.ts'
import type { Facts } from '../domain/problem.ts'
import type { Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'

/** `withdrawn` = taken back before it left, so that what the base holds stays; `ours-alone` = no base gets the record after all. */
export type EditOutcome =
  'arrived' | 'same' | 'theirs-won' | 'withdrawn' | 'ours-alone' | 'answered-theirs' | 'answered-ours'

export interface Edit extends Edited {
  rowId: number
  id: string
  baseRowId: number
  noun: Noun
  subjectRowId: number
  field: string
  theirs: string | null
  reason: string
  rule: string
  authorRowId: number
  version: number
}

interface EditRow {
  id: number
  uuid: string
  base_id: number
  noun: Noun
  subject_id: number
  field: string
  agreed: string
  asked: string | null
  ours: string
  theirs: string | null
  state: 'pending' | 'conflict' | 'settled'
  reason: string
  rule: string
  author_id: number
  edited_at: string
  version: number
}

/** Rows per question: below every database's limit of parameters. */
const BATCH = 500

/** Edits of these rows on which both sides do not agree yet, oldest first. */
export async function openEdits(db: Db, noun: Noun, subjects: number[]): Promise<Edit[]> {
  const found: EditRow[] = []
  for (let from = 0; from < subjects.length; from += BATCH)
    found.push(
      ...((await db('edits')
        .where({ noun })
        .whereIn('state', OPEN)
        .whereIn('subject_id', subjects.slice(from, from + BATCH))
        .orderBy('id')) as EditRow[]),
    )
  return found.map(fromRow)
}

const OPEN = ['pending', 'conflict']

/** Whether anybody's edit of this noun is open: most pages need not ask about each of their records. */
export async function hasOpenEdits(db: Db, noun: Noun): Promise<boolean> {
  return (await db('edits').where({ noun }).whereIn('state', OPEN).first('id')) !== undefined
}

/** Whether nobody has typed, decided or settled anything about them since they were read. */
export async function areAsRead(db: Db, edits: Edit[]): Promise<boolean> {
  const ids = edits.map(({ rowId }) => rowId)
  const rows = (await db('edits').whereIn('id', ids).select('id', 'version')) as Pick<EditRow, 'id' | 'version'>[]
  return edits.every(({ rowId, version }) => rows.some((row) => row.id === rowId && row.version === version))
}

export async function conflictById(db: Db, id: string): Promise<Edit | undefined> {
  const row: EditRow | undefined = await db('edits').where({ uuid: id, state: 'conflict' }).first()
  return row && fromRow(row)
}

export type NewEdit = Pick<
  Edit,
  'id' | 'baseRowId' | 'noun' | 'subjectRowId' | 'field' | 'agreed' | 'ours' | 'authorRowId'
> & {
  at: string
}

/** @param asking a person must decide about it at once */
export async function addEdit(db: Db, edit: NewEdit, asking?: Asking): Promise<void> {
  await db('edits').insert({
    uuid: edit.id,
    base_id: edit.baseRowId,
    noun: edit.noun,
    subject_id: edit.subjectRowId,
    field: edit.field,
    agreed: edit.agreed,
    ours: edit.ours,
    state: 'pending',
    facts: '{}',
    author_id: edit.authorRowId,
    edited_at: edit.at,
    ...(asking && { state: 'conflict', theirs: asking.theirs, reason: asking.reason, conflict_at: asking.at }),
  })
}

/** Somebody of ours has typed another text before both sides agreed on the former one. */
export async function editAgain(
  db: Db,
  edit: Edit,
  by: { ours: string; authorRowId: number; at: string },
): Promise<void> {
  await change(db, edit, { ours: by.ours, author_id: by.authorRowId, edited_at: by.at })
}

/** It goes on its way to the base. @param set what both last said, and the word of the mapping that let ours go over theirs */
export async function sendEdit(
  db: Db,
  edit: Edit,
  set: { agreed: string; rule?: string; theirs?: string; ours?: string },
): Promise<void> {
  await change(db, edit, { ...set, state: 'pending', reason: '', facts: '{}' })
}

/** It is part of a request now. */
export async function askForEdit(db: Db, edit: Edit): Promise<void> {
  await db('edits').where('id', edit.rowId).update({ asked: edit.ours })
}

export interface Asking {
  /** What the base says instead. */
  theirs: string
  reason: string
  /** Of the reason: what the base said. */
  facts?: Facts
  at: string
}

/** A person must decide. The same question is asked once, however often the base is read. */
export async function askAboutEdit(db: Db, edit: Edit, { theirs, reason, facts = {}, at }: Asking): Promise<void> {
  if (edit.inConflict && edit.theirs === theirs) return
  const since = edit.inConflict ? {} : { reason, facts: JSON.stringify(facts), conflict_at: at }
  await change(db, edit, { ...since, theirs, state: 'conflict' })
}

export interface Ending {
  outcome: EditOutcome
  /** What the base said instead of ours, where it did. */
  theirs?: string
  rule?: string
  /** Who has decided, '' = nobody had to. */
  who: string
  at: string
}

export async function settleEdit(db: Db, edit: Edit, { outcome, theirs, rule, who, at }: Ending): Promise<void> {
  await change(db, edit, {
    state: 'settled',
    outcome,
    ...(theirs !== undefined && { theirs }),
    ...(rule !== undefined && { rule }),
    settled_at: at,
    settled_by: who,
  })
}

async function change(db: Db, edit: Edit, set: Record<string, string | number | null>): Promise<void> {
  await db('edits').where('id', edit.rowId).update(set).increment('version', 1)
}

/** Reasons for which both sides have met; all others are refusals of the base. */
const MET = ['edit.both-changed', 'edit.same-poll', 'edit.overrun']

function fromRow(row: EditRow): Edit {
  return {
    rowId: row.id,
    id: row.uuid,
    baseRowId: row.base_id,
    noun: row.noun,
    subjectRowId: row.subject_id,
    field: row.field,
    agreed: row.agreed,
    asked: row.asked,
    ours: row.ours,
    theirs: row.theirs,
    inConflict: row.state === 'conflict',
    isRefused: row.state === 'conflict' && !MET.includes(row.reason),
    reason: row.reason,
    rule: row.rule,
    authorRowId: row.author_id,
    editedAt: row.edited_at,
    version: row.version,
  }
}
