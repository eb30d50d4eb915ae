/** The two writes of a worker to an intent: it takes it, and it records each step under the fence it got. */
import type { Facts } from '../domain/problem.ts'
import type { IntentState } from '../domain/sync.ts'
import type { Db } from './db.ts'
import type { StoredIntent } from './intents.ts'
import { statement } from './statement.ts'

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
  const { at, facts, ...rest } = step
  const { rowId, fence } = held
  const values = { ...UNCHANGED, ...rest, facts: facts === undefined ? null : JSON.stringify(facts), rowId, fence, at }
  return (await takeStep(db, values)) === 1
}

const UNCHANGED = {
  state: null,
  foreignKey: null,
  mappingVersion: null,
  sent: null,
  attempts: null,
  nextTryAt: null,
  reason: null,
  leaseUntil: null,
}

type StepValues = { [Name in keyof typeof UNCHANGED]: string | number | null } & {
  rowId: number
  fence: number
  at: string
  facts: string | null
}

const takeStep = statement<StepValues, number>((db, its) => {
  const or = (column: string, value: string | number | null) => db.raw('coalesce(?, ??)', [value, column] as never)
  return db('intents')
    .where({ id: its.rowId, fence: its.fence })
    .update({
      updated_at: its.at,
      state: or('state', its.state),
      foreign_key: or('foreign_key', its.foreignKey),
      mapping_version: or('mapping_version', its.mappingVersion),
      sent: or('sent', its.sent),
      attempts: or('attempts', its.attempts),
      next_try_at: or('next_try_at', its.nextTryAt),
      reason: or('reason', its.reason),
      facts: or('facts', its.facts),
      lease_until: or('lease_until', its.leaseUntil),
    })
})
