/** `kill -9` at any moment: whatever was acknowledged exists, once, and reaches the base once. */
import { clicksOn, type Clicks } from '../kill/clicks.ts'
import { compare, documentsIn, untilDone, type Ledger } from '../kill/ledger.ts'
import { caller, ended, install, missingBuild, pause, type Caller, type Installation } from '../aids/installation.ts'
import { diceOf, type Dice } from '../aids/dice.ts'
import { replayOf } from '../asked.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { quantile } from '../load/visitors.ts'

export const layer: Layer = {
  name: 'kill',
  title: 'Killed at any moment, the bridge loses nothing that it acknowledged and doubles nothing in the base',
  minutes: 9,
  run,
}

const CYCLES = 1_000
/** Requests at the same time. */
const HANDS = 3
/** Deals to click on: one whose request waits for the lease of a killed process to end is passed over. */
const DEALS = 240
/** So many answers come at most before the kill, which then falls within so many milliseconds. */
const MOST_ANSWERS = 8
const MOST_LATER_MS = 50
/** A process that answers nothing is killed all the same. */
const MOST_ALIVE_MS = 2_000
/** Once in so many cycles it is killed while it starts. */
const EARLY_ONCE_IN = 6
const MOST_EARLY_MS = 250
/** A lease of a dead process ends in 30 s; what waits behind it is then taken over and carried out. */
const CALM_MS = 90_000
/** A run shorter than this does not wait for the leases to end. */
const SHORT_MS = 120_000

async function run(trial: Trial): Promise<Outcome> {
  const missing = missingBuild()
  if (missing !== null) return { status: 'not run', figures: {}, reason: missing, replay: replayOf('kill', trial.seed) }
  const endAt = performance.now() + trial.budgetMs
  const short = trial.budgetMs < SHORT_MS
  const place = await install({ deals: short ? DEALS / 8 : DEALS })
  const clicks = clicksOn(place.deals, HANDS)
  const times: number[] = []
  try {
    const anna = await firstVisit(place, times)
    const killUntil = endAt - (short ? 0 : CALM_MS)
    for (let at = 0; at < CYCLES && (at < 2 || performance.now() < killUntil); at++) {
      await cycle({ place, clicks, anna, dice: diceOf(trial.seed, 'kill', at) }, times)
      if (at % 50 === 49) trial.progress(`kill: ${at + 1} cycles, ${clicks.told.size} invoices acknowledged`)
    }
    const ledger = await calm({ place, clicks, anna }, short ? 0 : CALM_MS)
    return outcomeOf({ seed: trial.seed, short, times }, clicks, ledger)
  } finally {
    place.close()
  }
}

/** Signing in is slow by design, so it is done once: the session lives in the database. */
async function firstVisit(place: Installation, times: number[]): Promise<Caller> {
  const { url, child, readyMs } = await place.start()
  times.push(readyMs)
  const anna = await caller(url)
  await kill(child)
  return anna
}

interface Stage {
  place: Installation
  clicks: Clicks
  anna: Caller
}

async function cycle({ place, clicks, anna, dice }: Stage & { dice: Dice }, times: number[]): Promise<void> {
  if (dice.onceIn(EARLY_ONCE_IN)) {
    const child = place.spawn()
    await pause(dice.below(MOST_EARLY_MS))
    return kill(child)
  }
  const { child, readyMs } = await place.start()
  times.push(readyMs)
  const stop = new AbortController()
  const working = clicks.run(anna, stop.signal)
  await answers(clicks, dice.below(MOST_ANSWERS + 1))
  await pause(dice.below(MOST_LATER_MS))
  await kill(child)
  stop.abort()
  await working
}

/** Waits for so many more answers. */
async function answers(clicks: Clicks, more: number): Promise<void> {
  const goal = answered(clicks) + more
  const until = performance.now() + MOST_ALIVE_MS
  while (answered(clicks) < goal && performance.now() < until) await pause(2)
}

function answered({ told, refused }: Clicks): number {
  return told.size + refused
}

async function kill(child: ReturnType<Installation['spawn']>): Promise<void> {
  child.kill('SIGKILL')
  await ended(child)
}

/** Without further faults everything must come to its end: what was not answered is asked again, then the base is looked at. */
async function calm({ place, clicks, anna }: Stage, waitMs: number): Promise<Ledger> {
  const { child } = await place.start()
  await clicks.settle(anna)
  const bridge = await place.open()
  const { db } = bridge.database
  try {
    await untilDone(db, { baseUrl: place.baseUrl, told: clicks.told.size }, waitMs)
    await kill(child)
    return await compare(db, clicks.told.values(), await documentsIn(place.baseUrl))
  } finally {
    await bridge.close()
  }
}

interface Did {
  seed: number
  short: boolean
  times: number[]
}

function outcomeOf({ seed, short, times }: Did, clicks: Clicks, { wrong, alive, auditLines }: Ledger): Outcome {
  const all = [...clicks.wrong, ...wrong]
  if (!short && alive > 0) all.push(`${alive} invoices did not reach the base within ${CALM_MS / 1000} s of calm`)
  if (clicks.told.size === 0) all.push('nothing was acknowledged, so nothing was proven')
  const figures = {
    cases: times.length,
    violations: all.length,
    acknowledged: clicks.told.size,
    'refused as already issuing': clicks.refused,
    'still on their way': alive,
    'audit lines': auditLines,
    'ready again p50, ms': quantile(times, 0.5),
    'ready again p99, ms': quantile(times, 0.99),
  }
  if (all.length === 0) return { status: 'passed', figures, replay: replayOf('kill', seed) }
  return { status: 'failed', figures, reason: all.slice(0, 10).join('\n'), replay: replayOf('kill', seed) }
}
