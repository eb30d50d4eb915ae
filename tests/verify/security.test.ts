/** A short run of the layer `security`, so that a broken layer is seen (I15 and the list of section 5). */
import { expect, it } from 'vitest'
import { layer } from './layers/security.ts'

it('Neither a hostile base nor a hostile visitor gets further than a refusal', { timeout: 180_000 }, async () => {
  const outcome = await layer.run({ seed: 2, budgetMs: 3_000, progress: () => undefined })

  expect(outcome.reason).toBeUndefined()
  expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
})
