/** A short run of the layer `load`, so that a broken layer is seen; times are told there and not judged (I14). */
import { expect, it } from 'vitest'
import { layer } from './layers/load.ts'

it(
  'More people than usual, a rush and a slow base bring no answer but a right one or "come later"',
  { timeout: 180_000 },
  async () => {
    const outcome = await layer.run({ seed: 7, budgetMs: 2_000, progress: () => undefined })

    expect(outcome.reason).toBeUndefined()
    expect(outcome).toMatchObject({ status: 'passed', figures: { violations: 0 } })
  },
)
