/** Several processes on one PostgreSQL: each request is carried out by one of them, once, and each receipt is read by one of them, once. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { clicksOn, type Clicks } from '../kill/clicks.ts'
import { CALM_MS, compare, documentsIn, untilDone, type Ledger } from '../kill/ledger.ts'
import { diceOf } from '../aids/dice.ts'
import { gaugeBefore, type Call, type Gauge } from '../aids/gauge.ts'
import {
  caller,
  ended,
  install,
  missingBuild,
  type Caller,
  type Installation,
  type Running,
} from '../aids/installation.ts'
import { replayOf } from '../asked.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { accountantAt, judgeReading, type Accountant, type Read } from '../races/accountant.ts'
import { changesOfReader } from '../races/readers.ts'
import { postgresFolder, startPostgres } from '../../store/postgres.ts'

/** Of a whole run: with fewer nothing is proven. */
const RECEIPTS = 40

export const layer: Layer = {
  name: 'races',
  title:
    'Two and three processes on one PostgreSQL carry out every request and read every receipt once, also when one of them is killed',
  minutes: 2.2,
  promised: { 'processes at most': 3, receipts: RECEIPTS },
  run,
}

const HANDS = 2
const DEALS = 30
const SHORT_DEALS = 6
const SHORT_MS = 100_000
/** Each process has two sessions, the dead ones for a while, too, and the accountant works without one. */
const LICENCES = 50
const CALLS_PER_BASE = 2
/** A call of a real base takes its time: without it two of them would hardly ever meet. */
const LATENCY_MS = 15
/** Everybody wants to read all the time. */
const ROUND_EVERY_MS = 200
/** Double clicks that reach two processes at once. */
const DOUBLES = 10

async function run(trial: Trial): Promise<Outcome> {
  const programs = postgresFolder()
  const missing = missingBuild() ?? (programs === null ? 'PostgreSQL is not installed here' : null)
  if (missing !== null || programs === null)
    return { status: 'not run', figures: {}, reason: missing ?? '', replay: replayOf('races', trial.seed) }
  const server = await startPostgres(programs)
  try {
    const short = trial.budgetMs < SHORT_MS
    const { seed } = trial
    const ms = trial.budgetMs / 4
    const seen = [await race(await server.newDatabase(), { processes: 2, seed, short, ms, kill: false })]
    trial.progress(`races: two processes, ${seen[0]?.told} invoices`)
    if (!short) {
      seen.push(await race(await server.newDatabase(), { processes: 3, seed, short, ms, kill: true }))
      trial.progress(`races: three processes, ${seen[1]?.told} invoices`)
    }
    return outcomeOf(trial.seed, seen)
  } finally {
    await server.stop()
  }
}

interface Race {
  processes: number
  seed: number
  short: boolean
  ms: number
  /** One of them is killed in the middle. */
  kill: boolean
}

interface Seen {
  name: string
  processes: number
  told: number
  refused: number
  doubles: number
  read: Read
  /** How often another process has read than the one before. */
  changes: number
  wrong: string[]
}

async function race(databaseUrl: string, what: Race): Promise<Seen> {
  const gauges: Gauge[] = []
  const before = async (baseUrl: string) => {
    const gauge = await gaugeBefore(baseUrl)
    gauges.push(gauge)
    return gauge.url
  }
  const settings = { callsPerBase: CALLS_PER_BASE, roundEveryMs: ROUND_EVERY_MS }
  const place = await install({ deals: what.short ? SHORT_DEALS : DEALS, databaseUrl, settings, before })
  const accountant = accountantAt(place.baseUrl)
  const running: Running[] = []
  try {
    await place.control({ licences: LICENCES, latencyMs: LATENCY_MS })
    for (let at = 0; at < what.processes; at++) running.push(await place.another())
    const callers: Caller[] = []
    for (const { url } of running) callers.push(await caller(url))
    const doubles = await doubleClicks(place, callers)
    const clicks = callers.map((_caller, at) => clicksOn(place.deals, HANDS, `p${at}`))
    const changes = await clickAll({ place, clicks, callers, running, accountant }, what)
    const told = [...clicks.flatMap((one) => [...one.told.values()]), ...doubles.told]
    const calls = gauges.flatMap((gauge) => gauge.calls)
    const stage = { place, running, told, accountant, calls }
    const { ledger, read } = await calm(stage, what.kill ? CALM_MS : CALM_MS / 2)
    return seenOf({ what, clicks, doubles, told, read, changes }, ledger)
  } finally {
    for (const { child } of running) child.kill('SIGKILL')
    for (const gauge of gauges) await gauge.close()
    place.close()
  }
}

interface Doubles {
  told: string[]
  wrong: string[]
}

/** The same click at two processes at the same moment: one invoice, or one refusal and one invoice. */
async function doubleClicks(place: Installation, callers: Caller[]): Promise<Doubles> {
  const doubles: Doubles = { told: [], wrong: [] }
  for (const deal of place.deals.slice(0, DOUBLES)) {
    const key = randomUUID()
    const answers = await Promise.all(
      callers.map((one) => one.send('POST', `/api/deals/${deal}/invoices`, { version: 3 }, key)),
    )
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => String(body['id'])))
    const others = answers.filter(({ status }) => status !== 201 && status !== 409 && status !== 503)
    if (ids.size !== 1) doubles.wrong.push(`a double click made ${ids.size} invoices`)
    if (others.length > 0) doubles.wrong.push(`a double click ended in ${others.map(({ status }) => status).join(' ')}`)
    doubles.told.push(...ids)
  }
  return doubles
}

interface Crowd {
  place: Installation
  clicks: Clicks[]
  callers: Caller[]
  running: Running[]
  accountant: Accountant
}

async function clickAll(crowd: Crowd, { processes, seed, ms, kill }: Race): Promise<number> {
  const { place, clicks, callers, running, accountant } = crowd
  const stop = new AbortController()
  const all = clicks.map((one, at) => one.run(callers[at] as Caller, stop.signal))
  all.push(accountant.work(diceOf(seed, 'races', processes), stop.signal))
  const changes = changesOfReader(place, stop.signal)
  await pause(ms / 2)
  const victim = kill ? running[0] : undefined
  if (victim) {
    victim.child.kill('SIGKILL')
    await ended(victim.child)
  }
  await pause(ms / 2)
  stop.abort()
  await Promise.all(all)
  // What the killed process did not answer is asked again of another one.
  for (const one of clicks) await one.settle(callers.at(-1) as Caller)
  return await changes
}

interface Calm {
  place: Installation
  running: Running[]
  told: string[]
  accountant: Accountant
  calls: Call[]
}

async function calm({ place, running, told, accountant, calls }: Calm, waitMs: number) {
  const bridge = await place.open()
  const { db } = bridge.database
  try {
    const read = () => accountant.isRead(db)
    await untilDone(db, { baseUrl: place.baseUrl, told: told.length, read }, waitMs)
    for (const { child } of running) {
      child.kill('SIGTERM')
      await ended(child)
    }
    const judged = { receipts: accountant.receipts, calls, callsPerBase: CALLS_PER_BASE }
    return {
      ledger: await compare(db, told, await documentsIn(place.baseUrl)),
      read: await judgeReading(db, judged),
    }
  } finally {
    await bridge.close()
  }
}

interface Told {
  what: Race
  clicks: Clicks[]
  doubles: Doubles
  told: string[]
  read: Read
  changes: number
}

function seenOf({ what, clicks, doubles, told, read, changes }: Told, { wrong, alive }: Ledger): Seen {
  const all = [...doubles.wrong, ...clicks.flatMap((one) => one.wrong), ...wrong]
  all.push(...alive, ...read.wrong)
  if (new Set(told).size !== told.length) all.push('two keys were told the same invoice')
  const refused = clicks.reduce((sum, one) => sum + one.refused, 0)
  const name = `${what.processes} processes`
  return {
    name,
    processes: what.processes,
    told: told.length,
    refused,
    doubles: doubles.told.length,
    read,
    changes,
    wrong: all.map((said) => `${name}: ${said}`),
  }
}

function outcomeOf(seed: number, seen: Seen[]): Outcome {
  const wrong = seen.flatMap((one) => one.wrong)
  const each = seen.map(({ name, told: count, refused, doubles, read, changes }) => [
    name,
    `${count} invoices, ${doubles} by double clicks, ${refused} refused; ${read.receipts} receipts, ${changes} changes of the reader, ${read.callsAtOnce} calls at once at most`,
  ])
  const sum = (count: (one: Seen) => number) => seen.reduce((all, one) => all + count(one), 0)
  const receipts = sum(({ read }) => read.receipts)
  const told = sum((one) => one.told)
  const figures: Outcome['figures'] = {
    cases: told + receipts,
    receipts,
    'readers changed': sum(({ changes }) => changes),
    violations: wrong.length,
    'processes at most': Math.max(...seen.map(({ processes }) => processes)),
    ...Object.fromEntries(each),
    // The same code works on it; the tests of the store meet a real one where an address is given.
    'SQL Server': 'not met here',
  }
  if (wrong.length === 0 && told > 0) return { status: 'passed', figures, replay: replayOf('races', seed) }
  const reason = wrong.slice(0, 10).join('\n') || 'nothing was issued, so nothing was proven'
  return { status: 'failed', figures, reason, replay: replayOf('races', seed) }
}
