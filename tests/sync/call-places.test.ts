/** A base bears two calls at a time, however many processes call it: the places are shared, and nobody is left without one. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { setTimeout as moment } from 'node:timers/promises'
import { addBase, listBases } from '../../bridge/store/bases.ts'
import type { Database } from '../../bridge/store/db.ts'
import { saveCaller } from '../../bridge/store/callers.ts'
import { CallPlaces } from '../../bridge/sync/call-places.ts'
import { onEachDatabase, type Place } from '../store/databases.ts'

const START = Date.parse('2026-11-24T09:00:00Z')
const STEP_MS = 200
const SECOND_MS = 1_000
const MINUTE_MS = 60_000

let clockMs = START
let waiting: { atMs: number; done: () => void; asleep: () => boolean }[] = []
let base = 0
let database: Database
let gates: CallPlaces[] = []
/** What the base sees: calls on their way, and the most there ever were at a time. */
let far = { now: 0, most: 0 }

const now = () => new Date(clockMs).toISOString()

/** Time passes only here, so that a machine that stands still does not end a lease. */
async function pass(ms: number): Promise<void> {
  for (const end = clockMs + ms; clockMs < end; clockMs += STEP_MS) {
    for (const one of waiting.filter(({ atMs, asleep }) => atMs <= clockMs && !asleep())) one.done()
    await moment(5)
  }
}

function wait(ms: number, signal: AbortSignal, asleep = () => false): Promise<void> {
  return new Promise((resolve) => {
    const one = {
      atMs: clockMs + ms,
      asleep,
      done: () => ((waiting = waiting.filter((other) => other !== one)), resolve()),
    }
    if (signal.aborted) return resolve()
    waiting.push(one)
    signal.addEventListener('abort', one.done, { once: true })
  })
}

interface Process {
  gate: CallPlaces
  /** Moments of its calls, ms. */
  calls: number[]
  brokenOff: number
  transactions: number
  asleep: boolean
}

function start(owner: string, on = database, { callsPerBase = 2, ended = '' } = {}): Process {
  const process: Process = { gate: undefined as never, calls: [], brokenOff: 0, transactions: 0, asleep: false }
  const counted: Database = {
    ...on,
    transaction: (work) => {
      process.transactions++
      return on.transaction(work)
    },
  }
  process.gate = new CallPlaces(
    {
      database: counted,
      now,
      wait: (ms, signal) => wait(ms, signal, () => process.asleep),
      log: () => {},
      settings: { owner, callsPerBase },
      hasEnded: (other) => other === ended,
    },
    base,
  )
  gates.push(process.gate)
  return process
}

/** One call that the base works at for so long. */
async function call(process: Process, ms = SECOND_MS): Promise<void> {
  const entered = await process.gate.enter()
  const lost = new AbortController()
  entered.whenLost((reason) => lost.abort(reason))
  const { signal } = lost
  process.calls.push(clockMs)
  far.most = Math.max(far.most, ++far.now)
  await wait(ms, signal)
  if (signal.aborted) process.brokenOff++
  far.now--
  entered.leave()
}

/** So many lanes that never rest. */
function busy(process: Process, lanes: number): () => Promise<void> {
  const state = { stopped: false }
  const work = Array.from({ length: lanes }, async () => {
    while (!state.stopped) await call(process).catch(() => (state.stopped = true))
  })
  return async () => {
    state.stopped = true
    const ended = { yet: false }
    void Promise.all(work).finally(() => (ended.yet = true))
    // Not a moment longer: the clock must not go on under the next test.
    for (const end = clockMs + 2 * MINUTE_MS; !ended.yet && clockMs < end;) await pass(STEP_MS)
  }
}

function longestGapMs({ calls }: Process, from: number): number {
  return Math.max(...[...calls, clockMs].map((at, index) => at - (calls[index - 1] ?? from)))
}

onEachDatabase('Places of a base', (place: Place) => {
  beforeEach(async () => {
    database = await place.open()
    clockMs = START
    waiting = []
    gates = []
    far = { now: 0, most: 0 }
    const words = {
      name: 'buh',
      connector: 'odata',
      mapping: 'bp30',
      url: 'http://1c.example',
      login: 'l',
      secret: 's',
    }
    await addBase(database.db, { id: crypto.randomUUID(), timeZone: 'Europe/Moscow', ...words })
    base = (await listBases(database.db))[0]?.rowId ?? 0
  }, 60_000)
  afterEach(async () => {
    for (const gate of gates) await gate.close()
  })

  it.each([
    [2, 3],
    [1, 2],
  ])(
    '%i of them are shared by %i busy processes: never more calls at a time, and nobody waits for a minute',
    async (places, count) => {
      const processes: Process[] = []
      for (let at = 0; at < count; at++)
        processes.push(
          start(`process ${at}`, at === 0 ? database : await place.again(database), { callsPerBase: places }),
        )
      const first = processes[0] as Process
      const stops = [busy(first, 3)]
      await pass(5 * SECOND_MS)
      const from = clockMs
      for (const other of processes.slice(1)) stops.push(busy(other, 2))
      await pass(2 * MINUTE_MS)
      for (const other of processes.slice(1)) expect(longestGapMs(other, from)).toBeLessThan(MINUTE_MS)
      expect(longestGapMs(first, START)).toBeLessThan(MINUTE_MS)
      await Promise.all(stops.map((stop) => stop()))

      expect(far.most).toBe(places)
    },
    60_000,
  )

  it('come free when the process that held them has died', async () => {
    await saveCaller(database.db, base, { owner: 'dead', places: 2, since: now(), until: after(30 * SECOND_MS) })
    const process = start('alive')
    const called = call(process)

    await pass(28 * SECOND_MS)
    expect(process.calls).toEqual([])
    await pass(5 * SECOND_MS)
    await called
    await pass(MINUTE_MS)
    expect(process.calls).toHaveLength(1)
    expect(await database.db('callers').pluck('owner')).toEqual([])
  })

  it('come free at once where the machine knows that the process has ended', async () => {
    await saveCaller(database.db, base, { owner: 'dead', places: 2, since: now(), until: after(30 * SECOND_MS) })
    const process = start('alive', database, { ended: 'dead' })
    const called = call(process)

    await pass(2 * SECOND_MS)
    await called
    expect(process.calls).toHaveLength(1)
  })

  it('are not used any more by a process that slept until others had them', async () => {
    const [sleeper, other] = [start('sleeper'), start('other', await place.again(database))]
    const long = [call(sleeper, 10 * MINUTE_MS), call(sleeper)]
    await pass(2 * SECOND_MS)
    sleeper.asleep = true
    const taken = [call(other, 2 * MINUTE_MS), call(other, 2 * MINUTE_MS)]
    await pass(MINUTE_MS)
    expect(other.calls).toHaveLength(2)

    sleeper.asleep = false
    const next = call(sleeper)
    await pass(5 * SECOND_MS)
    await Promise.all(long)
    expect(sleeper).toMatchObject({ brokenOff: 1 })
    expect(sleeper.calls).toHaveLength(2)
    expect(far.now).toBe(2)
    await pass(2 * MINUTE_MS)
    await Promise.all([...taken, next])
    expect(sleeper.calls).toHaveLength(3)
  }, 30_000)

  it('tell a call that has lost its place so, even if it listens only later', async () => {
    const one = { callsPerBase: 1 }
    const [sleeper, other] = [start('sleeper', database, one), start('other', await place.again(database), one)]
    const entering = sleeper.gate.enter()
    await pass(SECOND_MS)
    const entered = await entering
    sleeper.asleep = true
    const taken = call(other, 2 * MINUTE_MS)
    await pass(MINUTE_MS)
    sleeper.asleep = false
    const next = call(sleeper)
    await pass(5 * SECOND_MS)
    const told: Error[] = []
    entered.whenLost((reason) => told.push(reason))
    entered.leave()
    await pass(2 * MINUTE_MS)
    await Promise.all([taken, next])

    expect(told).toHaveLength(1)
  }, 30_000)

  it('cost a process that works alone a handful of commits for two hundred calls, and are given free afterwards', async () => {
    const process = start('alone')
    for (let round = 0; round < 100; round++) {
      const calls = [call(process, 0), call(process, 0)]
      await settle(calls)
    }
    expect(process.calls).toHaveLength(200)
    expect(process.transactions).toBeLessThanOrEqual(5)

    await pass(MINUTE_MS)
    expect(await database.db('callers').pluck('owner')).toEqual([])
  }, 30_000)
})

function after(ms: number): string {
  return new Date(clockMs + ms).toISOString()
}

async function settle(calls: Promise<void>[]): Promise<void> {
  const state = { open: true }
  void Promise.all(calls).finally(() => (state.open = false))
  while (state.open) {
    for (const one of waiting.filter(({ atMs }) => atMs <= clockMs)) one.done()
    await moment(0)
  }
}
