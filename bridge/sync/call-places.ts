/**
 * The places of this process among all that call one base. They are leased in the database when a call needs one, kept while calls keep
 * coming, and given to whoever has none; a call is begun only under a lease that has not ended.
 */
import type { Gate, Pass } from '../../connectors/connector.ts'
import { Unreachable } from '../../connectors/errors.ts'
import { placesFor, type Caller } from '../domain/call-places.ts'
import { forgetCallers, holdCallers, liveCallers, saveCaller } from '../store/callers.ts'
import { later, LEASE_MS, type EnginePorts } from './ports.ts'

/** A waiting process asks for a place so often, milliseconds. */
const ASK_EVERY_MS = 500
/** One that has places looks so often whether another has none. */
const LOOK_EVERY_MS = 2_000
/** A lease is renewed when less than this is left of it. */
const RENEW_MS = 20_000
/** A place that nobody wants is kept for so long after the last call: work that keeps coming costs no commit of its own. */
const KEEP_MS = 30_000
/** Twice the longest call: whoever waits longer is told that the base is busy. */
const MOST_WAIT_MS = 600_000
const NEVER = new Date(0).toISOString()

export type PlacesPorts = Pick<EnginePorts, 'database' | 'now' | 'wait' | 'log'> & {
  settings: Pick<EnginePorts['settings'], 'owner' | 'callsPerBase'>
  /** Is this process known to have ended? Its places are then free at once; absent = a lease tells. */
  hasEnded?: (owner: string) => boolean
}

interface Shared {
  held: number
  limit: number
  /** End of the lease, '' = there is none. */
  until: string
}

/** A call on its way. */
interface Running {
  giveUp?: (reason: Error) => void
  /** Why its place is gone. */
  lost?: Error
}

interface Waiter {
  untilMs: number
  admit(): void
  refuse(error: Error): void
}

export class CallPlaces implements Gate {
  readonly #ports: PlacesPorts
  readonly #base: number
  readonly #running = new Set<Running>()
  readonly #waiting = new Set<Waiter>()
  /** What our row says, and how much of it may be used: less while places are being given up. */
  #held = 0
  #limit = 0
  #until = ''
  /** When a call last began, ended or was asked for. */
  #used = NEVER
  #sharing = false
  #closed = false
  #bell = new AbortController()
  #loop: Promise<void> | undefined

  /** @param base its row */
  constructor(ports: PlacesPorts, base: number) {
    this.#ports = ports
    this.#base = base
  }

  enter(signal?: AbortSignal, patienceMs = MOST_WAIT_MS): Promise<Pass> {
    signal?.throwIfAborted()
    if (this.#closed) return Promise.reject(busy())
    if (this.#waiting.size === 0 && this.#hasRoom()) return Promise.resolve(this.#begin())
    return new Promise<Pass>((resolve, reject) => {
      const over = () => {
        this.#waiting.delete(waiter)
        signal?.removeEventListener('abort', aborted)
      }
      const refuse = (error: Error) => {
        over()
        reject(error)
      }
      const aborted = () => refuse(signal?.reason as Error)
      const waiter = { untilMs: this.#nowMs() + patienceMs, refuse, admit: () => (over(), resolve(this.#begin())) }
      signal?.addEventListener('abort', aborted)
      this.#waiting.add(waiter)
      this.#ask()
    })
  }

  /** Gives everything free. No call may be begun afterwards. */
  async close(): Promise<void> {
    this.#closed = true
    this.#bell.abort('closed')
    await this.#loop
    for (const waiter of this.#waiting) waiter.refuse(busy())
    if (this.#until !== '') await this.#forget()
  }

  #begin(): Pass {
    const call: Running = {}
    this.#running.add(call)
    this.#used = this.#ports.now()
    const leave = () => {
      this.#running.delete(call)
      this.#used = this.#ports.now()
      this.#admit()
      if (this.#limit < this.#held) this.#ask()
    }
    const whenLost = (tell: (reason: Error) => void) => {
      call.giveUp = tell
      if (call.lost) tell(call.lost)
    }
    return { whenLost, leave }
  }

  #hasRoom(): boolean {
    return !this.#sharing && this.#running.size < this.#limit && this.#ports.now() < this.#until
  }

  #admit(): void {
    for (const waiter of this.#waiting) if (this.#hasRoom()) waiter.admit()
  }

  #ask(): void {
    this.#used = this.#ports.now()
    this.#bell.abort('asked')
    this.#loop ??= this.#keep().finally(() => {
      this.#loop = undefined
      if (this.#waiting.size > 0 && !this.#closed) this.#ask()
    })
  }

  /** While calls are on their way, wait, or places are kept. */
  async #keep(): Promise<void> {
    while (!this.#closed) {
      this.#bell = new AbortController()
      if (await this.#isTimeToShare()) await this.#share()
      this.#refuseTheTired()
      if (this.#held === 0 && this.#waiting.size === 0 && this.#running.size === 0) return
      await this.#ports.wait(this.#waiting.size > 0 ? ASK_EVERY_MS : LOOK_EVERY_MS, this.#bell.signal)
    }
  }

  /** Asked without a transaction: the one who works alone writes only to renew his lease. */
  async #isTimeToShare(): Promise<boolean> {
    const now = this.#ports.now()
    const giving = this.#limit < this.#held && this.#running.size < this.#held
    if (this.#isIdle() || giving || this.#until < later(now, RENEW_MS)) return true
    if (this.#waiting.size > 0 && this.#held < this.#ports.settings.callsPerBase) return true
    const callers = await this.#callers(this.#ports.database.db, now).catch(() => [])
    return callers.some(({ owner, places }) => places === 0 && owner !== this.#ports.settings.owner)
  }

  /** Nothing is begun meanwhile: what is decided is true until it is written. */
  async #share(): Promise<void> {
    this.#sharing = true
    try {
      const now = this.#ports.now()
      const shared = await this.#ports.database.transaction((tx) => this.#shareIn(tx, now))
      this.#held = shared.held
      this.#limit = shared.limit
      this.#until = shared.until
    } catch (error) {
      this.#ports.log('places.not-shared', { base: this.#base, error })
      if (this.#ports.now() >= this.#until) this.#held = this.#limit = 0
    } finally {
      this.#sharing = false
      this.#breakOff()
      this.#admit()
    }
  }

  async #shareIn(tx: PlacesPorts['database']['db'], now: string): Promise<Shared> {
    const { owner, callsPerBase } = this.#ports.settings
    await holdCallers(tx, this.#base)
    const callers = await this.#callers(tx, now)
    const others = callers.filter((caller) => caller.owner !== owner)
    const me = callers.find((caller) => caller.owner === owner) ?? { owner, places: 0, since: now }
    const limit = placesFor(me, others, { places: callsPerBase, now, wants: this.#wants(others) })
    // What is on its way under our lease counts until it has come to its end.
    const held = Math.max(limit, Math.min(this.#running.size, me.places))
    if (held === 0 && this.#waiting.size === 0) {
      await forgetCallers(tx, this.#base, { owner, now })
      return { held, limit, until: '' }
    }
    // Whoever only looks again writes nothing.
    if (callers.includes(me) && held === me.places && this.#until >= later(now, RENEW_MS))
      return { held, limit, until: this.#until }
    const until = later(now, LEASE_MS)
    const since = held > 0 === me.places > 0 ? me.since : now
    await saveCaller(tx, this.#base, { owner, places: held, since, until })
    return { held, limit, until }
  }

  async #callers(db: PlacesPorts['database']['db'], now: string): Promise<Caller[]> {
    const { hasEnded = () => false, settings } = this.#ports
    const callers = await liveCallers(db, this.#base, now)
    return callers.filter(({ owner }) => owner === settings.owner || !hasEnded(owner))
  }

  /** Places that we could use: what we have stays ours while calls keep coming and nobody else is without one. */
  #wants(others: Caller[]): number {
    const calls = this.#running.size + this.#waiting.size
    if (this.#isIdle() || others.some(({ places }) => places === 0))
      return Math.min(this.#ports.settings.callsPerBase, calls)
    return Math.min(this.#ports.settings.callsPerBase, Math.max(calls, this.#held))
  }

  #isIdle(): boolean {
    return this.#running.size + this.#waiting.size === 0 && this.#ports.now() >= later(this.#used, KEEP_MS)
  }

  /** A process that slept through the end of its lease may find its places taken: what it has on its way beyond them is given up. */
  #breakOff(): void {
    const surplus = [...this.#running].slice(this.#held)
    for (const call of surplus) {
      call.lost = new Error('the place of this call was taken over')
      call.giveUp?.(call.lost)
    }
  }

  #refuseTheTired(): void {
    for (const waiter of this.#waiting) if (waiter.untilMs <= this.#nowMs()) waiter.refuse(busy())
  }

  async #forget(): Promise<void> {
    const { database, settings, now, log } = this.#ports
    await forgetCallers(database.db, this.#base, { owner: settings.owner, now: now() }).catch((error: unknown) =>
      log('places.not-shared', { base: this.#base, error }),
    )
    this.#held = this.#limit = 0
    this.#until = ''
  }

  #nowMs(): number {
    return Date.parse(this.#ports.now())
  }
}

function busy(): Unreachable {
  return new Unreachable('base.busy', 'all calls that the base can bear at a time are being made by others')
}
