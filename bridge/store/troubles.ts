/** Troubles: what a person must decide, each once per record and cause. */
import { randomUUID } from 'node:crypto'
import type { Facts } from '../domain/problem.ts'
import type { Trouble } from '../domain/sync.ts'
import type { Db } from './db.ts'
import { among, statement } from './statement.ts'
import { holdLock } from './dialect.ts'

export interface NewTrouble {
  baseRowId: number | null
  code: string
  facts: Facts
  noun: string
  /** Public id of our record, or the foreign key where we have none. */
  subject: string
  answers: string[]
  at: string
}

interface TroubleRow {
  id: number
  uuid: string
  base_id: number | null
  base_uuid: string | null
  code: string
  facts: string
  noun: string
  subject: string
  answers: string
  state: 'open' | 'answered'
  created_at: string
  answered_by: string
  answered_at: string
}

/**
 * Opens a trouble, or refreshes the facts of the same one that is still open.
 * @param db a transaction: two servers that meet the same trouble open it once
 * @returns its public id
 */
export async function raiseTrouble(db: Db, trouble: NewTrouble): Promise<string> {
  await holdLock(db, `zveno.trouble.${trouble.noun}.${trouble.subject}.${trouble.code}`)
  const same = { noun: trouble.noun, subject: trouble.subject, code: trouble.code, state: 'open' }
  const open: { uuid: string } | undefined = await db('troubles').where(same).first('uuid')
  if (open) {
    await db('troubles')
      .where('uuid', open.uuid)
      .update({ facts: JSON.stringify(trouble.facts) })
    return open.uuid
  }
  const uuid = randomUUID()
  await db('troubles').insert({
    ...same,
    uuid,
    base_id: trouble.baseRowId,
    facts: JSON.stringify(trouble.facts),
    answers: JSON.stringify(trouble.answers),
    created_at: trouble.at,
  })
  return uuid
}

/** Whether anything of this noun waits for a person: most pages need not ask about each of their records. */
export async function hasOpenTroubles(db: Db, noun: string): Promise<boolean> {
  return (await anyOpen(db, { noun })) !== undefined
}

const anyOpen = statement<{ noun: string }, { id: number } | undefined>((db, its) =>
  db('troubles').where({ noun: its.noun, state: 'open' }).first('id'),
)

/** Which of these records somebody is being asked about. @param about with a code: this question alone */
export async function askedAbout(
  db: Db,
  about: { noun: string; code?: string },
  subjects: string[],
): Promise<Set<string>> {
  const asked = new Set<string>()
  if (subjects.length === 0 || !(await hasOpenTroubles(db, about.noun))) return asked
  for (let from = 0; from < subjects.length; from += BATCH) {
    const rows: { subject: string }[] = await db('troubles')
      .where({ ...about, state: 'open' })
      .whereIn('subject', subjects.slice(from, from + BATCH))
      .select('subject')
    for (const { subject } of rows) asked.add(subject)
  }
  return asked
}

/** Closes open troubles of records because the cause went away by itself. @returns how many. */
export async function settleTroubles(
  db: Db,
  about: { noun: string; subject: string } | { noun: string; subjects: string[] },
  by: { who: string; at: string },
): Promise<number> {
  const subjects = 'subjects' in about ? about.subjects : [about.subject]
  let settled = 0
  for (let from = 0; from < subjects.length; from += BATCH)
    settled += await answer(db, { noun: about.noun, subjects: subjects.slice(from, from + BATCH), ...by })
  return settled
}

type Answered = { noun: string; subjects: string[]; who: string; at: string }

const answer = statement<Answered, number>((db, its) =>
  db('troubles')
    .where({ noun: its.noun, state: 'open' })
    .modify(among('subject', its.subjects))
    .update({ state: 'answered', answered_by: its.who, answered_at: its.at }),
)

/** Closes one open trouble, those of other causes stay. */
export async function settleOneTrouble(
  db: Db,
  about: { noun: string; subject: string; code: string },
  by: { who: string; at: string },
): Promise<void> {
  await db('troubles')
    .where({ ...about, state: 'open' })
    .update({ state: 'answered', answered_by: by.who, answered_at: by.at })
}

/** Subjects per statement: below every database's limit of parameters. */
const BATCH = 500

export async function findTrouble(db: Db, id: string): Promise<Trouble | undefined> {
  const row: TroubleRow | undefined = await db('troubles')
    .leftJoin('bases', 'bases.id', 'troubles.base_id')
    .where('troubles.uuid', id)
    .first('troubles.*', 'bases.uuid as base_uuid')
  return row && fromRow(row)
}

/** @returns false when somebody answered it before. */
export async function closeTrouble(db: Db, id: string, by: { who: string; at: string }): Promise<boolean> {
  const closed = await db('troubles')
    .where({ uuid: id, state: 'open' })
    .update({ state: 'answered', answered_by: by.who, answered_at: by.at })
  return closed === 1
}

function fromRow(row: TroubleRow): Trouble {
  return {
    id: row.uuid,
    baseId: row.base_uuid,
    code: row.code,
    facts: JSON.parse(row.facts) as Facts,
    subject: row.noun === '' ? null : ({ noun: row.noun, id: row.subject } as Trouble['subject']),
    answers: JSON.parse(row.answers) as string[],
    state: row.state,
    createdAt: row.created_at,
    answeredBy: row.answered_by,
    answeredAt: row.answered_at || null,
  }
}
