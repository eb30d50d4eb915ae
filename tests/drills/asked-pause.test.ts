/** The base asks to be left alone for a while (`Retry-After`): nobody calls it before, and afterwards everything goes on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resumeBase } from '../../bridge/actions/resume-base.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { askCertificate } from '../../bridge/store/certificates.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { createEngine, type Engine } from '../../bridge/sync/engine.ts'
import { portsOf, type Order } from '../sync/workshop.ts'
import { site, type Running, type Site } from './site.ts'
import { virtualTime, type VirtualTime } from './virtual-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const INVOICES = 'Document_СчетНаОплатуПокупателю'
/** Both lanes of the writer and the reader may have been on their way at the moment of the first answer. */
const ON_THEIR_WAY = 3

let here: Site
let zveno: Running
let time: VirtualTime
const engines: Engine[] = []

beforeEach(async () => {
  here = await site()
  zveno = await here.start('zveno')
  await zveno.rest()
  time = virtualTime(here.clock)
  engines.push(startEngine('one'))
  await time.pass(MINUTE_MS, 5_000)
}, 60_000)
afterEach(async () => {
  const stopped = Promise.all(engines.splice(0).map((engine) => engine.stop()))
  await time.pass(MINUTE_MS, 10_000)
  await stopped
  await here.close()
}, 60_000)

describe('A base that asks for an hour of peace', () => {
  it.each([
    ['the writer', ['POST']],
    ['the reader', ['GET']],
  ])(
    'answering %s is called by neither before, and everything goes on afterwards',
    async (_who, methods) => {
      await asksForPause({ methods, times: 0 })
      const orders = await several(4)
      await time.pass(MINUTE_MS, 5_000)
      const heard = here.heard()
      const askedAt = here.clock.now() - MINUTE_MS
      await time.pass(HOUR_MS - 3 * MINUTE_MS, 20_000)
      const during = here.heard() - heard
      const health = await healthOf(zveno)
      await here.accounting.control('DELETE', 'faults')
      await time.pass(5 * MINUTE_MS, 5_000)

      expect(during).toBe(0)
      expect(answersBusy().length).toBeLessThanOrEqual(ON_THEIR_WAY)
      expect(health).toMatchObject({ state: 'busy', reason: 'base.busy' })
      expect(Date.parse(health.nextTryAt)).toBeGreaterThanOrEqual(askedAt + HOUR_MS)
      await allIssued(orders)
    },
    60_000,
  )

  it('in the middle of a comparison is left alone by every server', async () => {
    engines.push(startEngine('two'))
    await time.pass(MINUTE_MS, 5_000)
    await asksForPause({ set: INVOICES, methods: ['GET'], times: 0 })
    const { db } = zveno.bridge.database
    const base = (await db('bases').first('id')) as { id: number }
    await askCertificate(db, { id: crypto.randomUUID(), base: base.id, slot: 'x', at: zveno.bridge.now(), by: 'Орлов' })
    for (let look = 0; look < 60 && answersBusy().length === 0; look++) await time.pass(1_000, 500)
    const health = await healthOf(zveno)
    await time.pass(50 * MINUTE_MS, 15_000)
    const statuses = here.simulator.journal.map(({ status }) => status)

    expect(health).toMatchObject({ state: 'busy', reason: 'base.busy' })
    expect(statuses.slice(statuses.indexOf(503) + 1)).toEqual([])
  }, 60_000)

  it('is called at once when a person says so', async () => {
    await asksForPause({ times: 1 })
    const orders = await several(1)
    await time.pass(5 * MINUTE_MS, 5_000)
    const resting = await healthOf(zveno)
    await resume()
    await time.pass(MINUTE_MS, 5_000)

    expect(resting).toMatchObject({ state: 'busy' })
    await allIssued(orders)
  }, 60_000)
})

describe('A base that asks for longer than an hour', () => {
  it('is tried again after an hour', async () => {
    await asksForPause({ times: 1, delayMs: 300 * HOUR_MS })
    const orders = await several(1)
    await time.pass(HOUR_MS + 5 * MINUTE_MS, 15_000)

    await allIssued(orders)
  }, 60_000)
})

function startEngine(owner: string): Engine {
  const ports = portsOf({ bridge: zveno.bridge }, [], 20_000)
  const engine = createEngine(time.ports({ ...ports, settings: { ...ports.settings, owner, roundEveryMs: 15_000 } }))
  engine.start()
  return engine
}

async function asksForPause(fault: Record<string, unknown>): Promise<void> {
  await here.accounting.control('POST', 'faults', { kind: 'busy', delayMs: HOUR_MS, ...fault })
}

function answersBusy(): unknown[] {
  return here.simulator.journal.filter(({ status }) => status === 503)
}

async function several(count: number): Promise<Order[]> {
  const orders: Order[] = []
  for (let at = 0; at < count; at++) orders.push(await zveno.order())
  return orders
}

async function allIssued(orders: Order[]): Promise<void> {
  const invoices = await Promise.all(orders.map(({ invoice }) => zveno.invoice(invoice)))
  expect(invoices.map(({ state }) => state)).toEqual(orders.map(() => 'issued'))
  expect(here.accounting.ours()).toHaveLength(orders.length)
}

async function resume(): Promise<void> {
  const { db } = zveno.bridge.database
  const orlov = await userByLogin(db, 'orlov')
  const base = (await db('bases').first('uuid')) as { uuid: string }
  if (!orlov) throw new Error('the demo world has no integrator')
  await resumeBase(contextFor(zveno.bridge, viewerOf(orlov)), { baseId: base.uuid })
}

async function healthOf({ bridge }: Running): Promise<{ nextTryAt: string }> {
  const row = (await bridge.database.db('bases').first('health')) as { health: string }
  return JSON.parse(row.health) as { nextTryAt: string }
}
