/** A short run of the layer `fuzz`, so that a broken layer is seen; and proof that it notices what it looks for. */
import { describe, expect, it } from 'vitest'
import { runTarget, Violation, type Target } from './fuzz/target.ts'
import { layer } from './layers/fuzz.ts'

const SEED = 7

describe('Fuzzing', () => {
  it('finds nothing in a short run, and says how many inputs each reader met', { timeout: 120_000 }, async () => {
    const outcome = await layer.run({ seed: SEED, budgetMs: 3_000, progress: () => undefined })

    expect(outcome.reason).toBeUndefined()
    expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
    expect(Object.values(outcome.figures).filter((count) => count === 0)).toEqual([0])
  })

  /** Keeps the processor busy, milliseconds. */
  const work = (ms: number) => {
    const began = process.cpuUsage()
    while (process.cpuUsage(began).user + process.cpuUsage(began).system < ms * 1_000);
  }
  const reader = (run: Target['run']): Target => ({
    name: 'planted',
    cases: 2_000,
    corpus: ['{"a":1,"b":[2,3]}'],
    words: ['"b":'],
    run,
    allowed: (error) => error instanceof SyntaxError,
  })
  const found = (run: Target['run']) =>
    runTarget(reader(run), { seed: SEED, from: 0, until: 2_000, stopAt: Infinity }).then((ran) => ran.found)

  it('lets a reader refuse with its own error', async () => {
    expect(await found((input) => JSON.parse(input) as unknown)).toEqual([])
  })

  it('notices another error, a wrong value and a hang, and makes the input shorter', { timeout: 60_000 }, async () => {
    const crash = await found((input) => (JSON.parse(input) as { b: unknown[] }).b.length)
    const wrong = await found((input) => {
      if (input.includes('"b"')) throw new Violation('it has a b')
    })
    const slow = await found((input) => {
      if (input.length > 100_000) work(300)
    })

    expect(crash[0]?.said).toContain('TypeError')
    expect(wrong[0]?.input).toBe('"b"')
    expect(slow[0]?.said).toMatch(/^takes \d+ ms$/)
  })

  it('meets the same inputs again with the same seed', async () => {
    const inputs = async () => {
      const met: string[] = []
      await found((input) => void met.push(input))
      return met
    }

    expect(await inputs()).toEqual(await inputs())
  })
})
