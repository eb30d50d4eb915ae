/** A short run of the layer `authorisation`, so that a broken layer is seen (R62, R63, I13). */
import { expect, it } from 'vitest'
import { layer } from './layers/authorisation.ts'

it('Rights: a short run over routes, roles and owners finds nothing', { timeout: 60_000 }, async () => {
  const outcome = await layer.run({ seed: 7, budgetMs: 2_000, progress: () => undefined })

  expect(outcome.reason).toBeUndefined()
  expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
})
