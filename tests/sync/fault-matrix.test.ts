/** I-9: each fault that a base, a network and a machine know, at each step of issuing: no request is lost, none makes two documents. */
import { afterAll, describe, expect, it } from 'vitest'
import { EDGES } from '../verify/schedules/edges.ts'
import { addFigures, NO_FIGURES } from '../verify/schedules/figures.ts'
import { STEPS } from '../verify/schedules/road.ts'
import { runSchedule } from '../verify/schedules/schedule.ts'
import { CLOCK_MS, TROUBLES, type Day } from '../verify/schedules/swarm.ts'

/** Days per fault, each with four orders; `npm run verify -- schedules` runs ten thousand intents. */
const DAYS = 5
const CALM: Partial<Day> = {
  orders: 4,
  troubles: [],
  edges: [],
  share: 0.3,
  steps: [...STEPS],
  deaths: false,
  deeds: 0,
  servers: 1,
}

const MATRIX: [fault: string, day: Partial<Day>][] = [
  ['no connection', { troubles: ['refused'] }],
  ['a timeout before the commit', { troubles: ['slow'] }],
  ['a timeout after the commit', { troubles: ['slow-after-commit'] }],
  ['500', { edges: ['server-error'], troubles: ['proxy'] }],
  ['401 in the middle', { edges: ['unauthorised'] }],
  ['a lock conflict', { troubles: ['lock'] }],
  ['no licence', { troubles: ['licence'] }],
  ['answers after 30 s', { edges: ['half-a-minute'] }],
  ['HTML with 200', { troubles: ['html', 'html-after-commit'] }],
  ['truncated JSON', { edges: ['truncated'], troubles: ['cut'] }],
  ['a byte-order mark', { edges: ['bom'], troubles: ['blocked'] }],
  ['windows-1251', { edges: ['windows-1251'] }],
  ['an answer for the second time', { edges: ['twice'], keys: 'proven' }],
  ['a broken connection before and after the commit', { troubles: ['reset', 'reset-after-commit'] }],
  ['a clock 5 minutes ahead', { skewMs: CLOCK_MS, troubles: ['reset-after-commit'] }],
  ['a clock 5 minutes behind', { skewMs: -CLOCK_MS, troubles: ['reset-after-commit'] }],
  ['the night in which an hour is left out', { night: 'spring', troubles: ['reset-after-commit'] }],
  ['the night in which an hour comes twice', { night: 'autumn', troubles: ['reset-after-commit'] }],
  ['a full disk', { troubles: ['disk-full'] }],
  ['kill -9', { deaths: true, servers: 2, troubles: ['reset-after-commit'] }],
]

describe('I-9: the fault matrix', () => {
  const report = { ...NO_FIGURES }
  const hits = new Set<string>()
  let days = 0

  it.each(MATRIX)(
    '%s: none lost, none doubled',
    async (fault, day) => {
      const figures = { ...NO_FIGURES }
      const met = new Set<string>()
      for (let at = 0; at < DAYS; at++) {
        const outcome = await runSchedule(9_000_000 + at, { day: { ...CALM, ...day } })
        expect(outcome.violations, `${fault}, day ${at}`).toEqual([])
        addFigures(figures, outcome.figures)
        for (const hit of Object.keys(outcome.hits)) met.add(hit.split(' x ')[0] ?? '')
      }
      addFigures(report, figures)
      days += DAYS
      for (const hit of met) hits.add(hit)

      expect(figures.intents).toBeGreaterThanOrEqual(DAYS * 3)
      expect(figures.documents).toBe(figures.done)
      expect(figures.done + figures.withdrawn + figures.asked).toBe(figures.intents)
      for (const kind of [...(day.troubles ?? []), ...(day.edges ?? [])]) expect([...met], fault).toContain(kind)
      if (day.deaths) expect([...met]).toContain('death')
    },
    60_000,
  )

  it('has every fault that the days of the proofs know, and none of them without being met', () => {
    const named = MATRIX.flatMap(([, { troubles = [], edges = [] }]) => [...troubles, ...edges])

    expect([...TROUBLES, ...EDGES].filter((kind) => !named.includes(kind))).toEqual([])
    expect([...TROUBLES, ...EDGES].filter((kind) => !hits.has(kind))).toEqual([])
    expect(days).toBe(MATRIX.length * DAYS)
  })

  it('tells what it took: intents, documents, probes, retries, the longest wait', () => {
    expect(report.intents).toBeGreaterThan(300)
    expect(report.documents).toBe(report.done)
    expect(report.probes).toBeGreaterThan(report.intents / 10)
    expect(report.retries).toBeGreaterThan(report.intents / 10)
    expect(report.longestWaitMs).toBeGreaterThan(30_000)
    expect(report.longestWaitMs).toBeLessThan(3_600_000)
  })

  afterAll(() => {
    process.stdout.write(`I-9: ${JSON.stringify(report)}\n`)
  })
})
