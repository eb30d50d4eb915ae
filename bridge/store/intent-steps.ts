/** The two writes of a worker to an intent: it takes it, and it records each step under the fence it got. */
import type { Facts } from '../domain/problem.ts'
import type { IntentState } from '../domain/sync.ts'
import type { Row } from './bulk.ts'
import type { Db } from './db.ts'
import type { StoredIntent } from './intents.ts'
import { statement } from './statement.ts'
import { updateOf } from './update.ts'

// Types, not interfaces: only those are records of values.
type Lease = {
  owner: string
  now: string
  until: string
}

/**
 * Claims an intent for one step of work, as it was read: one that was cancelled or moved on meanwhile is left alone.
 * @returns its fence, or null when somebody was faster
 */
export async function claimIntent(db: Db, intent: StoredIntent, lease: Lease): Promise<number | null> {
  const { rowId, fence, state } = intent
  return (await claim(db, { rowId, fence, next: fence + 1, state, ...lease })) === 1 ? fence + 1 : null
}

type Claim = Lease & {
  rowId: number
  fence: number
  next: number
  state: IntentState
}

const claim = statement<Claim, number>((db, its) =>
  db('intents')
    .where({ id: its.rowId, fence: its.fence, state: its.state })
    .where('lease_until', '<=', its.now)
    .update({ lease_owner: its.owner, lease_until: its.until, fence: its.next }),
)

export interface IntentStep {
  state?: IntentState
  foreignKey?: string
  /** Version of the mapping that the record was drawn up with. */
  mappingVersion?: string
  /** Another attempt is recorded before its first byte. */
  sent?: number
  attempts?: number
  nextTryAt?: string
  reason?: string
  facts?: Facts
  leaseUntil?: string
  at: string
}

/** Records a step under the fence. @returns false when the lease was lost: the caller must stop at once. */
export async function stepIntent(db: Db, held: { rowId: number; fence: number }, step: IntentStep): Promise<boolean> {
  const { rowId, fence } = held
  return (await takeStep(db, { rowId, fence }, { set: columnsOf(step) })) === 1
}

const takeStep = updateOf<{ rowId: number; fence: number }>(
  'intents',
  (query, its) => void query.where({ id: its.rowId, fence: its.fence }),
)

const COLUMNS: Record<keyof IntentStep, string> = {
  state: 'state',
  foreignKey: 'foreign_key',
  mappingVersion: 'mapping_version',
  sent: 'sent',
  attempts: 'attempts',
  nextTryAt: 'next_try_at',
  reason: 'reason',
  facts: 'facts',
  leaseUntil: 'lease_until',
  at: 'updated_at',
}

function columnsOf(step: IntentStep): Row {
  const set: Row = {}
  for (const [name, value] of Object.entries(step) as [keyof IntentStep, string | number | Facts | undefined][])
    if (value !== undefined) set[COLUMNS[name]] = typeof value === 'object' ? JSON.stringify(value) : value
  return set
}
