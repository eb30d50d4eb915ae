/** A short run of the layer `store-damage`, so that a broken layer is seen (I9, I12). */
import { expect, it } from 'vitest'
import { layer } from './layers/store-damage.ts'

it('A torn log, a full disk and a locked file leave everything acknowledged whole', { timeout: 180_000 }, async () => {
  const outcome = await layer.run({ seed: 7, budgetMs: 3_000, progress: () => undefined })

  expect(outcome.reason).toBeUndefined()
  expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
})
