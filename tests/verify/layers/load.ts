/** More people than the service can bear, and a base that dawdles or fails: who is let in is served soon, who is not hears so at once. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { diceOf, type Dice } from '../aids/dice.ts'
import { caller, ended, install, missingBuild, type Installation } from '../aids/installation.ts'
import { gaugeBefore, mostAtOnce, type Gauge } from '../aids/gauge.ts'
import { replayOf } from '../asked.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { failing, type Failing } from '../load/failing.ts'
import { quantile, steady, type Asking, type Crowd, type Wave } from '../load/visitors.ts'

export const layer: Layer = {
  name: 'load',
  title:
    'With three times the people, a rush, or a base that is slow or fails, whoever is let in is served soon, the base is spared and nothing grows',
  minutes: 3.4,
  run,
}

/** Visits a second on an ordinary day: a hundred people who click every other second. */
const NOMINAL = 50
/** Visits a second while everybody comes at once, which is for so many milliseconds; in a short run the disk may be slow. */
const RUSH = 1_600
const SHORT_RUSH = 150
const RUSH_MS = 500
/** One flush to a disk that others use as well can take longer than all of a rush may. */
const RUSHES = 3
const BETWEEN_RUSHES_MS = 1_500
const DEALS = 40
/** Goals of the reliability reference. */
const MOST_ACCEPTED_MS = 500
const MOST_SHED_MS = 50
const BACK_WITHIN_MS = 10_000
const MOST_GROWTH_MB = 50
const SLOW_BASE_MS = 3_000
/** Calls that a base bears at a time. */
const CALLS_PER_BASE = 2
/** The visitors share the machine with the service; when they are late themselves, so is every measurement. */
const MOST_OWN_DELAY_MS = 40
/** Flushing a page to the disk takes well below this when nobody else does it. */
const MOST_FLUSH_MS = 8
const FLUSHES = 15
/** A shorter run tells times and does not judge them: the machine is warming up, and perhaps not alone. */
const SHORT_MS = 60_000
/** What is open before the time is divided. */
const WARM_MS = 3_000

interface Phase {
  name: string
  wave: Wave
  /** Goal for those let in and for those sent away, milliseconds. */
  goals: { accepted?: number; shed?: number }
}

async function run(trial: Trial): Promise<Outcome> {
  const missing = missingBuild()
  if (missing !== null) return { status: 'not run', figures: {}, reason: missing, replay: replayOf('load', trial.seed) }
  let gauge: Gauge | undefined
  const before = async (baseUrl: string) => (gauge = await gaugeBefore(baseUrl)).url
  const place = await install({ deals: DEALS, settings: { callsPerBase: CALLS_PER_BASE }, before })
  try {
    if (!gauge) throw new Error('nothing stands before the base')
    const { child, url } = await place.start()
    const { session } = await caller(url)
    const crowd = { url, session, ask: asks(place.deals), dice: diceOf(trial.seed, 'load', 0) }
    const short = trial.budgetMs < SHORT_MS
    await steady(crowd, NOMINAL, short ? 300 : WARM_MS)
    const memory = memoryOf(child.pid ?? 0)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const sick = failing(place, gauge, await caller(url, 'orlov'))
    const phases = await phasesOf({ crowd, place, sick, trial, memory })
    const base = await judgeBase(sick, gauge)
    const busy = busyness(delay.percentile(99) / 1e6, flushMs(place.folder))
    const alive = child.exitCode === null
    child.kill('SIGTERM')
    await ended(child)
    return outcomeOf({ seed: trial.seed, short, alive, memory, busy, base }, phases)
  } finally {
    await gauge?.close()
    place.close()
  }
}

/** What the base was spared is promised on every machine, however busy. */
async function judgeBase(sick: Failing, { calls }: Gauge): Promise<Awaited<ReturnType<Failing['judge']>>> {
  const { wrong, figures } = await sick.judge()
  const most = mostAtOnce(calls)
  if (most > CALLS_PER_BASE) wrong.push(`the base got ${most} calls at once, promised ${CALLS_PER_BASE}`)
  return { wrong, figures }
}

/** Everybody writes, which costs most. */
function writes(_dice: Dice, at: number): Asking {
  return { method: 'POST', path: '/api/clients', body: { name: `Клиент ${at}` } }
}

/** Mostly looking, now and then writing. */
function asks(deals: string[]): Crowd['ask'] {
  const pages = [
    '/api/clients?limit=50',
    '/api/board',
    '/api/invoices?state=all',
    '/api/queue',
    '/api/me',
    '/api/products?search=а',
  ]
  let keys = 0
  return (dice: Dice, at: number): Asking => {
    const deal = deals[at % deals.length] ?? ''
    if (dice.onceIn(40))
      return { method: 'POST', path: `/api/deals/${deal}/invoices`, body: { version: 3 }, key: `load-${++keys}` }
    if (dice.onceIn(12)) return { method: 'POST', path: '/api/clients', body: { name: `Клиент ${dice.below(1e6)}` } }
    return { method: 'GET', path: dice.onceIn(4) ? `/api/deals/${deal}` : dice.of(pages) }
  }
}

interface Stage {
  crowd: Crowd
  place: Installation
  sick: Failing
  trial: Trial
  memory: Memory
}

async function phasesOf({ crowd, place, sick, trial, memory }: Stage): Promise<Phase[]> {
  const part = trial.budgetMs / 12
  const phases: Phase[] = []
  const add = async (name: string, wave: Promise<Wave>, goals: Phase['goals']) => {
    phases.push({ name, wave: await wave, goals })
    memory.look()
    trial.progress(`load: ${name}, ${phases.at(-1)?.wave.acceptedMs.length} served`)
  }
  await add('nominal', steady(crowd, NOMINAL, part), { accepted: MOST_ACCEPTED_MS })
  await add('three times', steady(crowd, 3 * NOMINAL, part), { accepted: MOST_ACCEPTED_MS })
  const [rush, rushes] = trial.budgetMs < SHORT_MS ? [SHORT_RUSH, 1] : [RUSH, RUSHES]
  const waves = middleRush({ ...crowd, ask: writes }, rush, rushes)
  await add(rushes > 1 ? `rush, the middle of ${rushes}` : 'rush', waves, { shed: MOST_SHED_MS })
  await add('after the rush', steady(crowd, NOMINAL, Math.min(part, BACK_WITHIN_MS)), { accepted: MOST_ACCEPTED_MS })
  await place.control({ latencyMs: SLOW_BASE_MS })
  await add('slow base', steady(crowd, NOMINAL, part), { accepted: MOST_ACCEPTED_MS })
  await place.control({ latencyMs: 0 })
  await sick.begin()
  await add('base that fails', steady(crowd, NOMINAL, part), { accepted: MOST_ACCEPTED_MS })
  await sick.end()
  await add('base that is back', steady(crowd, NOMINAL, part), { accepted: MOST_ACCEPTED_MS })
  memory.begin()
  await add('soak', steady(crowd, 2 * NOMINAL, part * 5), { accepted: MOST_ACCEPTED_MS })
  return phases
}

/** The one whose slowest answer to those who are sent away is neither the best nor the worst; what went wrong in any of them stays. */
async function middleRush(crowd: Crowd, perSecond: number, rushes: number): Promise<Wave> {
  const waves: Wave[] = []
  while (waves.length < rushes) {
    waves.push(await steady(crowd, perSecond, RUSH_MS))
    await pause(BETWEEN_RUSHES_MS)
  }
  const byWorst = waves.toSorted((one, other) => quantile(one.shedMs, 0.99) - quantile(other.shedMs, 0.99))
  const middle = byWorst[Math.floor(rushes / 2)] as Wave
  return { ...middle, wrong: waves.flatMap(({ wrong }) => wrong) }
}

/** Why the machine is not ours alone, or null. */
function busyness(ownDelayMs: number, diskMs: number): string | null {
  if (ownDelayMs > MOST_OWN_DELAY_MS) return `this process itself waited ${Math.round(ownDelayMs)} ms for the processor`
  return diskMs > MOST_FLUSH_MS ? `the disk takes ${Math.round(diskMs)} ms for a page` : null
}

function flushMs(folder: string): number {
  const file = openSync(join(folder, 'flush'), 'w')
  const times = Array.from({ length: FLUSHES }, () => {
    const began = performance.now()
    writeSync(file, Buffer.alloc(4_096))
    fsyncSync(file)
    return performance.now() - began
  })
  closeSync(file)
  return times.toSorted((one, other) => one - other)[Math.floor(FLUSHES / 2)] ?? 0
}

interface Memory {
  begin(): void
  look(): void
  /** Megabytes since the beginning; NaN where the system does not tell. */
  grewMb(): number
}

function memoryOf(pid: number): Memory {
  const now = () => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
    } catch {
      return Number.NaN
    }
  }
  let [from, most] = [now(), 0]
  return {
    begin: () => void ([from, most] = [now(), 0]),
    look: () => void (most = Math.max(most, now())),
    grewMb: () => Math.round(most - from),
  }
}

interface Did {
  seed: number
  short: boolean
  alive: boolean
  memory: Memory
  busy: string | null
  base: Awaited<ReturnType<Failing['judge']>>
}

function outcomeOf({ seed, short, alive, memory, busy, base }: Did, phases: Phase[]): Outcome {
  const wrong = phases.flatMap(({ name, wave }) => wave.wrong.map((said) => `${name}: ${said}`))
  wrong.push(...base.wrong)
  if (!alive) wrong.push('the service did not live through it')
  const late = phases.flatMap(lateness)
  const grewMb = memory.grewMb()
  if (grewMb > MOST_GROWTH_MB) late.push(`memory grew by ${grewMb} MB`)
  const violations = short || busy !== null ? wrong : [...wrong, ...late]
  const cases = phases.reduce((sum, { wave }) => sum + wave.acceptedMs.length + wave.shedMs.length, 0)
  const figures = {
    cases,
    violations: violations.length,
    ...Object.fromEntries(phases.flatMap(figuresOf)),
    ...base.figures,
    'grew, MB': grewMb,
  }
  if (violations.length === 0 && busy !== null && !short)
    return {
      status: 'not run',
      figures,
      reason: `${busy}: times cannot be judged; all else holds`,
      replay: replayOf('load', seed),
    }
  if (violations.length === 0) return { status: 'passed', figures, replay: replayOf('load', seed) }
  return { status: 'failed', figures, reason: violations.slice(0, 10).join('\n'), replay: replayOf('load', seed) }
}

function figuresOf({ name, wave }: Phase): [string, string][] {
  const told: [string, string][] = [[`${name}, accepted`, timesOf(wave.acceptedMs)]]
  return wave.shedMs.length > 0 ? [...told, [`${name}, sent away`, timesOf(wave.shedMs)]] : told
}

function timesOf(values: number[]): string {
  return `${values.length}, p50 ${quantile(values, 0.5)} ms, p99 ${quantile(values, 0.99)} ms`
}

function lateness({ name, wave, goals }: Phase): string[] {
  const [accepted, shed] = [quantile(wave.acceptedMs, 0.99), quantile(wave.shedMs, 0.99)]
  return [
    ...(goals.accepted !== undefined && accepted > goals.accepted
      ? [`${name}: accepted p99 ${accepted} ms, goal ${goals.accepted}`]
      : []),
    ...(goals.shed !== undefined && shed > goals.shed ? [`${name}: sent away p99 ${shed} ms, goal ${goals.shed}`] : []),
  ]
}
