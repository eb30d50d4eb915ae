/** The calls of creating an invoice and nothing around them: no queue, no check, no comparison, nothing kept. */
import { inLanes } from '../desk.ts'
import { median } from '../row.ts'
import { openCalls } from './calls.ts'

export interface PlainCalls {
  perSecond: number
  /** All calls of one invoice, and the first of them alone. */
  oneMs: number
  createMs: number
}

interface CallsInput {
  root: string
  /** One at a time, for the time of one. */
  single: number
  together: number
  lanes: number
}

export async function run({ root, single, together, lanes }: CallsInput): Promise<PlainCalls> {
  const calls = await openCalls(root, lanes)
  const createMs = await medianOf(single, () => calls.create())
  const oneMs = await medianOf(single, () => calls.all())
  let left = together
  const beganAt = performance.now()
  await inLanes(lanes, async () => {
    if (left-- <= 0) return false
    await calls.all()
    return true
  })
  const perSecond = (together / (performance.now() - beganAt)) * 1000
  await calls.close()
  return { perSecond, oneMs, createMs }
}

async function medianOf(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let count = 0; count < times; count++) {
    const beganAt = performance.now()
    await work()
    took.push(performance.now() - beganAt)
  }
  return median(took)
}
