/**
 * Layer `mutation`: slips of the pen in what money and the states of requests rest on, one at a time; the tests of each source must notice
 * nearly all of them. What they miss is told line by line: a few change nothing that anybody could see.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diceOf } from '../aids/dice.ts'
import { askedCase, replayOf } from '../asked.ts'
import { HANDS } from '../hands.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { mutantsOf, type Mutant } from '../mutation/mutants.ts'
import { layOut, type Caught } from '../planted/plot.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const NAME = 'mutation'

/** Source and the tests that say what it is for. */
const SOURCES: [source: string, tests: string][] = [
  ['bridge/domain/money.ts', 'tests/domain/money.test.ts'],
  ['bridge/domain/vat.ts', 'tests/domain/vat.test.ts'],
  ['bridge/domain/settle.ts', 'tests/domain/settle.test.ts'],
  ['bridge/domain/draw-up-invoice.ts', 'tests/domain/draw-up-invoice.test.ts'],
  ['bridge/domain/invoice-state.ts', 'tests/domain/invoice-state.test.ts'],
  ['bridge/domain/merge.ts', 'tests/domain/merge.test.ts'],
  ['bridge/sync/outcome.ts', 'tests/sync/outcome.test.ts'],
]

/** Of a hundred. */
const LEAST_SCORE = 85
/** Fewer say little about the score. */
const LEAST_MUTANTS = 40

interface Case extends Mutant {
  file: string
  tests: string
}

export const layer: Layer = {
  name: NAME,
  title: 'slips of the pen in money, tax and the states of requests are noticed by their tests',
  minutes: 1.2,
  promised: { cases: LEAST_MUTANTS },
  run: async (trial) => {
    const all = casesOf()
    const only = askedCase()
    const chosen = only === undefined ? shuffled([...all.keys()], trial.seed) : [only]
    const fault = await faultWithout()
    if (fault !== null)
      return { status: 'failed', figures: { cases: 0 }, reason: fault, replay: replayOf(NAME, trial.seed) }
    const work: Work = { all, trial, waiting: chosen, found: new Map(), endAt: performance.now() + trial.budgetMs }
    await Promise.all(Array.from({ length: Math.min(HANDS, chosen.length) }, () => lend(work)))
    return outcomeOf(trial, all, work.found)
  },
}

function casesOf(): Case[] {
  return SOURCES.flatMap(([file, tests]) =>
    mutantsOf(readFileSync(join(ROOT, file), 'utf8')).map((mutant) => ({ ...mutant, file, tests })),
  )
}

/** Tests that fail without any slip have noticed nothing. */
async function faultWithout(): Promise<string | null> {
  const plot = layOut()
  const test = SOURCES.map(([, tests]) => tests).join(' ')
  const { caught, how } = await plot.look({ name: '', changes: [], test }, 0, 0).finally(() => plot.clear())
  return caught ? `with no slip at all: ${how}` : null
}

/** A short run takes those that chance puts first. */
function shuffled(list: number[], seed: number): number[] {
  const dice = diceOf(seed, NAME, 0)
  for (let at = list.length - 1; at > 0; at--) {
    const other = dice.below(at + 1)
    const [one = 0, two = 0] = [list[at], list[other]]
    list[at] = two
    list[other] = one
  }
  return list
}

interface Work {
  all: Case[]
  trial: Trial
  waiting: number[]
  found: Map<number, Caught>
  /** Milliseconds of the clock of the process. */
  endAt: number
}

async function lend({ all, trial, waiting, found, endAt }: Work): Promise<void> {
  const plot = layOut()
  try {
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      if (found.size > 0 && performance.now() > endAt) return
      const slip = all[at]
      if (!slip) throw new Error(`there are cases 0 to ${all.length - 1}`)
      const before = readFileSync(join(ROOT, slip.file), 'utf8')
      const caught = await plot.look(
        { name: told(slip), changes: [[slip.file, before, slip.source]], test: slip.tests },
        0,
        0,
      )
      found.set(at, caught)
      if (!caught.caught) trial.progress(`MISSED, case ${at}: ${told(slip)}`)
    }
  } finally {
    plot.clear()
  }
}

const told = ({ file, line, from, to }: Case) => `${file}:${line} ${from} -> ${to === '' ? 'nothing' : to}`

function outcomeOf({ seed }: Trial, all: Case[], found: Map<number, Caught>): Outcome {
  const missed = [...found].filter(([, { caught }]) => !caught).map(([at]) => at)
  const noticed = found.size - missed.length
  const score = found.size === 0 ? 0 : Math.floor((100 * noticed) / found.size)
  const figures: Outcome['figures'] = {
    cases: found.size,
    'of all': all.length,
    'slips noticed': `${noticed} of ${found.size}, ${score} % (goal ${LEAST_SCORE})`,
    violations: score < LEAST_SCORE ? missed.length : 0,
  }
  for (const at of missed.toSorted((one, other) => one - other)) {
    const slip = all[at]
    if (slip) figures[`missed, case ${at}`] = told(slip)
  }
  const replay = replayOf(NAME, seed, score < LEAST_SCORE ? missed[0] : undefined)
  if (score >= LEAST_SCORE) return { status: 'passed', figures, replay }
  return { status: 'failed', figures, reason: `only ${score} of 100 slips were noticed`, replay }
}
