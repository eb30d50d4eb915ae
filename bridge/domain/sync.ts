/** What the engine keeps: bases, links, intents, troubles, runs. */
import type { Facts } from './problem.ts'

/** Nouns that travel between the bridge and a base; each has one mapping file of this name. */
export type Noun =
  'organisation' | 'counterparty' | 'contract' | 'product' | 'invoice' | 'bank-receipt' | 'cash-receipt'

export interface BaseHealth {
  /** `resting` = circuit open until `nextTryAt`; `stopped` = a misfit that a person must mend. */
  state: 'working' | 'unreachable' | 'busy' | 'resting' | 'stopped' | 'never-seen'
  /** Key of the reason, e.g. `base.refused-connection`; '' when working. */
  reason: string
  /** Since when, UTC ISO text. */
  since: string
  nextTryAt: string | null
  /** Last time that a round was completed. */
  lastSeenAt: string | null
  /** About when it is open again, as the base itself says it, by its own clock: `13:00` `25.11.2026 13:00`; absent = it did not say. */
  until?: string
  /** When that round began: what happened in the base before it is known. */
  readFrom?: string
}

/** Refusals that leave open whether the base has carried the request out. */
export const IN_DOUBT: readonly string[] = ['intent.too-long', 'bridge.fault']

/** Why it is doubtful that this database is the one which has worked with the bases: put back from a backup, or a copy. */
export type BridgeDoubt = 'bridge.restored' | 'bridge.copied'

const DOUBTS: readonly string[] = ['bridge.restored', 'bridge.copied'] satisfies BridgeDoubt[]

/** Such a stop outlasts every other reason: it says what has to be done before going on. */
export function isBridgeDoubt(reason: string): boolean {
  return DOUBTS.includes(reason)
}

/** Whoever lets a base go on after such a stop has to read it from its beginning: what it said meanwhile others have heard. */
export function needsNewBeginning(reason: string): boolean {
  return isBridgeDoubt(reason) || reason === 'base.read-by-another'
}

/**
 * States of a request to create or change something in a base; the protocol is `docs/guides/creating.md`.
 * queued -> sending -> (uncertain ->) written -> posting -> done; or refused (a person), cancelled (before sending).
 */
export type IntentState = 'queued' | 'sending' | 'uncertain' | 'written' | 'posting' | 'done' | 'refused' | 'cancelled'

/** States in which the engine still has something to do. */
export const LIVE_STATES: IntentState[] = ['queued', 'sending', 'uncertain', 'written', 'posting']
/** And those that wait for a person. */
export const OPEN_STATES: IntentState[] = [...LIVE_STATES, 'refused']

/** Longest that a base may go on working at a call that nobody waits for any more, milliseconds. */
export const LATE_MS = 180_000

/** Whether the base is to make the record, or to change one that it holds. */
export type Act = 'create' | 'change'

export interface Intent {
  id: string
  baseId: string
  noun: Noun
  state: IntentState
  /** Our client key (`Ref_Key`), chosen before the first byte leaves. */
  foreignKey: string
  /** Frozen request as JSON text and the mapping version it was drawn up under. */
  payload: string
  payloadHash: string
  mappingVersion: string
  attempts: number
  nextTryAt: string
  /** Key of the latest reason, e.g. `base.refused-connection`, and its facts. */
  reason: string
  facts: Facts
  authorId: string
  createdAt: string
}

export interface Trouble {
  id: string
  baseId: string | null
  /** Stable code; the sentence, remedy and button stand in `words` under `trouble.<code>`. */
  code: string
  facts: Facts
  subject: { noun: Noun | 'deal' | 'base'; id: string } | null
  /** Answers a person may give, first = recommended. */
  answers: string[]
  state: 'open' | 'answered'
  createdAt: string
  answeredBy: string
  answeredAt: string | null
}

/**
 * Answers that may be given to several troubles of one sort at once: they try again or take note. What chooses, withdraws, deletes or
 * concerns a whole base is answered one by one.
 */
export const ANSWERS_TOGETHER = ['retry', 'accept', 'accept-change', 'keep-in-use', 'own', 'seen']

/** Conservation: seen = applied + skipped + conflict + pending, per kind. */
export interface RunCounts {
  seen: number
  applied: number
  skipped: number
  conflict: number
  pending: number
}

/**
 * `round` = reading what is new; `read-again` = differences that a person wants read again. The others work with the journal alone:
 * `rebuild` brings the mirror back, `replay` reads it by other rules, `rollback` takes a run back.
 */
export type RunKind = 'round' | 'read-again' | 'rebuild' | 'replay' | 'rollback'

export interface Run {
  id: string
  baseId: string
  startedAt: string
  finishedAt: string | null
  counts: Record<string, RunCounts>
  requests: number
  /** `asked` = a person wants it, and nobody has begun yet. */
  outcome: 'asked' | 'running' | 'done' | 'failed'
  reason: string
}
