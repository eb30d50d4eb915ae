/** Layer `schedules`: seeded days of the whole engine under every fault, on a virtual clock. */
import { askedCase, replayOf } from '../asked.ts'
import { HANDS, inHands } from '../hands.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { regressions } from '../regressions.ts'
import { addHits, type Batch, type BatchTask } from '../schedules/batch.ts'
import { addFigures, NO_FIGURES } from '../schedules/figures.ts'
import { STEPS } from '../schedules/road.ts'
import { runSchedule } from '../schedules/schedule.ts'
import { PLACES } from '../schedules/swarm.ts'

const NAME = 'schedules'
/**
 * Ten thousand days without a broken promise bound their rate at 3 in 10,000 (95 %); the rarest places need some more to be met often
 * enough.
 */
const MOST_SCHEDULES = 12_500
const LEAST_SCHEDULES = 10_000
/** Days leave nothing behind: so much is the noise of the measurement. */
const MOST_GROWTH_MB = 25
/** Each fault at each step at least so often. */
const ENOUGH_HITS = 100
const MET_OFTEN = `places of fault x step met at least ${ENOUGH_HITS} times`
const ALL_PLACES = 'of all places'

export const layer: Layer = {
  name: NAME,
  title: 'whole days of orders, faults, dying processes and an accountant end with every promise kept',
  minutes: 17,
  takesWhatIsLeft: true,
  promised: { schedules: LEAST_SCHEDULES, [MET_OFTEN]: ALL_PLACES },
  run: (trial) => {
    const only = askedCase()
    return only === undefined ? runAll(trial) : runOne(trial, only)
  },
}

/** Seed of a day: the days of two seeds of the page do not overlap. */
export function seedOf(seed: number, number: number): number {
  return seed * 1_000_000 + number
}

async function runOne({ seed }: Trial, number: number): Promise<Outcome> {
  const { violations, calls, digest } = await runSchedule(seedOf(seed, number))
  const figures = { schedules: 1, violations: violations.length, calls, digest }
  const replay = replayOf(NAME, seed, number)
  if (violations.length === 0) return { status: 'passed', figures, replay }
  return { status: 'failed', figures, reason: violations.join('\n'), replay }
}

async function runAll(trial: Trial): Promise<Outcome> {
  const old = await stillBroken()
  const tasks = Array.from({ length: HANDS }, (_, hand): BatchTask => {
    const most = Math.ceil(MOST_SCHEDULES / HANDS)
    return { first: seedOf(trial.seed, hand), step: HANDS, most, budgetMs: trial.budgetMs }
  })
  const batches = await inHands<Batch>(import.meta.resolve('../schedules/batch.ts'), tasks)
  return outcomeOf(trial, batches, old)
}

/** Days on which something was once found. */
async function stillBroken(): Promise<string[]> {
  const found: string[] = []
  for (const { seed, day = {}, what } of regressions) {
    const { violations } = await runSchedule(seed, { day })
    if (violations.length > 0) found.push(`again on day ${seed} (${what}): ${violations.join('; ')}`)
  }
  return found
}

function outcomeOf({ seed }: Trial, batches: Batch[], old: string[]): Outcome {
  const hits: Record<string, number> = {}
  const matrix = { ...NO_FIGURES }
  for (const batch of batches) {
    addHits(hits, batch.hits)
    addFigures(matrix, batch.figures)
  }
  const total = (figure: 'schedules' | 'calls' | 'reruns' | 'identical') =>
    batches.reduce((sum, batch) => sum + batch[figure], 0)
  const broken = batches.flatMap((batch) => batch.broken).toSorted((one, other) => one.seed - other.seed)
  const figures = {
    schedules: total('schedules'),
    violations: broken.length + old.length,
    calls: total('calls'),
    'reruns identical': `${total('identical')} of ${total('reruns')}`,
    'regressions replayed': regressions.length,
    'issue intents (I-9)': matrix.intents,
    'done, documents in the base': `${matrix.done}, ${matrix.documents}`,
    'withdrawn, asked': `${matrix.withdrawn}, ${matrix.asked}`,
    'probes, retries': `${matrix.probes}, ${matrix.retries}`,
    'longest wait': `${Math.round(matrix.longestWaitMs / 1000)} s of the day`,
    'heap at the beginning and at the end': batches.map(({ heapMb }) => heapMb.join(' and ')).join('; ') + ' MB',
    ...coverage(hits),
  }
  const same = total('identical') === total('reruns')
  const grows = batches.filter(({ heapMb: [first, last] }) => last - first > MOST_GROWTH_MB)
  const [first] = broken
  const number = first ? first.seed - seedOf(seed, 0) : undefined
  const replay = replayOf(NAME, seed, number)
  if (!first && old.length === 0 && same && grows.length === 0) return { status: 'passed', figures, replay }
  const told = broken.map(({ seed: day, violations }) => `case ${day - seedOf(seed, 0)}: ${violations.join('; ')}`)
  const other = [
    ...(same ? [] : ['a day that is run again comes out otherwise']),
    ...grows.map(({ heapMb: [from, to] }) => `memory is not flat: ${from} MB after the first days, ${to} at the end`),
  ]
  const reason = [...old, ...told, ...other].join('\n')
  return { status: 'failed', figures, reason, replay }
}

/** How often each fault met each step of the exchange, a line per step, and how many of the places were met often enough. */
function coverage(hits: Record<string, number>): Record<string, string | number> {
  const places = PLACES.map((place) => ({ ...place, count: hits[`${place.trouble} x ${place.step}`] ?? 0 }))
  const enough = places.filter(({ count }) => count >= ENOUGH_HITS).length
  const lines = STEPS.map((step) => {
    const counts = places.filter((place) => place.step === step).map(({ trouble, count }) => `${trouble} ${count}`)
    return [`at ${step}`, counts.join(', ')]
  })
  const deaths = Object.entries(hits).filter(([what]) => what.startsWith('death x '))
  return {
    [MET_OFTEN]: enough,
    [ALL_PLACES]: places.length,
    'the rarest place, times': Math.min(...places.map(({ count }) => count)),
    ...(Object.fromEntries(lines) as Record<string, string>),
    deaths: deaths.map(([what, count]) => `${what.slice('death x '.length)} ${count}`).join(', '),
  }
}
