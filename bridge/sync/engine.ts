/** The engine: for every enabled base one worker that sends what is due and reads what is new, until it is stopped. */
import { listBases, type Base } from '../store/bases.ts'
import { provenAt } from './acquaint.ts'
import { BaseWorker } from './base-worker.ts'
import type { EnginePorts } from './ports.ts'

/** How often the database is asked for work that another process left, milliseconds. */
const LOOK_EVERY_MS = 500

export interface Engine {
  /** Runs until `stop`. */
  start(): void
  /** Look now: something was enqueued, or a base itself has changed. */
  wake(about: 'queue' | 'base'): void
  /** Lets steps in hand finish and closes the doors. */
  stop(): Promise<void>
  /** Exactly one round per enabled base, for `sync --once` and tests. */
  once(): Promise<RoundReport[]>
}

export interface RoundReport {
  base: string
  sent: number
  /** null = the base could not be read. */
  received: Record<string, { seen: number; applied: number; skipped: number; conflict: number; pending: number }> | null
  /** Key of the reason when something stopped the round. */
  reason: string
}

export function createEngine(ports: EnginePorts): Engine {
  const workers = new Map<number, BaseWorker>()
  const stop = new AbortController()
  let pause = new AbortController()
  let ring: (() => void) | undefined
  let running: Promise<void> | undefined

  /** A database that is away for a moment is asked again at the next look. */
  function later(error: unknown): BaseWorker[] {
    ports.log('look.failed', { error })
    return []
  }

  /** Whoever has enqueued something is looked after by the workers there are; the bases are read anew when the pause is over. */
  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      pause = new AbortController()
      const found = await refresh(ports, workers).catch(later)
      const over = ports.wait(LOOK_EVERY_MS, pause.signal).then(() => true)
      do for (const worker of found) worker.look(stop.signal)
      while (!(await Promise.race([over, rung()])))
    }
  }

  function rung(): Promise<false> {
    return new Promise((resolve) => (ring = () => resolve(false)))
  }

  return {
    start: () => {
      running ??= run()
    },
    wake: (about) => (about === 'base' ? pause.abort('asked') : ring?.()),
    stop: async () => {
      stop.abort()
      pause.abort('stopped')
      await running
      for (const worker of workers.values()) await worker.close()
    },
    once: async () => {
      const reports: RoundReport[] = []
      for (const worker of await refresh(ports, workers)) reports.push(await worker.once(stop.signal))
      return reports
    },
  }
}

/** Workers of the bases that are enabled now; a base that was changed or switched off loses its old one. */
async function refresh(ports: EnginePorts, workers: Map<number, BaseWorker>): Promise<BaseWorker[]> {
  const bases = (await listBases(ports.database.db)).filter((base) => base.enabled)
  for (const [rowId, worker] of workers)
    if (!bases.some((base) => base.rowId === rowId && sameDoor(base, worker.base))) {
      workers.delete(rowId)
      void worker.close()
    }
  return bases.map((base) => {
    const worker = workers.get(base.rowId) ?? new BaseWorker(ports, base)
    workers.set(base.rowId, worker)
    worker.base = base
    return worker
  })
}

/** Equal for all that a door is opened with; what was proven of a base counts, what its first look found does not. */
function sameDoor(one: Base, other: Base): boolean {
  const [door, otherDoor] = [one, other].map(({ url, login, secret, mapping, timeZone, profile }) =>
    JSON.stringify([url, login, secret, mapping, timeZone, provenAt(profile)]),
  )
  return door === otherDoor
}
