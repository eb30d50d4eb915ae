/** Layer `planted-defects`: known mistakes are planted into copies of the sources, one at a time, and each must be noticed. */
import { askedCase, replayOf } from '../asked.ts'
import { HANDS } from '../hands.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { defects, type Defect } from '../planted/defects.ts'
import { runSchedule } from '../schedules/schedule.ts'
import { layOut, type Caught, type Plot } from '../planted/plot.ts'

const NAME = 'planted-defects'

export const layer: Layer = {
  name: NAME,
  title: 'mistakes that others have made are planted one at a time, and each is noticed',
  minutes: 3.6,
  promised: { cases: defects.length },
  run: async (trial) => {
    const only = askedCase()
    const waiting = [...defects.entries()].filter(([at]) => only === undefined || at === only)
    const found = new Map<number, Caught>()
    const endAt = performance.now() + trial.budgetMs
    await Promise.all(Array.from({ length: HANDS }, () => work(trial, { waiting, found, endAt })))
    return outcomeOf(trial, found)
  },
}

interface Work {
  waiting: [number, Defect][]
  found: Map<number, Caught>
  endAt: number
}

async function work(trial: Trial, { waiting, found, endAt }: Work): Promise<void> {
  const plot = layOut()
  try {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, defect] = next
      // What some have left of their time belongs to those that still wait.
      const share = ((endAt - performance.now()) * HANDS) / (waiting.length + HANDS)
      const first = trial.seed * 1_000_000
      const caught = await unlessAnyway(plot, defect, await plot.look(defect, first, share))
      found.set(at, caught)
      trial.progress(`${caught.caught ? 'noticed' : 'MISSED'}: ${defect.name} (${caught.how})`)
    }
  } finally {
    plot.clear()
  }
}

/** What is wrong without the defect as well has not noticed the defect. */
async function unlessAnyway(plot: Plot, { name, day = {}, test, promise }: Defect, caught: Caught): Promise<Caught> {
  const anyway = caught.caught ? await faultAnyway() : undefined
  return anyway === undefined ? caught : { caught: false, how: `without it as well: ${anyway}` }

  async function faultAnyway(): Promise<string | undefined> {
    if (caught.seed !== undefined) return (await runSchedule(caught.seed, { day })).violations[0]
    if (test === undefined) return undefined
    const sound = await plot.look({ name, changes: [], test, ...(promise && { promise }) }, 0, 0)
    return sound.caught ? sound.how : undefined
  }
}

function outcomeOf({ seed }: Trial, found: Map<number, Caught>): Outcome {
  const all = [...found].toSorted(([one], [other]) => one - other)
  const missed = all.filter(([, { caught }]) => !caught)
  const figures: Outcome['figures'] = {
    cases: all.length,
    noticed: `${all.length - missed.length} of ${all.length}`,
    violations: missed.length,
  }
  for (const [at, { how }] of all) figures[defects[at]?.name ?? ''] = how
  const [first] = missed
  const replay = replayOf(NAME, seed, first?.[0])
  if (!first) return { status: 'passed', figures, replay }
  const reason = missed.map(([at, { how }]) => `not noticed: ${defects[at]?.name} (${how})`).join('\n')
  // Too little time to tell is not the same as missed, and not the same as passed.
  const undecided = missed.every(([, caught]) => caught.undecided)
  return { status: undecided ? 'not run' : 'failed', figures, reason, replay }
}
