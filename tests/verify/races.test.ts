/** A short run of the layer `races`, so that a broken layer is seen; without PostgreSQL it is skipped in sight (I1, I8). */
import { describe, expect, it } from 'vitest'
import { postgresFolder } from '../store/postgres.ts'
import { layer } from './layers/races.ts'

describe.skipIf(postgresFolder() === null)('Two processes on one PostgreSQL', () => {
  it('carry out every request once', { timeout: 180_000 }, async () => {
    const outcome = await layer.run({ seed: 7, budgetMs: 4_000, progress: () => undefined })

    expect(outcome.reason).toBeUndefined()
    expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
  })
})
