/** A door that stays shut while the base wants to be left alone, for whoever was still on his way to it. */
import type { Connector } from '../../connectors/connector.ts'
import { Unreachable } from '../../connectors/errors.ts'
import { LONGEST_ASKED_MS } from './health.ts'

export interface PatientDoor extends Connector {
  /** A person wants to know now: the next call goes through. */
  unlock: () => void
}

/** @param nowMs clock of the bridge, milliseconds. What is asked during a pause gets the answer of the base once more, without a call */
export function patient(door: Connector, nowMs: () => number): PatientDoor {
  let asked: { error: Unreachable; untilMs: number } | undefined
  const knock = () => {
    const leftMs = asked ? asked.untilMs - nowMs() : 0
    if (asked && leftMs > 0) throw again(asked.error, leftMs)
  }
  const noted = (error: unknown): never => {
    if (error instanceof Unreachable && error.retryAfterMs) {
      const untilMs = nowMs() + Math.min(error.retryAfterMs, LONGEST_ASKED_MS)
      if (!asked || untilMs > asked.untilMs) asked = { error, untilMs }
    }
    throw error
  }
  const one = async <T>(call: () => Promise<T>): Promise<T> => {
    knock()
    return call().catch(noted)
  }
  async function* pages<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
    const source = stream[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await one(() => source.next())
        if (next.done === true) return
        yield next.value
      }
    } finally {
      await source.return?.()
    }
  }
  return {
    get abilities() {
      return door.abilities
    },
    unlock: () => (asked = undefined),
    describe: (signal) => one(() => door.describe(signal)),
    probe: (consent, signal) => one(() => door.probe(consent, signal)),
    changes: (query) => pages(door.changes(query)),
    list: (query) => pages(door.list(query)),
    find: (kind, where, limit) => one(() => door.find(kind, where, limit)),
    read: (kind, key) => one(() => door.read(kind, key)),
    write: (draft) => one(() => door.write(draft)),
    post: (kind, key) => one(() => door.post(kind, key)),
    unpost: (kind, key) => one(() => door.unpost(kind, key)),
    close: () => door.close(),
  }
}

/** Nothing was sent, so nothing is in doubt. */
function again({ reason, message, facts }: Unreachable, retryAfterMs: number): Unreachable {
  return new Unreachable(reason, message, { facts, retryAfterMs })
}
