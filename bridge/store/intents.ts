/** Intents: requests to create something in a base. Each lives until it is proven; a lease with a fence guards its steps. */
import type { Facts } from '../domain/problem.ts'
import {
  IN_DOUBT,
  LIVE_STATES,
  OPEN_STATES,
  type Act,
  type Intent,
  type IntentState,
  type Noun,
} from '../domain/sync.ts'
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import { statement } from './statement.ts'

/** An intent with the keys that the engine needs. */
export interface StoredIntent extends Intent {
  rowId: number
  baseRowId: number
  subjectRowId: number
  authorRowId: number
  authorName: string
  /** `change` = the base holds the record already, and some of its fields become others. */
  act: Act
  /** Attempts that were recorded before their first byte left. */
  sent: number
  fence: number
}

interface IntentRow {
  id: number
  act: Act
  uuid: string
  base_id: number
  base_uuid: string
  noun: Noun
  subject_id: number
  state: IntentState
  foreign_key: string
  payload: string
  payload_hash: string
  mapping_version: string
  sent: number
  attempts: number
  next_try_at: string
  reason: string
  facts: string
  author_id: number
  author_uuid: string
  author_name: string
  fence: number
  created_at: string
}

export interface NewIntent {
  id: string
  baseRowId: number
  noun: Noun
  subjectRowId: number
  /** Our client key, chosen before the first byte leaves. */
  foreignKey: string
  payload: string
  payloadHash: string
  mappingVersion: string
  authorRowId: number
  at: string
  act?: Act
}

export async function addIntent(db: Db, intent: NewIntent): Promise<void> {
  const row = {
    uuid: intent.id,
    base_id: intent.baseRowId,
    noun: intent.noun,
    subject_id: intent.subjectRowId,
    state: 'queued',
    foreign_key: intent.foreignKey,
    payload: intent.payload,
    payload_hash: intent.payloadHash,
    act: intent.act ?? 'create',
    mapping_version: intent.mappingVersion,
    next_try_at: intent.at,
    facts: '{}',
    author_id: intent.authorRowId,
    created_at: intent.at,
    updated_at: intent.at,
  }
  await insertRows(db, 'intents', [row])
}

/** Intents looked at in one go. */
const MOST_DUE = 50

/** Intents of a base whose time has come and that nobody holds, oldest first. */
export async function dueIntents(db: Db, { base, now }: { base: number; now: string }): Promise<StoredIntent[]> {
  return (await due(db, { base, now })).map(fromRow)
}

const due = statement<{ base: number; now: string }, IntentRow[]>((db, its) =>
  selectIntents(db)
    .where('intents.base_id', its.base)
    .whereIn('intents.state', LIVE_STATES)
    .where('intents.next_try_at', '<=', its.now)
    .where('intents.lease_until', '<=', its.now)
    .orderBy('intents.id')
    .limit(MOST_DUE),
)

export async function liveIntentOf(db: Db, noun: Noun, subjectRowId: number): Promise<StoredIntent | undefined> {
  const row = await liveOf(db, { noun, subjectRowId })
  return row && fromRow(row)
}

const liveOf = statement<{ noun: Noun; subjectRowId: number }, IntentRow | undefined>((db, its) =>
  selectIntents(db)
    .where({ 'intents.noun': its.noun, 'intents.subject_id': its.subjectRowId, 'intents.act': 'create' })
    .whereIn('intents.state', OPEN_STATES)
    .orderBy('intents.id', 'desc')
    .first(),
)

/** The same, of one base alone. */
export async function liveIntentIn(
  db: Db,
  base: number,
  { noun, ourId }: { noun: Noun; ourId: number },
): Promise<StoredIntent | undefined> {
  const row = await liveIn(db, { base, noun, ourId })
  return row && fromRow(row)
}

const liveIn = statement<{ base: number; noun: Noun; ourId: number }, IntentRow | undefined>((db, its) =>
  selectIntents(db)
    .where({ 'intents.base_id': its.base, 'intents.noun': its.noun, 'intents.subject_id': its.ourId })
    .where('intents.act', 'create')
    .whereIn('intents.state', OPEN_STATES)
    .orderBy('intents.id', 'desc')
    .first(),
)

/** Whether a change of the row is on its way: its next one waits until that has ended. */
export async function isChangeOnItsWay(db: Db, noun: Noun, subjectRowId: number): Promise<boolean> {
  const live = db('intents').where({ noun, subject_id: subjectRowId, act: 'change' }).whereIn('state', LIVE_STATES)
  return (await live.first('id')) !== undefined
}

export async function findIntent(db: Db, id: string): Promise<StoredIntent | undefined> {
  const row: IntentRow | undefined = await selectIntents(db).where('intents.uuid', id).first()
  return row && fromRow(row)
}

/**
 * Withdraws an intent that has certainly left nothing in the base and that nobody works on: no byte of it has left, or
 * the base said no. A worker that has just read it finds its fence moved on.
 * @param inBase the base is known to hold the record
 * @returns false when it is too late
 */
export async function cancelIntent(
  db: Db,
  rowId: number,
  { inBase, at }: { inBase: boolean; at: string },
): Promise<boolean> {
  const cancelled = await db('intents')
    .where('id', rowId)
    .where('lease_until', '<=', at)
    .where((harmless) => {
      void harmless.where((unsent) => unsent.where('sent', 0).whereIn('state', ['queued', 'refused']))
      if (!inBase) void harmless.orWhere((no) => no.where('state', 'refused').whereNotIn('reason', IN_DOUBT))
    })
    .update({ state: 'cancelled', updated_at: at })
    .increment('fence', 1)
  return cancelled === 1
}

/** Sends a refused intent on its way again: to writing, or to posting when the base already holds the draft. */
export async function reviveIntent(
  db: Db,
  rowId: number,
  to: { state: IntentState; facts?: Facts; at: string },
): Promise<boolean> {
  const facts = JSON.stringify(to.facts ?? {})
  const revived = await db('intents')
    .where({ id: rowId, state: 'refused' })
    .update({ state: to.state, reason: '', facts, attempts: 0, next_try_at: to.at, updated_at: to.at })
  return revived === 1
}

/** Brings waiting intents of a base forward: it answers again, or a person asked for it. */
export async function hastenIntents(db: Db, base: number, at: string): Promise<void> {
  await db('intents').where('base_id', base).whereIn('state', LIVE_STATES).update({ next_try_at: at })
}

/** What waited for a record that is in the base now goes on at once. */
export async function wakeWaiting(db: Db, base: number, at: string): Promise<void> {
  await db('intents')
    .where({ base_id: base, state: 'queued', reason: WAITS_FOR })
    .where('next_try_at', '>', at)
    .update({ next_try_at: at })
}

/** Reason of a request whose counterparty or contract is still on its way. */
export const WAITS_FOR = 'intent.waits-for'

/** Closes a live or refused intent because the base already holds its record posted. */
export async function settleIntent(
  db: Db,
  { noun, subjectRowId, at }: { noun: Noun; subjectRowId: number; at: string },
): Promise<void> {
  await db('intents')
    .where({ noun, subject_id: subjectRowId, state: 'refused' })
    .update({ state: 'done', reason: '', updated_at: at })
}

function selectIntents(db: Db) {
  return db('intents')
    .join('users', 'users.id', 'intents.author_id')
    .join('bases', 'bases.id', 'intents.base_id')
    .select('intents.*', 'users.uuid as author_uuid', 'users.name as author_name', 'bases.uuid as base_uuid')
}

function fromRow(row: IntentRow): StoredIntent {
  return {
    rowId: row.id,
    id: row.uuid,
    baseRowId: row.base_id,
    baseId: row.base_uuid,
    noun: row.noun,
    subjectRowId: row.subject_id,
    state: row.state,
    foreignKey: row.foreign_key,
    payload: row.payload,
    payloadHash: row.payload_hash,
    mappingVersion: row.mapping_version,
    sent: row.sent,
    attempts: row.attempts,
    nextTryAt: row.next_try_at,
    reason: row.reason,
    facts: JSON.parse(row.facts) as Facts,
    authorRowId: row.author_id,
    authorId: row.author_uuid,
    authorName: row.author_name,
    act: row.act,
    fence: row.fence,
    createdAt: row.created_at,
  }
}
