/** Long stories of both sides, told by chance: the tests that tell short ones in `npm test`. */
import { keepPromises } from '../aids/promises.ts'
import type { Layer } from '../layer.ts'

/** With less time than this the stories are as short as in `npm test`, and take as long as they take. */
const SHORT_MS = 80_000
const LEAST_MS = 90_000

export const layer: Layer = {
  name: 'stories',
  title: 'A thousand edits on both sides converge, the past is shown as it was, and the journal tells all of it again',
  minutes: 1.4,
  run: ({ budgetMs, ...trial }) => {
    trial.progress('stories: edits of both sides, the past, the journal')
    return keepPromises({
      where: [
        'tests/sync/edits.property.test.ts',
        'tests/stories/time-slider.test.ts',
        'tests/sync/journal-rebuild.test.ts',
      ],
      env: { ZVENO_LONG: budgetMs < SHORT_MS ? '0' : '1' },
      mostMs: Math.max(LEAST_MS, budgetMs),
    })
  },
}
