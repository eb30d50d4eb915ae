/** Works for one base: sends what is due, a few at a time, and reads what is new, one reader at a time. */
import { LATE_MS, type BaseHealth } from '../domain/sync.ts'
import { holdBase, leaseBase, releaseBase, type Base, type HeldBase } from '../store/bases.ts'
import { dueIntents } from '../store/intents.ts'
import { acquaint } from './acquaint.ts'
import type { RoundReport } from './engine.ts'
import { connectionFailed, currentHealth, failureOf, restsUntil } from './health.ts'
import { decide, whyNotOpened } from './outcome.ts'
import { openPartner, type Partner } from './partner.ts'
import { HEARTBEAT_MS, later, LEASE_MS, type EnginePorts } from './ports.ts'
import { push, type Pushed } from './push.ts'
import { addTally, type Tally } from './receive.ts'
import { carryOutRollbacks, readRound } from './round.ts'

export class BaseWorker {
  base: Base
  readonly #ports: EnginePorts
  #partner: Promise<Partner> | undefined
  #known = false
  #pushing: Promise<void> | undefined
  #pulling: Promise<void> | undefined
  #undoing: Promise<void> | undefined
  #nextRoundAt = ''
  /** Somebody looked for work while a batch was on its way. */
  #asked = false

  constructor(ports: EnginePorts, base: Base) {
    this.#ports = ports
    this.base = base
  }

  /** Starts what is due and not yet running; returns at once. */
  look(signal: AbortSignal): void {
    const now = this.#ports.now()
    this.#asked = true
    const nudged = this.base.nudgedAt > this.#startedAt
    // Taking a run back asks the base nothing: it works while that is stopped, which is when people need it most.
    if (nudged)
      this.#undoing ??= this.#guard('rollback.failed', carryOutRollbacks(this.#ports, this.base)).finally(
        () => (this.#undoing = undefined),
      )
    if (nudged) void this.#partner?.then(({ unlock }) => unlock()).catch(() => undefined)
    if (this.base.health.state === 'stopped') return
    if (!nudged && restsUntil(this.base.health, now)) return
    // A base that did not answer is asked by a read before anything is written to it again.
    if (this.base.health.state === 'working')
      this.#pushing ??= this.#guard('push.failed', this.#push(signal)).finally(() => this.#pushed(signal))
    if (nudged || now >= this.#nextRoundAt)
      this.#pulling ??= this.#guard('pull.failed', this.#round(signal)).finally(() => (this.#pulling = undefined))
  }

  /** Whoever rang when the last batch was already counted is not left waiting for the next look. */
  #pushed(signal: AbortSignal): void {
    this.#pushing = undefined
    if (this.#asked && !signal.aborted) this.look(signal)
  }

  /** Nobody waits for this work: what goes wrong with our own database is logged and tried again at the next look. */
  async #guard(event: string, work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => this.#ports.log(event, { base: this.base.name, error }))
  }

  #startedAt = ''

  async once(signal: AbortSignal): Promise<RoundReport> {
    await carryOutRollbacks(this.#ports, this.base)
    const stopped = (await this.#health()).state === 'stopped'
    const first = stopped ? null : await this.#round(signal)
    // The reader may be another process; what waits is sent all the same when the base answers.
    const sent = (await this.#works()) ? await this.#push(signal) : 0
    if (first !== null && sent > 0 && (await this.#works())) addTally(first, (await this.#round(signal)) ?? {})
    return { base: this.base.name, sent, received: first, reason: (await this.#health()).reason }
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#pushing, this.#pulling, this.#undoing])
    const partner = await this.#partner?.catch(() => undefined)
    await partner?.connector.close()
  }

  async #push(signal: AbortSignal): Promise<number> {
    this.#asked = false
    const partner = await this.#meet(signal)
    if (!partner) return 0
    const { sent, down } = await this.#sendDue(partner, signal)
    if (down) await this.#leaveStopped(partner)
    return sent
  }

  async #sendDue(partner: Partner, signal: AbortSignal): Promise<{ sent: number; down: boolean }> {
    let sent = 0
    for (;;) {
      this.#asked = false
      const due = await dueIntents(this.#ports.database.db, {
        base: this.base.rowId,
        now: this.#ports.now(),
      })
      if (due.length === 0 || signal.aborted) return { sent, down: false }
      const results = await inLanes(this.#ports.settings.callsPerBase, due, async (intent) =>
        signal.aborted || !(await this.#works()) ? 'down' : push(partner, intent),
      )
      sent += results.filter((result) => result === 'done').length
      const down = results.includes('down')
      if (down || !results.includes('done')) return { sent, down }
      // An invoice sets nobody else free; whoever was added meanwhile has rung.
      if (!this.#asked && due.length === 1 && due[0]?.noun === 'invoice') return { sent, down }
    }
  }

  /** One round of reading under the base's lease; null = not read. */
  async #round(signal: AbortSignal): Promise<Tally | null> {
    const ports = this.#ports
    this.#startedAt = ports.now()
    this.#nextRoundAt = later(this.#startedAt, ports.settings.roundEveryMs)
    const { rowId } = this.base
    const at = this.#startedAt
    const lease = { rowId, now: at, until: later(at, LEASE_MS), lateUntil: later(at, LATE_MS) }
    const fence = await leaseBase(ports.database.db, { ...lease, owner: ports.settings.owner })
    if (fence === null) return null
    const held = { rowId, fence }
    const done = new AbortController()
    const lost = new AbortController()
    const beat = this.#beat(held, done.signal, lost)
    try {
      const partner = await this.#meet(signal)
      if (!partner) return null
      const tally = await readRound(partner, held, AbortSignal.any([signal, lost.signal]))
      if (tally === null) await this.#leaveStopped(partner)
      return tally
    } finally {
      done.abort()
      await beat
      await releaseBase(ports.database.db, held)
    }
  }

  async #beat(held: HeldBase, done: AbortSignal, lost: AbortController): Promise<void> {
    while (!done.aborted) {
      await this.#ports.wait(HEARTBEAT_MS, done)
      if (done.aborted) return
      const until = later(this.#ports.now(), LEASE_MS)
      if (!(await holdBase(this.#ports.database.db, held, until).catch(() => false))) lost.abort()
    }
  }

  /** The open door, after the first look at what the base publishes; undefined = it cannot be worked with now. */
  async #meet(signal: AbortSignal): Promise<Partner | undefined> {
    this.#partner ??= openPartner(this.#ports, this.base)
    const partner = await this.#partner.catch((error: unknown) => error)
    if (partner instanceof Error) {
      this.#partner = undefined
      await connectionFailed({ ports: this.#ports, base: this.base }, { ...whyNotOpened(partner), stop: true })
      return undefined
    }
    const open = partner as Partner
    if (this.#known) return open
    try {
      await acquaint(open, signal)
      this.#known = true
      return open
    } catch (error) {
      if (signal.aborted) return undefined
      const decision = decide(error, { step: 'look', attempts: 0, ageMs: 0, chance: this.#ports.chance() })
      await connectionFailed(open, failureOf(decision, decision.do !== 'retry'))
      if (decision.do === 'stop') await this.#forget(open)
      return undefined
    }
  }

  async #leaveStopped(partner: Partner): Promise<void> {
    if ((await this.#health()).state === 'stopped') await this.#forget(partner)
  }

  /** What a person mends - a password, what is published - is seen only through a door that is opened anew. */
  async #forget(partner: Partner): Promise<void> {
    this.#partner = undefined
    this.#known = false
    await partner.connector.close()
  }

  /** A write whose outcome is open says nothing about the others; that the base does not answer the reader speaks for all of them. */
  async #works(): Promise<boolean> {
    return (await this.#health()).state === 'working'
  }

  #health(): Promise<BaseHealth> {
    return currentHealth({ ports: this.#ports, base: this.base })
  }
}

/**
 * Runs the work in so many lanes; a lane that finds the connection down, or fails, stops all of them.
 * @throws what the first of them failed with, after the others have ended: nothing goes on unseen
 */
async function inLanes<T>(lanes: number, items: T[], work: (item: T) => Promise<Pushed>): Promise<Pushed[]> {
  const results: Pushed[] = []
  const rest = [...items]
  async function lane(): Promise<void> {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
      const result = await work(item).catch((error: unknown) => {
        rest.length = 0
        throw error
      })
      results.push(result)
      if (result === 'down') rest.length = 0
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  const failed = ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
  if (failed) throw failed.reason
  return results
}
