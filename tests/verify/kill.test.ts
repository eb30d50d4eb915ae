/** A short run of the layer `kill`, so that a broken layer is seen (I1, I8, I9). */
import { expect, it } from 'vitest'
import { layer } from './layers/kill.ts'

it('Killed twice, the service has all that it acknowledged, once', { timeout: 180_000 }, async () => {
  const outcome = await layer.run({ seed: 7, budgetMs: 3_000, progress: () => undefined })

  expect(outcome.reason).toBeUndefined()
  expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
})
