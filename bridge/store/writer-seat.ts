/**
 * The one connection of this process that writes, and the line of those who wait for it. The pool of knex can keep more than one, and
 * makes timers and a chain of promises for each turn, also on an only one that is free.
 */
import knex from 'knex'
import type { Connection } from './lean-runner.ts'

export class WriterSeat {
  /** Undefined until somebody has asked for it. */
  connection: Connection | undefined
  #taken = false
  readonly #line = new Set<() => void>()

  /**
   * Waits for the turn; those who came first have theirs first.
   * @param mostMs longest wait, milliseconds
   * @throws KnexTimeoutError after that, as the pool does
   */
  async take(mostMs: number): Promise<void> {
    if (this.#taken) await this.#turn(mostMs)
    this.#taken = true
  }

  /** The turn is over: the next one has it. */
  leave(): void {
    const [next] = this.#line
    if (next) next()
    else this.#taken = false
  }

  #turn(mostMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        this.#line.delete(begin)
        clearTimeout(timer)
        resolve()
      }
      const giveUp = () => {
        this.#line.delete(begin)
        reject(new knex.KnexTimeoutError('the connection that writes was not free in time'))
      }
      const timer = setTimeout(giveUp, mostMs)
      this.#line.add(begin)
    })
  }
}
