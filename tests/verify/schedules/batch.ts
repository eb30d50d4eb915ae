/** A batch of days, one after another until its time is over; every so many of them is run twice and must come out the same. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { addFigures, NO_FIGURES, type Figures } from './figures.ts'
import { runSchedule } from './schedule.ts'

export interface BatchTask {
  /** Seed of the first day; the others follow in steps. */
  first: number
  step: number
  most: number
  budgetMs: number
}

export interface Batch {
  schedules: number
  calls: number
  /** Days that were run twice, and how many of those came out the same. */
  reruns: number
  identical: number
  hits: Record<string, number>
  figures: Figures
  /** Heap in use after a warm-up and at the end, megabytes: flat, whatever the number of days. */
  heapMb: [number, number]
  /** Days on which a promise was broken: seed and sentences. */
  broken: { seed: number; violations: string[] }[]
}

/** One in so many days is run twice. */
const RERUN_EVERY = 50
/** A batch with more broken days tells nothing new. */
const MOST_BROKEN = 20

export async function run({ first, step, most, budgetMs }: BatchTask): Promise<Batch> {
  const end = performance.now() + budgetMs
  const batch: Batch = {
    schedules: 0,
    calls: 0,
    reruns: 0,
    identical: 0,
    hits: {},
    figures: { ...NO_FIGURES },
    heapMb: [0, 0],
    broken: [],
  }
  for (let count = 0; count < most && performance.now() < end && batch.broken.length < MOST_BROKEN; count++) {
    const seed = first + count * step
    const outcome = await runSchedule(seed)
    batch.schedules++
    batch.calls += outcome.calls
    addHits(batch.hits, outcome.hits)
    addFigures(batch.figures, outcome.figures)
    // The first days fill what is kept for all of them.
    if (count % RERUN_EVERY === 0 && count > 0) batch.heapMb = grown(batch.heapMb, heapMb())
    if (outcome.violations.length > 0) batch.broken.push({ seed, violations: outcome.violations })
    if (count % RERUN_EVERY !== 0) continue
    batch.reruns++
    if ((await runSchedule(seed)).digest === outcome.digest) batch.identical++
  }
  return batch
}

function grown([first]: Batch['heapMb'], now: number): Batch['heapMb'] {
  return [first || now, now]
}

/** What is left after everything that nobody needs is collected. */
function heapMb(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return Math.round(process.memoryUsage().heapUsed / 1_048_576)
}

export function addHits(sum: Record<string, number>, more: Record<string, number>): void {
  for (const [what, count] of Object.entries(more)) sum[what] = (sum[what] ?? 0) + count
}
