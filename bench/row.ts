/** What a row of the bench is: one promise of speed, its anchor, its limits, and the verdict that follows from a figure. */

/** How large and how often: `quick` only shows that a row works, its figures mean nothing. */
export interface Trial {
  quick: boolean
  /** Runs of each candidate, interleaved; the median counts. */
  runs: number
  /** The anchor loses one record, so that the check for equal delivery can be seen to fail. */
  poison: boolean
  /** Record the simulator anew even if a recording is at hand. */
  fresh: boolean
  progress(line: string): void
}

export interface Row {
  /** As in the table of goals, e.g. `G3`. */
  id: string
  title: string
  /** What the product is held against in the same run. */
  anchor: string
  /** What the ratio is: a share or multiple of the anchor, or plain milliseconds where the goal is an absolute time. */
  unit: 'x' | 'ms'
  better: 'more' | 'less'
  hold: number
  goal: number
  reach: number | null
  run: (trial: Trial) => Promise<Outcome>
}

export interface Outcome {
  ratio: number
  /** A promise that stands beside the ratio is not kept: the row cannot be better than this. */
  atMost?: 'misses hold' | 'holds'
  /** Everything measured on the way, by name with its unit at the end. */
  figures: Record<string, number>
}

export type Verdict = 'misses hold' | 'holds' | 'goal' | 'reach'

export function verdictOf({ better, hold, goal, reach }: Row, { ratio, atMost }: Outcome): Verdict {
  const meets = (limit: number) => (better === 'more' ? ratio >= limit : ratio <= limit)
  if (!meets(hold) || atMost === 'misses hold') return 'misses hold'
  if (atMost === 'holds') return 'holds'
  if (reach !== null && meets(reach)) return 'reach'
  return meets(goal) ? 'goal' : 'holds'
}

/** The middle of several figures; the lower of two middles. */
export function median(figures: number[]): number {
  const sorted = figures.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** @param share 0..1, e.g. 0.95 */
export function percentile(figures: number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** What a candidate handed over, so that nobody is quick by doing less. */
export interface Delivered {
  records: number
  checksum: string
}

export class Unequal extends Error {
  override name = 'Unequal'
}

/** @throws Unequal when two candidates did not hand over the same */
export function demandEqual(anchor: Delivered, product: Delivered): void {
  if (anchor.records === product.records && anchor.checksum === product.checksum) return
  const said = (one: Delivered) => `${one.records} records (${one.checksum.slice(0, 12)})`
  throw new Unequal(`the anchor delivered ${said(anchor)}, the product ${said(product)}`)
}
