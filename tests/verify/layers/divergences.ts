/** Layer `divergences`: a thousand documents are spoiled on either side, and a reconciliation tells each of them and nothing else. */
import { askedCase, replayOf } from '../asked.ts'
import { diceOf } from '../aids/dice.ts'
import { round, type Round } from '../divergences/round.ts'
import { stocked } from '../divergences/stock.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'

const NAME = 'divergences'
/** So many are planted, however fast the machine is; with less time fewer. */
const GOAL = 1_000

export const layer: Layer = {
  name: NAME,
  title:
    'a thousand divergences planted on both sides are found, each once and by its name; none is invented, and reading mends them',
  minutes: 1.4,
  promised: { planted: GOAL },
  run,
}

/** Rounds follow one another in one world: what one has left behind is a part of the next. */
async function run(trial: Trial): Promise<Outcome> {
  const last = askedCase()
  const endAt = performance.now() + trial.budgetMs
  const here = await stocked(trial.seed, diceOf(trial.seed, `${NAME}/stock`, 0))
  const rounds: Round[] = []
  try {
    const planted = () => rounds.reduce((sum, one) => sum + one.planted.length, 0)
    const goesOn = () => (last === undefined ? planted() < GOAL && performance.now() < endAt : rounds.length <= last)
    do {
      rounds.push(await round(here, diceOf(trial.seed, NAME, rounds.length)))
      trial.progress(`${NAME}: ${planted()} planted`)
    } while (goesOn())
  } finally {
    await here.close()
  }
  return outcomeOf(trial, rounds)
}

function outcomeOf({ seed }: Trial, rounds: Round[]): Outcome {
  const all = rounds.flatMap(({ planted }) => planted)
  const called = rounds.flatMap((one) => one.called)
  const sum = (of: 'found' | 'invented') => rounds.reduce((total, one) => total + one[of], 0)
  const wrong = rounds.flatMap((one, at) => one.wrong.map((said) => `round ${at}: ${said}`))
  const figures = {
    cases: all.length,
    violations: wrong.length,
    planted: all.length,
    found: sum('found'),
    invented: sum('invented'),
    rounds: rounds.length,
    sides: counted(all.map(({ side }) => (side === 'ours' ? 'our side' : 'the base'))),
    causes: counted(called.map(({ because }) => because)),
    kinds: counted(called.map(({ kind }) => kind)),
    deeds: counted(all.map(({ by }) => by)),
    'months, organisations': `${distinct(all.map(({ date }) => date.slice(0, 'YYYY-MM'.length)))}, ${distinct(all.map(({ organisation }) => organisation))}`,
  }
  const broken = rounds.findIndex((one) => one.wrong.length > 0)
  if (broken < 0) return { status: 'passed', figures, replay: replayOf(NAME, seed) }
  return { status: 'failed', figures, reason: wrong.slice(0, 20).join('\n'), replay: replayOf(NAME, seed, broken) }
}

function counted(words: string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => `${word} ${count}`).join(', ')
}

const distinct = (words: string[]) => new Set(words).size
