/** When a call has to end: after its time, or when whoever asked for it gives it up, or when its place is lost. */

type Tell = (reason: Error) => void

/**
 * One timer and plain calls. Each call has a deadline of its own, and one made of abort signals costs as much as reading its
 * answer; a signal is made only for a carrier that asks for one.
 */
export class Deadline {
  readonly #timer: NodeJS.Timeout | undefined
  readonly #signals: AbortSignal[]
  readonly #follow = () => this.end(this.#signals.find(({ aborted }) => aborted)?.reason as Error)
  #reason: Error | undefined
  #tell: Tell | undefined
  #signal: AbortController | undefined

  /** @param time milliseconds, or the signal of a clock that is not the real one */
  constructor(time: number | AbortSignal, asker?: AbortSignal) {
    this.#signals = [time, asker].filter((one) => one instanceof AbortSignal)
    if (typeof time === 'number') this.#timer = setTimeout(() => this.end(tooLate()), time).unref()
    for (const signal of this.#signals) signal.addEventListener('abort', this.#follow)
    if (this.#signals.some(({ aborted }) => aborted)) this.#follow()
  }

  /** Why the call had to end: a `TimeoutError`, or the reason of whoever ended it; undefined = it may go on. */
  get reason(): Error | undefined {
    return this.#reason
  }

  get signal(): AbortSignal {
    this.#signal ??= new AbortController()
    if (this.#reason) this.#signal.abort(this.#reason)
    return this.#signal.signal
  }

  /** Says who is told when the call must end: one party, at once if that is so already. */
  whenEnded(tell: Tell): void {
    this.#tell = tell
    if (this.#reason) tell(this.#reason)
  }

  /** Only the first reason counts. */
  end(reason: Error): void {
    if (this.#reason) return
    this.#reason = reason
    this.#signal?.abort(reason)
    this.#tell?.(reason)
  }

  /** The call is over: nothing waits for it any more, and nothing reaches it. */
  over(): void {
    clearTimeout(this.#timer)
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#follow)
    this.#tell = undefined
  }
}

function tooLate(): DOMException {
  return new DOMException('no answer in time', 'TimeoutError')
}
