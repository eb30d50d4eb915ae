/**
 * Time of a simulated day: it stands still while anybody has something to do and jumps to the next appointment when all wait.
 * Nothing in it takes real time, and the same appointments come in the same order.
 */

interface Appointment {
  at: number
  /** Order of making, for appointments of one moment. */
  number: number
  keep(): void
}

/** Turns of the event loop without a stir after which everybody is taken to be waiting. */
const QUIET_TURNS = 3
/** A day in which more happens than this is broken. */
const MOST_APPOINTMENTS = 200_000

export class VirtualTime {
  #nowMs: number
  #appointments: Appointment[] = []
  #made = 0
  #kept = 0
  #stirs = 0

  constructor(startMs: number) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  /** UTC ISO text with milliseconds. */
  iso(): string {
    return new Date(this.#nowMs).toISOString()
  }

  /** Somebody has done a step: whoever is woken by it gets his turn before time goes on. */
  stir(): void {
    this.#stirs++
  }

  /** Does something after so many milliseconds. */
  at(ms: number, keep: () => void): void {
    const at = this.#nowMs + Math.max(0, Math.round(ms))
    let place = this.#appointments.length
    while (place > 0 && (this.#appointments[place - 1]?.at ?? 0) > at) place--
    this.#appointments.splice(place, 0, { at, number: this.#made++, keep })
  }

  /** Resolves after so many milliseconds, or at once when the signal fires. */
  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      // A signal that keeps its listeners keeps the whole day with them.
      const end = () => {
        signal?.removeEventListener('abort', end)
        resolve()
      }
      this.at(ms, end)
      signal?.addEventListener('abort', end)
    })
  }

  /** Fires with the error that real deadlines fire with. */
  deadline(ms: number): AbortSignal {
    const late = new AbortController()
    this.at(ms, () => late.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')))
    return late.signal
  }

  /** Lets time pass until the work has ended. @throws Error when nobody will ever go on with it */
  async until<T>(work: Promise<T>): Promise<T> {
    let ended = false
    const end = () => {
      ended = true
      this.stir()
    }
    void work.then(end, end)
    for (;;) {
      await this.#quiet()
      if (ended) return work
      if (!this.#keepNext(Infinity)) throw new Error('everybody waits, and nothing is going to happen')
    }
  }

  /** Lets so many milliseconds pass. */
  async pass(ms: number): Promise<void> {
    const end = this.#nowMs + ms
    do await this.#quiet()
    while (this.#keepNext(end))
    this.#nowMs = Math.max(this.#nowMs, end)
  }

  #keepNext(end: number): boolean {
    const [next] = this.#appointments
    if (!next || next.at > end) return false
    if (++this.#kept > MOST_APPOINTMENTS) throw new Error('the day never ends')
    this.#appointments.shift()
    this.#nowMs = Math.max(this.#nowMs, next.at)
    next.keep()
    return true
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      const before = this.#stirs
      await new Promise(setImmediate)
      if (this.#stirs !== before) turns = -1
    }
  }
}
