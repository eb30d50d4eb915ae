/** What requests say of records: which are ours although no link says so yet, by key or by mark, and what may still happen to them. */
import type { CounterpartyChange } from '../domain/request.ts'
import { LIVE_STATES, type IntentState, type Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'
import type { StoredIntent } from './intents.ts'
import type { Link, LinksOf } from './links.ts'

/**
 * Links that follow from our own requests: a record of the base that carries the key of an intent is ours, also when the
 * answer to the write never came.
 */
export async function intentLinks(db: Db, { base, noun }: LinksOf, keys: string[]): Promise<Link[]> {
  const found: Link[] = []
  if (keys.length === 0) return found
  // Most nouns are never sent: then there is nothing to look for, however many keys come.
  const sent: object | undefined = await db('intents').where({ base_id: base, noun }).first('id')
  if (!sent) return found
  for (let from = 0; from < keys.length; from += BATCH) {
    const rows: { foreign_key: string; subject_id: number }[] = await db('intents')
      .where({ base_id: base, noun, act: 'create' })
      .whereIn('foreign_key', keys.slice(from, from + BATCH))
      .select('foreign_key', 'subject_id')
    for (const row of rows) found.push(newLink(noun, row.subject_id, row.foreign_key))
  }
  return found
}

/** A record that carries the mark of a request whose outcome is open. */
export interface Marked {
  link: Link
  /** Key under which we asked for the record. */
  askedKey: string
}

/** @param keys id of the request -> key under which the base holds the record with its mark */
export async function unprovenLinks(db: Db, { base, noun }: LinksOf, keys: Map<string, string>): Promise<Marked[]> {
  const found: Marked[] = []
  const ids = [...keys.keys()]
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows: { uuid: string; subject_id: number; foreign_key: string }[] = await db('intents')
      .where({ base_id: base, noun })
      .whereIn('state', ['sending', 'uncertain', 'queued'])
      .whereIn('uuid', ids.slice(from, from + BATCH))
      .select('uuid', 'subject_id', 'foreign_key')
    for (const { uuid, subject_id: ourId, foreign_key: askedKey } of rows)
      found.push({ link: newLink(noun, ourId, keys.get(uuid) ?? ''), askedKey })
  }
  return found
}

function newLink(noun: Noun, ourId: number, foreignKey: string): Link {
  return { noun, ourId, foreignKey, version: '', hash: '', day: '', gone: false }
}

/** A request of which at least one attempt has left us and whose record is not known. */
export interface Unanswered {
  ourId: number
  /** As frozen, JSON. */
  payload: string
}

/** Requests of a noun that have been sent and have no record in the base yet, oldest first. */
export async function unansweredRequests(db: Db, { base, noun }: LinksOf): Promise<Unanswered[]> {
  const linked = db('links').where({ base_id: base, noun, gone: false }).whereRaw('?? = ??', ['our_id', 'subject_id'])
  const rows: { subject_id: number; payload: string }[] = await db('intents')
    .where({ base_id: base, noun, act: 'create' })
    .whereIn('state', ['sending', 'uncertain', 'queued'])
    .where('sent', '>', 0)
    .whereNotExists(linked.select('id'))
    .orderBy('id')
    .select('subject_id', 'payload')
  return rows.map(({ subject_id: ourId, payload }) => ({ ourId, payload }))
}

/** Which of our rows a request has been at work on since then. */
export async function writtenSince(
  db: Db,
  { base, noun }: LinksOf,
  about: { ids: number[]; at: string },
): Promise<Set<number>> {
  const found = new Set<number>()
  for (let from = 0; from < about.ids.length; from += BATCH) {
    const rows: { subject_id: number }[] = await db('intents')
      .where({ base_id: base, noun })
      .whereIn('subject_id', about.ids.slice(from, from + BATCH))
      .where('updated_at', '>=', about.at)
      .select('subject_id')
    for (const row of rows) found.add(row.subject_id)
  }
  return found
}

/** When the latest attempt of a request was recorded, or held possible, UTC ISO text; '' = never. */
export async function lastSentAt(
  db: Db,
  { baseRowId, noun, foreignKey }: Pick<StoredIntent, 'baseRowId' | 'noun' | 'foreignKey'>,
): Promise<string> {
  const row: { at: string } | undefined = await db('journal')
    .where({ base_id: baseRowId, noun, foreign_key: foreignKey, direction: 'out' })
    .whereIn('outcome', ['sent', 'doubted'])
    .whereNull('observation_id')
    .orderBy('id', 'desc')
    .first('at')
  return row?.at ?? ''
}

/** States of a change of which the base has said nothing yet. */
const UNANSWERED: IntentState[] = ['sending', 'uncertain']

/**
 * Since when a change of a row has been with the base without an answer, UTC ISO text; '' = none is. The request is locked: until the
 * end of the transaction no attempt begins.
 */
export async function unansweredSince(db: Db, { base, noun }: LinksOf, ourId: number): Promise<string> {
  const row: { state: IntentState; key: string } | undefined = await db('intents')
    .where({ base_id: base, noun, subject_id: ourId, act: 'change' })
    .whereIn('state', LIVE_STATES)
    .forUpdate()
    .first('state', 'foreign_key as key')
  if (!row || !UNANSWERED.includes(row.state)) return ''
  return lastSentAt(db, { baseRowId: base, noun, foreignKey: row.key })
}

/** A change of a row that is with the base and was not answered. */
export interface Unheard {
  subjectRowId: number
  /** When its latest attempt was recorded, UTC ISO text. */
  since: string
  /** Fields of ours that it is about. */
  fields: string[]
}

/** Changes of these rows that are with a base without an answer. */
export async function unansweredChanges(db: Db, { base, noun }: LinksOf, ourIds: number[]): Promise<Unheard[]> {
  const rows: { subject_id: number; foreign_key: string; payload: string }[] = await db('intents')
    .where({ base_id: base, noun, act: 'change' })
    .whereIn('state', UNANSWERED)
    .select('subject_id', 'foreign_key', 'payload')
  const unheard: Unheard[] = []
  for (const { subject_id: subjectRowId, foreign_key: foreignKey, payload } of rows) {
    if (!ourIds.includes(subjectRowId)) continue
    const fields = (JSON.parse(payload) as CounterpartyChange).edits.map(({ field }) => field)
    unheard.push({ subjectRowId, since: await lastSentAt(db, { baseRowId: base, noun, foreignKey }), fields })
  }
  return unheard
}

/** Keys per question: below every database's limit of parameters. */
const BATCH = 500
