/**
 * An intent held by this process: a lease with heartbeat, and every step written under its fence. It is taken together with its
 * first step and given free together with its last one, so that a try costs no commit that is not also a step.
 */
import type { Foreign } from '../../connectors/connector.ts'
import type { IntentState } from '../domain/sync.ts'
import type { Db } from '../store/db.ts'
import { claimIntent, stepIntent, type IntentStep } from '../store/intent-steps.ts'
import type { StoredIntent } from '../store/intents.ts'
import { appendJournal } from '../store/journal.ts'
import { HEARTBEAT_MS, later, LEASE_MS, type EnginePorts } from './ports.ts'

/** Somebody else has taken the intent over: this process must not write another byte about it. */
export class Lost extends Error {}

/** What the journal says of a step towards the base. */
export interface StepNote {
  outcome: string
  body: unknown
}

export type Step = Omit<IntentStep, 'at' | 'leaseUntil'>

export class Held {
  readonly #ports: EnginePorts
  readonly #rest = new AbortController()
  #hold: 'not yet' | 'ours' | 'free' | 'lost' = 'not yet'
  #beating: Promise<void> | undefined
  intent: StoredIntent
  /** The record as the base answered it in this very try; undefined = it must be read. */
  answered: Foreign | undefined

  constructor(ports: EnginePorts, intent: StoredIntent) {
    this.#ports = ports
    this.intent = intent
  }

  /** This moment, UTC ISO text. */
  at(): string {
    return this.#ports.now()
  }

  get state(): IntentState {
    return this.intent.state
  }

  get isOurs(): boolean {
    return this.#hold === 'ours' || this.#hold === 'free'
  }

  /** Takes the intent before its first step, where something must happen in between. @throws Lost */
  async take(): Promise<void> {
    if (this.#hold === 'lost') throw new Lost()
    if (this.#hold === 'not yet') await this.#takeWith((claim) => claim(this.#ports.database.db))
  }

  /** Records a step in a transaction of its own, and takes the intent with it where that has not been done. @throws Lost */
  async step(step: Step, note?: StepNote): Promise<void> {
    const { database } = this.#ports
    if (this.#hold !== 'not yet') return database.transaction((db) => this.stepWith(db, step, note))
    await this.#takeWith((claim) =>
      database.transaction(async (db) => {
        await claim(db)
        await this.stepWith(db, step, note)
      }),
    )
  }

  /** Records a step of a taken intent inside the caller's transaction. @throws Lost, and it must not be committed */
  async stepWith(db: Db, step: Step, note?: StepNote): Promise<void> {
    const at = this.#ports.now()
    const free = endsTheTry(step)
    const written = { at, ...step, ...(free && { leaseUntil: '' }) }
    if (!this.isOurs || !(await stepIntent(db, this.intent, written))) throw new Lost()
    if (free) this.#hold = 'free'
    this.intent = { ...this.intent, ...step }
    if (note) await this.#journal(db, at, note)
  }

  /** Gives the intent free for the next worker, unless its last step has done so. */
  async release(): Promise<void> {
    // With a reason of its own: the usual one is an error whose trace is taken for nobody.
    this.#rest.abort('released')
    // A heartbeat on its way must not renew the lease after it was given up.
    await this.#beating
    if (this.#hold !== 'ours') return
    await stepIntent(this.#ports.database.db, this.intent, { leaseUntil: '', at: this.#ports.now() })
  }

  /** What is rolled back is not ours: by then somebody else may hold the intent under the very fence we meant to have. */
  async #takeWith(work: (claim: (db: Db) => Promise<void>) => Promise<void>): Promise<void> {
    const before = this.intent
    try {
      await work((db) => this.#claim(db))
      this.#beating = this.#beat()
    } catch (error) {
      this.intent = before
      this.#hold = error instanceof Lost ? 'lost' : 'not yet'
      throw error
    }
  }

  async #claim(db: Db): Promise<void> {
    const now = this.#ports.now()
    const lease = { owner: this.#ports.settings.owner, now, until: later(now, LEASE_MS) }
    const fence = await claimIntent(db, this.intent, lease)
    if (fence === null) throw new Lost()
    this.intent = { ...this.intent, fence }
    this.#hold = 'ours'
  }

  /** A heartbeat that the database does not take counts as lost: writing blindly is worse than trying later. */
  async #beat(): Promise<void> {
    while (!this.#rest.signal.aborted) {
      await this.#ports.wait(HEARTBEAT_MS, this.#rest.signal)
      if (this.#rest.signal.aborted || this.#hold !== 'ours') return
      const at = this.#ports.now()
      const step = { leaseUntil: later(at, LEASE_MS), at }
      const alive = await stepIntent(this.#ports.database.db, this.intent, step).catch(() => false)
      if (!alive && this.#hold === 'ours') this.#hold = 'lost'
    }
  }

  async #journal(db: Db, at: string, note: StepNote): Promise<void> {
    const { baseRowId: base, noun, foreignKey, mappingVersion } = this.intent
    const line = { direction: 'out' as const, noun, foreignKey, version: '', reason: this.intent.reason, ...note }
    await appendJournal(db, { base, run: 0, at, mappingVersion }, [line])
  }
}

/** Done, refused, or waiting for another try: nothing follows in this one. */
function endsTheTry({ state, nextTryAt }: Step): boolean {
  return state === 'done' || state === 'refused' || nextTryAt !== undefined
}
