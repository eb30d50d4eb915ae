/** An intent held by this process: a lease with heartbeat, and every step written under its fence. */
import type { IntentState } from '../domain/sync.ts'
import type { Db } from '../store/db.ts'
import { claimIntent, stepIntent, type IntentStep, type StoredIntent } from '../store/intents.ts'
import { appendJournal } from '../store/journal.ts'
import { HEARTBEAT_MS, later, LEASE_MS, type EnginePorts } from './ports.ts'

/** Somebody else has taken the intent over: this process must not write another byte about it. */
export class Lost extends Error {}

/** What the journal says of a step towards the base. */
export interface StepNote {
  outcome: string
  body: unknown
}

/** @returns null when another worker was faster */
export async function holdIntent(ports: EnginePorts, intent: StoredIntent): Promise<Held | null> {
  const now = ports.now()
  const lease = { owner: ports.settings.owner, now, until: later(now, LEASE_MS) }
  const fence = await claimIntent(ports.database.db, intent, lease)
  return fence === null ? null : new Held(ports, { ...intent, fence })
}

export class Held {
  readonly #ports: EnginePorts
  readonly #rest = new AbortController()
  #lost = false
  readonly #beating: Promise<void>
  intent: StoredIntent

  constructor(ports: EnginePorts, intent: StoredIntent) {
    this.#ports = ports
    this.intent = intent
    this.#beating = this.#beat()
  }

  get state(): IntentState {
    return this.intent.state
  }

  /** Records a step in a transaction of its own. @throws Lost */
  async step(step: Omit<IntentStep, 'at'>, note?: StepNote): Promise<void> {
    await this.#ports.database.transaction((db) => this.stepWith(db, step, note))
  }

  /** Records a step inside the caller's transaction. @throws Lost, and the transaction must not be committed */
  async stepWith(db: Db, step: Omit<IntentStep, 'at'>, note?: StepNote): Promise<void> {
    const at = this.#ports.now()
    if (this.#lost || !(await stepIntent(db, this.intent, { ...step, at }))) throw new Lost()
    const { leaseUntil: _lease, ...changed } = step
    this.intent = { ...this.intent, ...changed }
    if (note) await this.#journal(db, at, note)
  }

  /** Gives the intent free for the next worker. */
  async release(): Promise<void> {
    this.#rest.abort()
    // A heartbeat on its way must not renew the lease after it was given up.
    await this.#beating
    if (this.#lost) return
    await stepIntent(this.#ports.database.db, this.intent, { leaseUntil: '', at: this.#ports.now() })
  }

  /** A heartbeat that the database does not take counts as lost: writing blindly is worse than trying later. */
  async #beat(): Promise<void> {
    while (!this.#rest.signal.aborted) {
      await this.#ports.wait(HEARTBEAT_MS, this.#rest.signal)
      if (this.#rest.signal.aborted) return
      const at = this.#ports.now()
      const step = { leaseUntil: later(at, LEASE_MS), at }
      const alive = await stepIntent(this.#ports.database.db, this.intent, step).catch(() => false)
      if (!alive) this.#lost = true
    }
  }

  async #journal(db: Db, at: string, note: StepNote): Promise<void> {
    const { baseRowId: base, noun, foreignKey, mappingVersion } = this.intent
    const line = { direction: 'out' as const, noun, foreignKey, version: '', reason: this.intent.reason, ...note }
    await appendJournal(db, { base, run: 0, at, mappingVersion }, [line])
  }
}
