/** Issues invoices by an anchor, over HTTP as the product's are, and asks what they cost it. */
import { randomUUID } from 'node:crypto'
import type { AnchorInput, Cost, IssuingAnchor } from './anchors/issuing.ts'
import { openChild, type Child } from './child.ts'

export interface AnchorDesk {
  /** Issues one invoice to its end. @returns milliseconds */
  issue(): Promise<number>
  cost(): Promise<Cost>
  close(): Promise<void>
}

/** @param anchor path of its module below `bench/` */
export async function openAnchorDesk(anchor: string, input: AnchorInput): Promise<AnchorDesk> {
  const { answer, close }: Child<IssuingAnchor> = await openChild<IssuingAnchor>(anchor, input)
  const headers = { 'content-type': 'application/json' }
  return {
    issue: async () => {
      const beganAt = performance.now()
      const body = JSON.stringify({ key: randomUUID(), version: 3 })
      const told = await fetch(answer.url, { method: 'POST', headers, body })
      if (!told.ok) throw new Error(`${anchor}: ${(await told.text()).slice(0, 500)}`)
      await told.text()
      return performance.now() - beganAt
    },
    cost: async () => (await (await fetch(answer.url)).json()) as Cost,
    close,
  }
}
