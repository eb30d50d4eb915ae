/** `kill -9` at any moment: whatever was acknowledged exists, once, and reaches the base once. */
import { clicksOn, type Clicks } from '../kill/clicks.ts'
import { CALM_MS, compare, documentsIn, untilDone, type Ledger } from '../kill/ledger.ts'
import { comparePayments, payerAt, readSoFar, type Payer } from '../kill/payer.ts'
import { caller, ended, install, missingBuild, pause, type Caller, type Installation } from '../aids/installation.ts'
import { diceOf, type Dice } from '../aids/dice.ts'
import { replayOf } from '../asked.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { quantile } from '../load/visitors.ts'

const CYCLES = 1_000

export const layer: Layer = {
  name: 'kill',
  title:
    'Killed at any moment, the bridge loses nothing that it acknowledged, doubles nothing in the base, and puts every receipt on its invoice',
  minutes: 13.1,
  promised: { cases: CYCLES },
  run,
}

/** Requests at the same time. */
const CLICKING = 3
/** Side by side, each with a database and a base of its own: a start keeps one core busy. */
const INSTALLATIONS = 2
/** Deals to click on: one whose request waits for the lease of a killed process to end is passed over. */
const DEALS = 240
/** So many answers come at most before the kill, which then falls within so many milliseconds. */
const MOST_ANSWERS = 8
const MOST_LATER_MS = 50
/** Once in so many cycles it lives so much longer, so that it dies in the midst of its work with the base, too. */
const WORKS_ONCE_IN = 3
const MOST_WORKING_MS = 700
/** Once in so many cycles the accountant pays one of the invoices. */
const PAYS_ONCE_IN = 6
/** A process that answers nothing is killed all the same. */
const MOST_ALIVE_MS = 2_000
/** Once in so many cycles it is killed while it starts, at any moment of as long as its latest start took. */
const EARLY_ONCE_IN = 6
/** The base keeps a session of a dead process for twenty seconds: with a handful of licences nobody would ever get to work. */
const LICENCES = 200
/** Afterwards everything is usually done within this; what takes longer is waited for all the same. */
const USUAL_CALM_MS = 60_000
/** A run shorter than this does not wait for the leases to end. */
const SHORT_MS = 120_000

async function run(trial: Trial): Promise<Outcome> {
  const missing = missingBuild()
  if (missing !== null) return { status: 'not run', figures: {}, reason: missing, replay: replayOf('kill', trial.seed) }
  const short = trial.budgetMs < SHORT_MS
  const hands = Array.from({ length: short ? 1 : INSTALLATIONS }, (_nothing, hand) => hand)
  return outcomeOf(trial.seed, short, await Promise.all(hands.map((hand) => killAgainAndAgain(trial, { hand, short }))))
}

interface Killed {
  clicks: Clicks
  ledger: Ledger
  payments: Payments
  kills: number
  /** Documents that the killed processes have brought to the base, before calm. */
  carried: number
  /** From each start to the first answer, milliseconds. */
  times: number[]
}

interface Payments {
  entered: number
  read: number
  wrong: string[]
}

/** One installation and its share of the cycles. */
async function killAgainAndAgain(trial: Trial, { hand, short }: { hand: number; short: boolean }): Promise<Killed> {
  const endAt = performance.now() + trial.budgetMs
  const share = short ? CYCLES : Math.ceil(CYCLES / INSTALLATIONS)
  const place = await install({ deals: short ? DEALS / 8 : DEALS })
  const clicks = clicksOn(place.deals, CLICKING)
  const payer = payerAt(place.baseUrl)
  const times: number[] = []
  try {
    await place.control({ licences: LICENCES })
    const anna = await firstVisit(place, times)
    const killUntil = endAt - (short ? 0 : USUAL_CALM_MS)
    let kills = 0
    for (; kills < share && (kills < 2 || performance.now() < killUntil); kills++) {
      const dice = diceOf(trial.seed, 'kill', hand * share + kills)
      const paying = short || dice.onceIn(PAYS_ONCE_IN) ? payer.pay(dice) : undefined
      await Promise.all([cycle({ place, clicks, payer, anna, dice }, times), paying])
      if (kills % 50 === 49) trial.progress(`kill: ${kills + 1} cycles, ${clicks.told.size} invoices acknowledged`)
    }
    const carried = (await documentsIn(place.baseUrl)).length
    return { clicks, kills, carried, times, ...(await calm({ place, clicks, payer, anna }, short ? 0 : CALM_MS)) }
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
  payer: Payer
  anna: Caller
}

async function cycle({ place, clicks, anna, dice }: Stage & { dice: Dice }, times: number[]): Promise<void> {
  if (dice.onceIn(EARLY_ONCE_IN)) {
    const child = place.spawn()
    await pause(dice.below(Math.ceil(times.at(-1) ?? 1)))
    return kill(child)
  }
  const { child, readyMs } = await place.start()
  times.push(readyMs)
  const stop = new AbortController()
  const working = clicks.run(anna, stop.signal)
  await answers(clicks, dice.below(MOST_ANSWERS + 1))
  await pause(dice.below(dice.onceIn(WORKS_ONCE_IN) ? MOST_WORKING_MS : MOST_LATER_MS))
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
async function calm(
  { place, clicks, payer: { receipts }, anna }: Stage,
  waitMs: number,
): Promise<Pick<Killed, 'ledger' | 'payments'>> {
  const { child } = await place.start()
  await clicks.settle(anna)
  const bridge = await place.open()
  const { db } = bridge.database
  try {
    const read = async () => (await readSoFar(db, receipts)) === receipts.length
    await untilDone(db, { baseUrl: place.baseUrl, told: clicks.told.size, read }, waitMs)
    await kill(child)
    const payments = {
      entered: receipts.length,
      read: await readSoFar(db, receipts),
      // Without a pause nothing was read for sure.
      wrong: waitMs === 0 ? [] : await comparePayments(db, receipts),
    }
    return { payments, ledger: await compare(db, clicks.told.values(), await documentsIn(place.baseUrl)) }
  } finally {
    await bridge.close()
  }
}

function outcomeOf(seed: number, short: boolean, all: Killed[]): Outcome {
  const sum = (pick: (killed: Killed) => number) => all.reduce((total, killed) => total + pick(killed), 0)
  const times = all.flatMap((killed) => killed.times)
  const acknowledged = sum(({ clicks }) => clicks.told.size)
  const wrong = all.flatMap(({ clicks, ledger, payments }) => [...clicks.wrong, ...ledger.wrong, ...payments.wrong])
  const late = all.flatMap(({ ledger }) => ledger.alive)
  if (!short) wrong.push(...late.map((what) => `${what} after ${CALM_MS / 1000} s of calm`))
  if (acknowledged === 0) wrong.push('nothing was acknowledged, so nothing was proven')
  const figures = {
    cases: sum(({ kills }) => kills),
    violations: wrong.length,
    acknowledged,
    'in the base before calm': sum(({ carried }) => carried),
    'receipts entered': sum(({ payments }) => payments.entered),
    'receipts read': sum(({ payments }) => payments.read),
    'refused as already issuing': sum(({ clicks }) => clicks.refused),
    'still on their way': late.length,
    'audit lines': sum(({ ledger }) => ledger.auditLines),
    'ready again p50, ms': quantile(times, 0.5),
    'ready again p99, ms': quantile(times, 0.99),
  }
  if (wrong.length === 0) return { status: 'passed', figures, replay: replayOf('kill', seed) }
  return { status: 'failed', figures, reason: wrong.slice(0, 10).join('\n'), replay: replayOf('kill', seed) }
}
