/** A short run of the layer `money`, so that a broken layer is seen (I4). */
import { expect, it } from 'vitest'
import { layer } from './layers/money.ts'

it('Money is counted as the base counts it, and payments add up', { timeout: 60_000 }, async () => {
  const outcome = await layer.run({ seed: 7, budgetMs: 1_500, progress: () => undefined })

  expect(outcome.reason).toBeUndefined()
  expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
})
