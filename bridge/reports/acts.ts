/** Whose data was destroyed, when, by whom and why? Acts name nobody; each can be read, printed and checked against the audit trail. */
import type { PersonNoun } from '../domain/personal-data.ts'
import { notFound } from '../domain/problem.ts'
import type { Asking, Row } from './asking.ts'
import type { Act, ActLine } from './person-answers.ts'
import { json, number, text } from './rows.ts'

/** Acts on one page: there are few. */
const MOST_ACTS = 500
/** Lines of the audit trail in one extract. */
const MOST_LINES = 1_000

/** Newest first. */
export async function acts({ db }: Asking): Promise<{ items: ActLine[] }> {
  const rows: Row[] = await db('erasure_acts').orderBy('id', 'desc').limit(MOST_ACTS)
  return { items: rows.map(toLine) }
}

function toLine(row: Row): ActLine {
  const [at, who, reason] = [text(row, 'at'), text(row, 'who'), text(row, 'reason')]
  return {
    id: text(row, 'uuid'),
    number: number(row, 'id'),
    at,
    who,
    reason,
    noun: text(row, 'person_noun') as PersonNoun,
  }
}

/** @throws Problem `act.not-found` */
export async function act(asking: Asking, id: string): Promise<Act> {
  const { db } = asking
  const row: Row | undefined = await db('erasure_acts').where('uuid', id).first()
  if (!row) throw notFound('act')
  const records = await recordsOf(asking, number(row, 'id'))
  const installation: Row | undefined = await db('installation').first('uuid')
  return {
    ...toLine(row),
    askedOn: text(row, 'asked_on'),
    personId: text(row, 'person_uuid'),
    operators: await db('organisations').where('gone', false).orderBy('search_key').pluck('full_name'),
    installation: installation ? text(installation, 'uuid') : '',
    erased: Object.entries(json<Record<string, number>>(row, 'erased', {})).map(([what, count]) => ({ what, count })),
    kept: json<Act['kept']>(row, 'kept', []),
    records,
    log: await logOf(asking, records),
    againOf: text(row, 'again_of'),
  }
}

async function recordsOf({ db }: Asking, rowId: number): Promise<Act['records']> {
  const rows: Row[] = await db('tombstones')
    .leftJoin('bases', 'bases.id', 'tombstones.base_id')
    .where('tombstones.act_id', rowId)
    .orderBy('tombstones.id')
    .select('tombstones.noun', 'tombstones.record_uuid', 'tombstones.foreign_key', 'bases.name as base')
  return rows.map((row) => ({
    noun: text(row, 'noun') as PersonNoun,
    id: text(row, 'record_uuid'),
    base: text(row, 'base'),
    key: text(row, 'foreign_key'),
  }))
}

/** Without the facts of the lines: who did what to which record, and the hash that the next line builds on. */
async function logOf({ db }: Asking, records: Act['records']): Promise<Act['log']> {
  const subjects = [...new Set(records.map(({ noun, id }) => `${noun}:${id}`))]
  const rows: Row[] = await db('audit').whereIn('subject', subjects).orderBy('id', 'desc').limit(MOST_LINES)
  return rows.toReversed().map((row) => ({
    at: text(row, 'at'),
    who: text(row, 'who'),
    action: text(row, 'action'),
    subject: text(row, 'subject'),
    hash: text(row, 'hash'),
  }))
}
