/** The life of a process: it ends at a step that was chosen beforehand, and whoever lives it never hears of anything again. */

export type StepKind = 'statement' | 'commit' | 'before the call' | 'after the call'

export class Life {
  /** Steps left of each kind; absent = it does not end there. */
  #ends: Partial<Record<StepKind, number>>
  readonly #onEnd: (kind: StepKind) => void
  over = false

  constructor(ends: Partial<Record<StepKind, number>>, onEnd: (kind: StepKind) => void = () => {}) {
    this.#ends = { ...ends }
    this.#onEnd = onEnd
  }

  /** Counts a step, which may be the last. */
  step(kind: StepKind): void {
    const left = this.#ends[kind]
    if (left === undefined || this.over) return
    this.#ends[kind] = left - 1
    if (left > 1) return
    this.over = true
    this.#onEnd(kind)
  }

  /** Whatever was chosen, it goes on. */
  spare(): void {
    this.#ends = {}
  }

  /** Goes on at once, or never: a promise of its own each time, so that nothing of a dead process is kept. */
  live(): Promise<void> {
    return this.over ? new Promise(() => {}) : Promise.resolve()
  }
}
