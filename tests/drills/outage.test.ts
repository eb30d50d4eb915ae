/** The base is away or locked for long: the queue grows calmly, the base is left in peace, and afterwards all goes on in order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../bridge/sync/engine.ts'
import { portsOf, type Order } from '../sync/workshop.ts'
import { site, type Running, type Site } from './site.ts'
import { virtualTime, type VirtualTime } from './virtual-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const INVOICES = 'Document_СчетНаОплатуПокупателю'

let here: Site
let zveno: Running
let time: VirtualTime
let engine: Engine

beforeEach(async () => {
  here = await site()
  zveno = await here.start('zveno')
  await zveno.rest()
  time = virtualTime(here.clock)
  const ports = portsOf({ bridge: zveno.bridge }, [], 20_000)
  // One call at a time: only then is there one order.
  const settings = { ...ports.settings, roundEveryMs: 15_000, callsPerBase: 1 }
  engine = createEngine(time.ports({ ...ports, settings }))
  engine.start()
  await time.pass(MINUTE_MS, 5_000)
}, 60_000)
afterEach(async () => {
  const stopped = engine.stop()
  await time.pass(MINUTE_MS, 10_000)
  await stopped
  await here.close()
}, 60_000)

describe('A-14: the base is locked for an update', () => {
  it('two hours long: only a rare probe knocks, managers see why, and the order is kept afterwards', async () => {
    await here.accounting.control('POST', 'faults', { kind: 'blocked', times: 0 })
    const orders = await several(5)
    await time.pass(5 * MINUTE_MS, 5_000)
    const heard = here.heard()
    await time.pass(2 * HOUR_MS, 10_000)
    const knocks = here.simulator.journal.slice(heard)
    const locked = await healthOf(zveno)
    const states = await Promise.all(orders.map(async ({ invoice }) => (await zveno.invoice(invoice))['state']))
    await here.accounting.control('DELETE', 'faults')
    await time.pass(10 * MINUTE_MS, 5_000)

    expect(locked).toMatchObject({ state: 'busy', reason: 'base.locked' })
    expect(new Set(states)).toEqual(new Set(['queued']))
    // One refused call a minute or less, and no session taken: the platform lets nobody in.
    expect(knocks.length).toBeLessThanOrEqual(140)
    expect(new Set(knocks.map(({ status }) => status))).toEqual(new Set([403]))
    await allIssuedInOrder(orders)
  }, 120_000)
})

describe('The base is away for 72 hours', () => {
  it('nothing comes twice, the order is kept, nobody is asked anything, and it is calm afterwards', async () => {
    // The first document of the queue is stored, but the answer is lost with the connection.
    await here.accounting.control('POST', 'faults', { kind: 'reset-after-commit', methods: ['POST'], set: INVOICES })
    const orders = await several(1)
    await time.pass(1_000, 500)
    here.accounting.down(true)
    for (const day of [1, 2, 3]) {
      orders.push(...(await several(day === 1 ? 3 : 1)))
      await time.pass(24 * HOUR_MS, 2 * MINUTE_MS)
    }
    const away = await healthOf(zveno)
    here.accounting.down(false)
    await time.pass(10 * MINUTE_MS, 5_000)
    const heard = here.heard()
    await time.pass(10 * MINUTE_MS, 5_000)

    expect(away).toMatchObject({ state: 'unreachable' })
    await allIssuedInOrder(orders)
    // Two calls a round when nothing happens.
    expect(here.heard() - heard).toBeLessThanOrEqual(2 * 41)
  }, 240_000)
})

async function several(count: number): Promise<Order[]> {
  const orders: Order[] = []
  for (let at = 0; at < count; at++) orders.push(await zveno.order())
  return orders
}

async function allIssuedInOrder(orders: Order[]): Promise<void> {
  const invoices = await Promise.all(orders.map(({ invoice }) => zveno.invoice(invoice)))
  expect(invoices.map(({ state }) => state)).toEqual(orders.map(() => 'issued'))
  const numbers = invoices.map(({ number }) => String(number))
  expect(numbers).toEqual(numbers.toSorted())
  const marks = here.accounting.ours().map(({ fields }) => String(fields['Комментарий']).split(/\s/)[0])
  expect(new Set(marks).size).toBe(orders.length)
  expect(marks).toHaveLength(orders.length)
  expect(await zveno.questions()).toEqual([])
}

async function healthOf({ bridge }: Running): Promise<unknown> {
  const row = (await bridge.database.db('bases').first('health')) as { health: string }
  return JSON.parse(row.health)
}
