/** Several processes on one PostgreSQL, clicking on the same deals: each request is carried out by one of them, once. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { clicksOn, type Clicks } from '../kill/clicks.ts'
import { CALM_MS, compare, documentsIn, untilDone, type Ledger } from '../kill/ledger.ts'
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
import { postgresFolder, startPostgres } from '../../store/postgres.ts'

export const layer: Layer = {
  name: 'races',
  title: 'Two and three processes on one PostgreSQL carry out every request once, also when one of them is killed',
  minutes: 2.2,
  promised: { 'processes at most': 3 },
  run,
}

const HANDS = 2
const DEALS = 30
const SHORT_DEALS = 6
const SHORT_MS = 100_000
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
    const seen = [await race(await server.newDatabase(), { processes: 2, short, ms: trial.budgetMs / 4, kill: false })]
    trial.progress(`races: two processes, ${seen[0]?.told} invoices`)
    if (!short) {
      seen.push(await race(await server.newDatabase(), { processes: 3, short, ms: trial.budgetMs / 4, kill: true }))
      trial.progress(`races: three processes, ${seen[1]?.told} invoices`)
    }
    return outcomeOf(trial.seed, seen)
  } finally {
    await server.stop()
  }
}

interface Race {
  processes: number
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
  wrong: string[]
}

async function race(databaseUrl: string, what: Race): Promise<Seen> {
  const place = await install({ deals: what.short ? SHORT_DEALS : DEALS, databaseUrl })
  const running: Running[] = []
  try {
    for (let at = 0; at < what.processes; at++) running.push(await place.another())
    const callers: Caller[] = []
    for (const { url } of running) callers.push(await caller(url))
    const doubles = await doubleClicks(place, callers)
    const clicks = callers.map((_caller, at) => clicksOn(place.deals, HANDS, `p${at}`))
    await clickAll({ clicks, callers, running }, what)
    const told = [...clicks.flatMap((one) => [...one.told.values()]), ...doubles.told]
    const ledger = await calm({ place, running, told }, what.kill ? CALM_MS : CALM_MS / 2)
    return seenOf({ what, clicks, doubles, told }, ledger)
  } finally {
    for (const { child } of running) child.kill('SIGKILL')
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
  clicks: Clicks[]
  callers: Caller[]
  running: Running[]
}

async function clickAll({ clicks, callers, running }: Crowd, { ms, kill }: Race): Promise<void> {
  const stop = new AbortController()
  const all = clicks.map((one, at) => one.run(callers[at] as Caller, stop.signal))
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
}

interface Calm {
  place: Installation
  running: Running[]
  told: string[]
}

async function calm({ place, running, told }: Calm, waitMs: number): Promise<Ledger> {
  const bridge = await place.open()
  const { db } = bridge.database
  try {
    await untilDone(db, { baseUrl: place.baseUrl, told: told.length }, waitMs)
    for (const { child } of running) {
      child.kill('SIGTERM')
      await ended(child)
    }
    return await compare(db, told, await documentsIn(place.baseUrl))
  } finally {
    await bridge.close()
  }
}

interface Told {
  what: Race
  clicks: Clicks[]
  doubles: Doubles
  told: string[]
}

function seenOf({ what, clicks, doubles, told }: Told, { wrong, alive }: Ledger): Seen {
  const all = [...doubles.wrong, ...clicks.flatMap((one) => one.wrong), ...wrong]
  all.push(...alive)
  if (new Set(told).size !== told.length) all.push('two keys were told the same invoice')
  const refused = clicks.reduce((sum, one) => sum + one.refused, 0)
  const name = `${what.processes} processes`
  return {
    name,
    processes: what.processes,
    told: told.length,
    refused,
    doubles: doubles.told.length,
    wrong: all.map((said) => `${name}: ${said}`),
  }
}

function outcomeOf(seed: number, seen: Seen[]): Outcome {
  const wrong = seen.flatMap((one) => one.wrong)
  const told = seen.reduce((sum, one) => sum + one.told, 0)
  const each = seen.map(({ name, told: count, refused, doubles }) => [
    name,
    `${count} invoices, ${doubles} by double clicks, ${refused} refused`,
  ])
  const figures: Outcome['figures'] = {
    cases: told,
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
