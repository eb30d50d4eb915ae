/** Issues invoices at the product's desk as a browser would: over HTTP, signed in, with an idempotency key. */
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { LIVE_STATES } from '../bridge/domain/sync.ts'
import { signIn, type Person } from '../tests/person.ts'
import { openChild, type Child } from './child.ts'
import type { Desk, DeskInput, Gauge } from './product/issue.ts'

export interface OpenDesk {
  /** Issues one invoice and waits until the base has it posted. @returns milliseconds until then */
  issue(): Promise<number>
  /** Issues so many, or all that are left, so many at a time. @returns milliseconds until the last one is posted */
  issueMany(lanes: number, most?: number): Promise<number>
  gauge(): Promise<Gauge>
  close(): Promise<void>
}

export async function openDesk(input: DeskInput): Promise<OpenDesk> {
  const child: Child<Desk> = await openChild<Desk>('./product/issue.ts', input)
  const { url, gauge, deals } = child.answer
  const anna = await signIn(url, 'ivanova', 'zveno-demo')
  const queue = openQueue(input.folder)
  const timed = async (work: () => Promise<unknown>) => {
    const beganAt = performance.now()
    await work()
    while (queue.waits()) await pause(LOOK_EVERY_MS)
    return performance.now() - beganAt
  }
  return {
    issue: () => timed(() => issueNext(anna, deals)),
    issueMany: (lanes, most = deals.length) => {
      const chosen = deals.splice(0, most)
      return timed(() => inLanes(lanes, () => issueNext(anna, chosen)))
    },
    gauge: async () => (await (await fetch(gauge)).json()) as Gauge,
    close: () => {
      queue.close()
      return child.close()
    },
  }
}

/** How exactly the end is noticed, milliseconds. */
const LOOK_EVERY_MS = 1

/** Looks into the database from here, so that waiting for the end costs the bridge nothing. */
function openQueue(folder: string): { waits(): boolean; close(): void } {
  const database = new Driver(join(folder, 'zveno.sqlite'), { readonly: true })
  const live = database.prepare(
    `select 1 from intents where state in (${LIVE_STATES.map(() => '?').join(', ')}) limit 1`,
  )
  return { waits: () => live.get(...LIVE_STATES) !== undefined, close: () => database.close() }
}

interface Sqlite {
  prepare(sql: string): { get(...values: unknown[]): unknown }
  close(): void
}

const Driver = createRequire(import.meta.url)('better-sqlite3') as new (file: string, options: object) => Sqlite

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
