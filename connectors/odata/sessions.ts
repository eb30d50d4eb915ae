/**
 * A small gate with one session cookie per worker. Without reuse every call starts a session in 1C (observed: 100 calls take 30 s
 * instead of 3) and costs a licence for its duration; one session serves calls one after another, hence one cookie per worker.
 */

export interface Worker {
  /** `ibsession=…` while the base keeps a session for this worker. */
  cookie: string | null
}

export class Sessions {
  #idle: Worker[]
  #waiting: ((worker: Worker) => void)[] = []
  readonly #all: Worker[]
  /** The publication takes no notice of `IBSession` or refuses it: asking again would be noise. */
  ignored: boolean

  constructor(workers: number, ignored: boolean) {
    this.#all = Array.from({ length: workers }, () => ({ cookie: null }))
    this.#idle = [...this.#all]
    this.ignored = ignored
  }

  /** Runs one call as soon as a worker is free; the one used last goes first, because its session is the youngest. */
  async run<T>(work: (worker: Worker) => Promise<T>): Promise<T> {
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)))
    try {
      return await work(worker)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(worker)
      else this.#idle.push(worker)
    }
  }

  /** Remembers the cookie of an answer to `IBSession: start`; an answer without one says that sessions are ignored. */
  opened(worker: Worker, setCookies: string[]): void {
    const cookie = setCookies
      .map((line) => /^\s*(ibsession=[^;]*)/i.exec(line)?.[1])
      .find((found) => found !== undefined)
    if (cookie === undefined) this.ignored = true
    else worker.cookie = cookie
  }

  /** Workers that still hold a session. */
  open(): Worker[] {
    return this.#all.filter((worker) => worker.cookie !== null)
  }
}
