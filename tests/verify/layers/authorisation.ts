/** Routes x roles x ownership: each cell has an explicit expectation, and whoever is refused has changed and learnt nothing. */
import { diceOf } from '../aids/dice.ts'
import { onlyCase, replayOf } from '../asked.ts'
import { allChecks, type Check } from '../authorisation/checks.ts'
import { scene, type Scene } from '../authorisation/scene.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'

export const layer: Layer = {
  name: 'authorisation',
  title: 'Whoever may not see or do something is refused, by every route, and has changed and learnt nothing',
  minutes: 0.3,
  promised: { cases: 'of all' },
  run,
}

interface Wrong {
  at: number
  said: string
}

async function run(trial: Trial): Promise<Outcome> {
  const { seed, budgetMs } = trial
  const endAt = performance.now() + budgetMs
  const checks = allChecks()
  const only = onlyCase()
  const order = only === null ? shuffled(checks.length, seed) : [only.at]
  const stage = await scene()
  const wrong: Wrong[] = []
  let done = 0
  try {
    for (const at of order) {
      if (done > 0 && performance.now() > endAt) break
      const said = await saidOf(checks[at], stage)
      if (said !== null) wrong.push({ at, said })
      if (++done % PROGRESS_EVERY === 0) trial.progress(`authorisation: ${done} of ${order.length} checks`)
    }
  } finally {
    await stage.close()
  }
  return outcomeOf({ seed, done, all: checks.length }, wrong)
}

const PROGRESS_EVERY = 100

async function saidOf(check: Check | undefined, stage: Scene): Promise<string | null> {
  const said = check === undefined ? 'there is no such check' : await check.run(stage)
  return said === null ? null : `${check?.name}: ${said}`
}

/** The order must not matter, so it is left to chance; the inventory of routes stays first. */
function shuffled(length: number, seed: number): number[] {
  const order = Array.from({ length }, (_nothing, at) => at)
  const dice = diceOf(seed, 'authorisation', 0)
  for (let at = length - 1; at > 1; at--) {
    const other = 1 + dice.below(at)
    ;[order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0]
  }
  return order
}

function outcomeOf(did: { seed: number; done: number; all: number }, wrong: Wrong[]): Outcome {
  const figures = { cases: did.done, 'of all': did.all, violations: wrong.length }
  const [first] = wrong
  if (first === undefined) return { status: 'passed', figures, replay: replayOf('authorisation', did.seed) }
  const replay = replayOf('authorisation', did.seed, { what: 'cell', at: first.at })
  return { status: 'failed', figures, reason: wrong.map(({ said }) => said).join('\n'), replay }
}
