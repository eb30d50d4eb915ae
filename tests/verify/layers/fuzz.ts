/** Whatever bytes come from outside, they end in a value or in a named error: no crash, no hang, nothing by halves. */
import { availableParallelism } from 'node:os'
import { onlyCase, replayOf } from '../asked.ts'
import { runTarget, type Found, type Ran, type Target } from '../fuzz/target.ts'
import { targets } from '../fuzz/targets.ts'
import { watch, type Watch } from '../fuzz/watch.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'

/** Inputs of each reader in a full run. */
const CASES = 1_000_000
const FEWEST = 'fewest inputs of one parser'

export const layer: Layer = {
  name: 'fuzz',
  title: 'Whatever bytes come from outside, they end in a value or a named error: no crash, no hang, nothing by halves',
  minutes: 7.3,
  promised: { [FEWEST]: CASES },
  run,
}

/** Share of the time for those that meet more than one parser: they need milliseconds each, and have no number to reach. */
const SHARE_OF_WHOLE = 0.15

/** Below this a process for each reader would cost more than the cases. */
const SHORT_MS = 20_000
/** Processes at the same time; more only get in each other's way. */
const MOST_AT_ONCE = 2

async function run(trial: Trial): Promise<Outcome> {
  const only = onlyCase()
  const asked = only === null ? targets : targets.filter(({ name }) => name === only.what)
  const chosen = asked.filter(({ lacks }) => lacks === undefined)
  const results = new Map<string, Ran>()
  const note = (target: Target, ran: Ran) => {
    const { cases, found } = together(results.get(target.name), ran)
    results.set(target.name, { cases, found })
    trial.progress(`fuzz: ${target.name} ${cases} inputs${found.length > 0 ? `, ${found.length} wrong` : ''}`)
  }
  if (only !== null) for (const target of chosen) note(target, await onlyOne(target, trial.seed, only.at))
  else if (trial.budgetMs < SHORT_MS)
    await inTurn(
      chosen.filter(({ slow }) => slow !== true),
      trial,
      note,
    )
  else await sideBySide(chosen, trial, note)
  const lacking = asked.flatMap(({ name, lacks }) => (lacks === undefined ? [] : [`${name}: ${lacks}`]))
  return { ...outcomeOf(trial, results), lacking }
}

/** One that went on where it had stopped. */
function together(before: Ran = { cases: 0, found: [] }, ran: Ran): Ran {
  return { cases: before.cases + ran.cases, found: [...before.found, ...ran.found] }
}

async function onlyOne(target: Target, seed: number, at: number): Promise<Ran> {
  const ran = await runTarget(target, { seed, from: at, until: at + 1, stopAt: Infinity })
  await target.close?.()
  return ran
}

/** Cases between two looks at the clock, for readers that take milliseconds. */
const SMALL_BATCH = 16

type Note = (target: Target, ran: Ran) => void

async function inTurn(chosen: Target[], { seed, budgetMs }: Trial, note: Note): Promise<void> {
  const endAt = performance.now() + budgetMs
  for (const [place, target] of chosen.entries()) {
    const share = (endAt - performance.now()) / (chosen.length - place)
    note(
      target,
      await runTarget(target, { ...extentOf(target), seed, batch: SMALL_BATCH, stopAt: performance.now() + share }),
    )
  }
  for (const target of chosen) await target.close?.()
}

/** The remembered inputs stand before case 0. */
function extentOf({ remembered = [], cases = CASES }: Target): { from: number; until: number } {
  return { from: -remembered.length, until: cases }
}

async function sideBySide(chosen: Target[], trial: Trial, note: Note): Promise<void> {
  const endAt = performance.now() + trial.budgetMs
  const readers = Array.from({ length: Math.min(MOST_AT_ONCE, availableParallelism()) }, () => watch())
  const [whole, parsers] = [chosen.filter(isWhole), chosen.filter((target) => !isWhole(target))]
  const ofParsers = { trial, note, endAt: endAt - trial.budgetMs * SHARE_OF_WHOLE }
  const unfinished = await shareOut(parsers.map(fromTheStart), readers, ofParsers)
  await shareOut(unfinished, readers, ofParsers)
  await shareOut(whole.map(fromTheStart), readers, { trial, note, endAt })
  for (const one of readers) one.end()
}

const isWhole = (target: Target) => target.whole === true

/** What is left of the inputs that one reader is to meet. */
interface Task {
  target: Target
  from: number
  until: number
}

const fromTheStart = (target: Target): Task => ({ target, ...extentOf(target) })

interface Share {
  trial: Trial
  note: Note
  endAt: number
}

/**
 * Time that one reader leaves is there for the next; a slow one may take twice its part of what is left.
 * @returns what needed more than its part: it may go on with what the others have left
 */
async function shareOut(tasks: Task[], readers: Watch[], { trial, note, endAt }: Share): Promise<Task[]> {
  const waiting = [...tasks]
  const unfinished: Task[] = []
  const work = async (one: Watch) => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const { target, from, until } = task
      const left = Math.max(0, endAt - performance.now())
      const ms = Math.min(left, (2 * left * readers.length) / (waiting.length + readers.length))
      const ran = await one.run({ target: target.name, seed: trial.seed, ms, from, until })
      note(target, ran)
      const reached = from + ran.cases
      if (ran.found.length === 0 && reached < until) unfinished.push({ target, from: reached, until })
    }
  }
  await Promise.all(readers.map(work))
  return unfinished
}

function outcomeOf({ seed }: Trial, results: Map<string, Ran>): Outcome {
  const found = [...results.values()].flatMap((ran) => ran.found)
  const counts = Object.fromEntries([...results].map(([name, { cases }]) => [name, cases]))
  const cases = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const parsers = targets.filter((target) => !isWhole(target)).map(({ name }) => counts[name] ?? 0)
  const figures = { cases, violations: found.length, [FEWEST]: Math.min(...parsers), ...counts }
  const [first] = found
  if (cases === 0) return { status: 'failed', figures, reason: 'nothing was tried', replay: replayOf('fuzz', seed) }
  if (first === undefined) return { status: 'passed', figures, replay: replayOf('fuzz', seed) }
  const replay = replayOf('fuzz', seed, { what: first.target, at: first.at })
  return { status: 'failed', figures, reason: found.map(sentenceOf).join('\n'), replay }
}

/** So much of an input is shown. */
const SHOWN = 300

function sentenceOf({ target, at, said, input }: Found): string {
  return `${target} ${at}: ${said}; input ${JSON.stringify(input).slice(0, SHOWN)}`
}
