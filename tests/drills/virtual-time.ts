/** Time that passes only when a test lets it: the engine at its own pace through hours and days, over real sockets. */
import { setImmediate as turn } from 'node:timers/promises'
import type { Connector } from '../../connectors/connector.ts'
import type { EnginePorts } from '../../bridge/sync/ports.ts'
import { doorLike } from '../sync/door.ts'
import type { Clock } from '../world.ts'

export interface VirtualTime {
  /** The ports of an engine that lives in this time. */
  ports(real: EnginePorts): EnginePorts
  /** Lets so many milliseconds pass in steps; after each, whatever is under way comes to its end. */
  pass(ms: number, stepMs: number): Promise<void>
}

interface Waiting {
  at: number
  done(): void
}

export function virtualTime(clock: Clock): VirtualTime {
  const waiting = new Set<Waiting>()
  const calls = { open: 0 }
  const wait = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const one = { at: clock.now() + ms, done: () => (waiting.delete(one), resolve()) }
      waiting.add(one)
      signal.addEventListener('abort', one.done, { once: true })
      if (signal.aborted) one.done()
    })
  return {
    ports: (real) => ({ ...real, wait, open: async (base) => counted(await real.open(base), calls) }),
    pass: async (ms, stepMs) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.tick(stepMs)
        for (const one of waiting) if (one.at <= clock.now()) one.done()
        await calm(calls)
      }
    },
  }
}

/** Turns of the event loop without an open call after which nothing more is under way: our database needs no other. */
const QUIET_TURNS = 20

async function calm(calls: { open: number }): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
    await turn()
    if (calls.open > 0) quiet = 0
  }
}

function counted(door: Connector, calls: { open: number }): Connector {
  const count = async <T>(call: Promise<T>): Promise<T> => {
    calls.open++
    return call.finally(() => calls.open--)
  }
  return {
    ...doorLike(door, {}),
    get abilities() {
      return door.abilities
    },
    describe: (signal) => count(door.describe(signal)),
    probe: (consent, signal) => count(door.probe(consent, signal)),
    find: (kind, where, limit) => count(door.find(kind, where, limit)),
    read: (kind, key) => count(door.read(kind, key)),
    write: (draft) => count(door.write(draft)),
    post: (kind, key) => count(door.post(kind, key)),
    async *changes(query) {
      calls.open++
      try {
        yield* door.changes(query)
      } finally {
        calls.open--
      }
    },
  }
}
