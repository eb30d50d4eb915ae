/** The drills as a layer of the proofs: the tests of `tests/drills`. */
import { keepPromises } from '../aids/promises.ts'
import type { Layer } from '../layer.ts'

/** A drill on a virtual clock of 72 hours: half of the time that all of them take. */
const LONGEST = 'outage.test.ts'
/** With less time than this it is left out; the others take as long as they take. */
const SHORT_MS = 60_000
const LEAST_MS = 45_000

export const layer: Layer = {
  name: 'drills',
  title: 'Restored and copied databases, a restored base, 72 hours without a base: no invoice twice, no payment lost',
  minutes: 1.2,
  run: ({ budgetMs, ...trial }) => {
    trial.progress('drills: restore, copies, a base put back, a long outage')
    const leftOut = budgetMs < SHORT_MS ? LONGEST : ''
    return keepPromises({ where: ['tests/drills'], leftOut, mostMs: Math.max(LEAST_MS, budgetMs) })
  },
}
