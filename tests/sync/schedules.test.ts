/** Whole days of the engine on a virtual clock: whatever fails on the way, calm ends with every promise kept (I1-I6, I9-I11, I16). */
import { describe, expect, it } from 'vitest'
import { regressions } from '../verify/regressions.ts'
import { runSchedule } from '../verify/schedules/schedule.ts'

/** So many that they take half a minute; `npm run verify -- schedules` runs ten thousand. */
const DAYS = 60
const TWICE = 3

/** Several days in one test: each of them is told by its seed when it fails. */
const TOGETHER = 10

describe('A day of orders, faults, dying processes and an accountant', () => {
  it.each(Array.from({ length: DAYS / TOGETHER }, (_, at) => at * TOGETHER))(
    'days from %i: one document per request, no payment lost or doubled, sums equal, nothing dropped silently',
    async (first) => {
      for (let seed = first; seed < first + TOGETHER; seed++) {
        const { violations } = await runSchedule(seed)
        expect(violations, `npm run verify -- schedules --seed 0 --case ${seed}`).toEqual([])
      }
    },
    60_000,
  )

  it('comes out the same when it is run again: the seed decides everything', async () => {
    for (let seed = 0; seed < TWICE; seed++) {
      const { digest } = await runSchedule(seed)
      expect((await runSchedule(seed)).digest).toBe(digest)
    }
  }, 60_000)

  it.each(regressions)(
    'stays mended: $what',
    async ({ seed, day = {} }) => {
      expect((await runSchedule(seed, { day })).violations).toEqual([])
    },
    60_000,
  )
})
