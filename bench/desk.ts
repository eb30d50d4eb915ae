/** Issues invoices at the product's desk as a browser would: over HTTP, signed in, with an idempotency key. */
import { randomUUID } from 'node:crypto'
import { signIn, type Person } from '../tests/person.ts'
import { openChild, type Child } from './child.ts'
import type { Desk, DeskInput, Gauge } from './product/issue.ts'

export interface OpenDesk {
  /** Issues one invoice and waits until the base has it posted. @returns milliseconds until then */
  issue(): Promise<number>
  /** Issues all that are left, so many at a time. @returns milliseconds until the last one is posted */
  issueRest(lanes: number): Promise<number>
  gauge(): Promise<Gauge>
  close(): Promise<void>
}

export async function openDesk(input: DeskInput): Promise<OpenDesk> {
  const child: Child<Desk> = await openChild<Desk>('./product/issue.ts', input)
  const { url, gauge, deals } = child.answer
  const anna = await signIn(url, 'ivanova', 'zveno-demo')
  const ask = async (path: string) => (await (await fetch(`${gauge}/${path}`)).json()) as Gauge
  const timed = async (work: () => Promise<unknown>) => {
    const beganAt = performance.now()
    await work()
    await ask('rested')
    return performance.now() - beganAt
  }
  return {
    issue: () => timed(() => issueNext(anna, deals)),
    issueRest: (lanes) => timed(() => inLanes(lanes, () => issueNext(anna, deals))),
    gauge: () => ask('cost'),
    close: () => child.close(),
  }
}

/** @returns whether there was one left */
async function issueNext(anna: Person, deals: Desk['deals']): Promise<boolean> {
  const deal = deals.shift()
  if (!deal) return false
  await anna.do('POST /api/deals/:id/invoices', { id: deal.id, body: { version: deal.version }, key: randomUUID() })
  return true
}

/** Does the work in so many lanes until it says that nothing is left. */
export async function inLanes(lanes: number, work: () => Promise<boolean>): Promise<void> {
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      let more = true
      while (more) more = await work()
    }),
  )
}
