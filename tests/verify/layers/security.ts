/** The list of what must not be possible, each item tried in earnest: hostile bases, hostile visitors, secrets, the trail. */
import { onlyCase, replayOf } from '../asked.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { baseItems } from '../security/base-items.ts'
import type { Item } from '../security/check.ts'
import { personalItems } from '../security/personal-items.ts'
import { secretItems } from '../security/secret-items.ts'
import { exportsFound, textItems } from '../security/text-items.ts'
import { webItems } from '../security/web-items.ts'

export const layer: Layer = {
  name: 'security',
  title: 'Neither a hostile base nor a hostile visitor gets further than a refusal, and no secret leaves',
  minutes: 0.3,
  promised: { cases: 'of all' },
  run,
}

const ITEMS: Item[] = [...baseItems, ...webItems, ...secretItems, ...personalItems, ...textItems]

async function run(trial: Trial): Promise<Outcome> {
  const endAt = performance.now() + trial.budgetMs
  const only = onlyCase()
  const wrong: { at: number; said: string }[] = []
  const figures: Outcome['figures'] = {}
  let done = 0
  for (const [at, item] of inTurn(trial.seed)) {
    if (only !== null && only.at !== at) continue
    if (done > 0 && performance.now() > endAt) break
    const said = await item.run().catch((error: unknown) => `failed: ${String(error)}`)
    if (said !== null) wrong.push({ at, said: `${item.name}: ${said}` })
    if (item.figure) figures[`${item.name}, MB`] = item.figure()
    trial.progress(`security: ${++done} of ${ITEMS.length} items`)
  }
  return outcomeOf({ seed: trial.seed, done, figures }, wrong)
}

/** A short run takes the items that chance puts first. */
function inTurn(seed: number): [number, Item][] {
  const from = seed % ITEMS.length
  const numbered = ITEMS.map((item, at): [number, Item] => [at, item])
  return [...numbered.slice(from), ...numbered.slice(0, from)]
}

interface Did {
  seed: number
  done: number
  figures: Outcome['figures']
}

function outcomeOf({ seed, done, figures }: Did, wrong: { at: number; said: string }[]): Outcome {
  const counts = {
    cases: done,
    'of all': ITEMS.length,
    violations: wrong.length,
    exports: exportsFound().join(', ') || 'there are none',
    ...figures,
  }
  const [first] = wrong
  if (first === undefined) return { status: 'passed', figures: counts, replay: replayOf('security', seed) }
  const replay = replayOf('security', seed, { what: 'item', at: first.at })
  return { status: 'failed', figures: counts, reason: wrong.map(({ said }) => said).join('\n'), replay }
}
