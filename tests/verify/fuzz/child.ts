/** A process of its own for the readers: whoever started it can see where one hangs and end it. */
import { runTarget } from './target.ts'
import { targets } from './targets.ts'

export interface Order {
  target: string
  seed: number
  from: number
  until: number
  ms: number
  batch: number
}

// A refusal is no fault here, and there are millions: where each arose is not asked for.
Error.stackTraceLimit = 0

const tell = (word: object) => void process.send?.(word)

process.on('message', (order: Order) => void work(order))
process.once('disconnect', () => process.exit(0))

async function work({ target: name, seed, from, until, ms, batch }: Order): Promise<void> {
  const target = targets.find((candidate) => candidate.name === name)
  if (target === undefined) throw new Error(`there is no target ${name}`)
  const stopAt = performance.now() + ms
  const ran = await runTarget(target, { seed, from, until, stopAt, batch, at: (at) => tell({ at }) })
  await target.close?.()
  tell({ ran })
}
