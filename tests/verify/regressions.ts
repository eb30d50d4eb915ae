/** Days on which a promise was once broken: replayed by `npm test` and by `npm run verify`, so that what was mended stays so. */

export interface Regression {
  /** Seed of the day, for `runSchedule`. */
  seed: number
  /** What was found. */
  what: string
}

export const regressions: Regression[] = []
