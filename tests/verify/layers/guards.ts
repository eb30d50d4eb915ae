/** Layer `guards`: the guards of the security list are taken out of copies of the sources, one at a time, and a test must notice each. */
import { askedCase, replayOf } from '../asked.ts'
import { HANDS } from '../hands.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { guards, type Guard } from '../planted/guards.ts'
import { layOut, type Caught } from '../planted/plot.ts'

const NAME = 'guards'

export const layer: Layer = {
  name: NAME,
  title: 'guards of the security list are taken out one at a time, and a test notices each',
  minutes: 1.7,
  promised: { cases: guards.length },
  run: async (trial) => {
    const only = askedCase()
    const turns = [...guards.entries()].filter(([at]) => only === undefined || at === only)
    const endAt = performance.now() + trial.budgetMs
    const fault = await faultWithout(turns)
    if (fault !== null) return outcomeOf(trial, new Map([[turns[0]?.[0] ?? 0, { caught: false, how: fault }]]))
    const work: Work = { trial, waiting: inTurn(turns, trial.seed), found: new Map(), endAt }
    await Promise.all(Array.from({ length: Math.min(HANDS, turns.length) }, () => lend(work)))
    return outcomeOf(trial, work.found)
  },
}

/** A test that fails with every guard in its place has noticed nothing. */
async function faultWithout(turns: [number, Guard][]): Promise<string | null> {
  const plot = layOut()
  const files = [...new Set(turns.map(([, { test }]) => test))].join(' ')
  const { caught, how } = await plot.look({ name: '', changes: [], test: files }, 0, 0).finally(() => plot.clear())
  return caught ? `with every guard in its place: ${how}` : null
}

/** A short run takes those that chance puts first. */
function inTurn(turns: [number, Guard][], seed: number): [number, Guard][] {
  const from = turns.length === 0 ? 0 : seed % turns.length
  return [...turns.slice(from), ...turns.slice(0, from)]
}

interface Work {
  trial: Trial
  waiting: [number, Guard][]
  found: Map<number, Caught>
  /** Milliseconds of the clock of the process. */
  endAt: number
}

async function lend({ trial, waiting, found, endAt }: Work): Promise<void> {
  const plot = layOut()
  try {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, guard] = next
      if (found.size > 0 && performance.now() > endAt) return
      const caught = await plot.look(guard, 0, 0)
      found.set(at, caught)
      trial.progress(`${caught.caught ? 'noticed' : 'MISSED'}: ${guard.name} (${caught.how})`)
    }
  } finally {
    plot.clear()
  }
}

function outcomeOf({ seed }: Trial, found: Map<number, Caught>): Outcome {
  const tried = [...found].toSorted(([one], [other]) => one - other)
  const missed = tried.filter(([, { caught }]) => !caught)
  const figures: Outcome['figures'] = {
    cases: tried.length,
    'of all': guards.length,
    'guards removed and noticed': `${tried.length - missed.length} of ${tried.length}`,
    violations: missed.length,
  }
  for (const [at, { how }] of tried) figures[guards[at]?.name ?? ''] = how
  const [first] = missed
  const replay = replayOf(NAME, seed, first?.[0])
  if (!first) return { status: 'passed', figures, replay }
  const reason = missed.map(([at, { how }]) => `nobody noticed: ${guards[at]?.name} (${how})`).join('\n')
  return { status: 'failed', figures, reason, replay }
}
