/** One round of reading: a page and its cursor are one deed, what cannot be read waits alone, nothing counts twice. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Connector, Foreign } from '../../connectors/connector.ts'
import type { Database } from '../../bridge/store/db.ts'
import { saidIn } from '../../bridge/store/journal.ts'
import { readRecord } from '../../bridge/sync/partner.ts'
import { receive } from '../../bridge/sync/receive.ts'
import { holdInvariants } from '../invariants.ts'
import { doorLike } from './door.ts'
import { workshop, type Workshop } from './workshop.ts'

let here: Workshop

beforeAll(async () => {
  here = await workshop({ patienceMs: 20_000 })
}, 60_000)
afterEach(async () => {
  await here.calm()
  await holdInvariants(here)
})
afterAll(() => here.close())

describe('A page and its cursor', () => {
  it('(I9) are saved together: after a crash in between the page comes again and counts once', async () => {
    const key = here.accounting.receive([['ТЕЛ0-000119', 1_000]])
    const crashing = here.engineOf({ database: crashingOnce(here.bridge.database, 2) })
    await crashing.once()
    const afterCrash = await paymentsOf(key)
    here.clock.tick(70_000)
    await crashing.once()
    await crashing.once()
    await crashing.stop()

    expect(afterCrash).toHaveLength(0)
    expect(await paymentsOf(key)).toHaveLength(1)
    expect((await invoice('ТЕЛ0-000119'))['paid_minor']).toBe(1_000_00)
  })

  it('(I3, I11) the same changes twice change nothing', async () => {
    const engine = here.engineOf()
    await engine.once()
    const before = await invoice('ТЕЛ0-000119')
    here.accounting.mark('ТЕЛ0-000121', true)
    here.accounting.mark('ТЕЛ0-000121', false)
    await engine.once()
    await engine.once()
    await engine.stop()

    expect(await invoice('ТЕЛ0-000119')).toEqual(before)
  })

  it('an echo of our own writing changes nothing and asks nobody to look', async () => {
    const engine = here.engineOf()
    const order = await here.order()
    await here.rest(engine)
    const issued = await here.invoice(order.invoice)
    await engine.once()
    await engine.stop()

    expect(await here.invoice(order.invoice)).toEqual(issued)
  })
})

describe('A record that cannot be read (I6, I7)', () => {
  it('becomes a question, the rest of its page goes on; read at last, the question is closed', async () => {
    let spoilt = here.accounting.invoice('ТЕЛ0-000119').key
    const engine = here.engineOf({ open: async (base) => spoiling(await here.bridge.open(base), () => spoilt) })
    here.accounting.reprice('ТЕЛ0-000119', 1, 100)
    here.accounting.renumber('ТЕЛ0-000121', 'ТЕЛ0-000921')
    const before = await invoice('ТЕЛ0-000119')
    await engine.once()
    const asked = await unreadable()
    const untouched = await invoice('ТЕЛ0-000119')
    const other = await invoice('ТЕЛ0-000921')

    spoilt = ''
    here.accounting.reprice('ТЕЛ0-000119', 1, 200)
    await engine.once()
    await engine.stop()

    expect(asked).toHaveLength(1)
    expect(untouched['total_minor']).toBe(before['total_minor'])
    expect(other).toBeDefined()
    expect(await unreadable()).toHaveLength(0)
    expect((await invoice('ТЕЛ0-000119'))['total_minor']).not.toBe(before['total_minor'])
  })
})

describe('A record that cannot be read and then says again what we hold', () => {
  it('has answered the question about it: nobody has to close it by hand', async () => {
    const entity = here.accounting.invoice('ТЕЛ0-000119')
    let spoilt = entity.key
    const engine = here.engineOf({ open: async (base) => spoiling(await here.bridge.open(base), () => spoilt) })
    here.simulator.base.put(entity)
    await engine.once()
    const asked = await unreadable()
    spoilt = ''
    here.simulator.base.put(entity)
    await engine.once()
    await engine.stop()

    expect(asked).toHaveLength(1)
    expect(await unreadable()).toHaveLength(0)
  })
})

describe('An answer that is no data', () => {
  it.each(['html', 'cut', 'reset', 'proxy'])(
    '%s is an error and not "no changes": the change arrives later',
    async (kind) => {
      const engine = here.engineOf()
      const key = here.accounting.receive([['ТЕЛ0-000921', 10]])
      await here.fault({ kind, methods: ['POST'], times: 1 })
      const [report] = await engine.once()
      await here.calm()
      here.clock.tick(70_000)
      await engine.once()
      await engine.stop()

      expect(report?.received).toBeNull()
      expect(report?.reason).not.toBe('')
      expect(await paymentsOf(key)).toHaveLength(1)
    },
  )
})

describe('A receipt', () => {
  it('(I11) that is unposted takes its money back, in whatever order the news come', async () => {
    const engine = here.engineOf()
    const before = (await invoice('ТЕЛ0-000921'))['paid_minor']
    const first = here.accounting.receive([['ТЕЛ0-000921', 20]])
    const second = here.accounting.receive([['ТЕЛ0-000921', 30]])
    await engine.once()
    here.accounting.unpostReceipt(second)
    here.accounting.unpostReceipt(first)
    await engine.once()
    await engine.stop()

    expect((await invoice('ТЕЛ0-000921'))['paid_minor']).toBe(before)
  })
})

/** A database whose n-th transaction, and its repeat, do not happen. */
function crashingOnce(database: Database, nth: number): Database {
  let count = 0
  const transaction: Database['transaction'] = (work) =>
    database.transaction(async (db) => {
      const done = await work(db)
      count++
      if (count >= nth - 1 && count <= nth) throw new Error('the process died')
      return done
    })
  return { ...database, transaction }
}

describe('A page that names more records than are fetched at a time', () => {
  it('(I2) brings all of them first: no part of a payment is left without its invoice', async () => {
    const numbers = Array.from({ length: 501 }, (_, at) => enterInvoice(`М-${at}`))
    const key = here.accounting.receive(numbers.map((number) => [number, 1]))
    const partner = await here.partnerOf()
    const receipt = await readRecord(partner, 'bank-receipt', key)

    await receive(partner, receipt ? [receipt] : [], { run: 0, author: 'buh', own: false })
    await here.leave()
    const payment = here.bridge.database.db('links').where({ noun: 'bank-receipt', foreign_key: key }).select('our_id')
    const allocations: unknown[] = await here.bridge.database.db('allocations').where('payment_id', payment)

    expect(allocations).toHaveLength(501)
  }, 60_000)
})

describe('A page that several answers have brought', () => {
  it('(S2) leaves each record with the words of the answer that brought it', async () => {
    const partner = await here.partnerOf()
    const keys = ['ТЕЛ0-000119', 'ТЕЛ0-000120', 'ТЕЛ0-000921'].map((number) => here.accounting.invoice(number).key)
    const items: Foreign[] = []
    for (const key of keys) items.push(...[await readRecord(partner, 'invoice', key)].filter((one) => one !== null))
    const said = [items.slice(0, 2), items.slice(2)].map((some) => ({
      bytes: Buffer.from(JSON.stringify({ value: some.map(({ fields }) => fields) })),
      count: some.length,
    }))

    await receive(partner, items, { run: 0, author: 'buh', own: false, anew: true, said })
    await here.leave()
    const { db } = here.bridge.database
    const lines: { id: number; foreign_key: string; observation_id: number; item: number }[] = await db('journal')
      .orderBy('id', 'desc')
      .limit(3)
    const words = await Promise.all(lines.map(async ({ id }) => (await saidIn(db, id)) as { Ref_Key: string }))

    expect(lines.map(({ foreign_key: key, item }) => [key, item]).toReversed()).toEqual([
      [keys[0], 0],
      [keys[1], 1],
      [keys[2], 0],
    ])
    expect(new Set(lines.map((line) => line.observation_id)).size).toBe(2)
    expect(words.map(({ Ref_Key }) => Ref_Key)).toEqual(lines.map((line) => line.foreign_key))
  })
})

function enterInvoice(number: string): string {
  const { fields, rows } = here.accounting.invoice('ТЕЛ0-000119')
  const { Number: _, Posted: __, ...same } = fields
  here.simulator.ledger.create(
    'Document_СчетНаОплатуПокупателю',
    { ...same, ...rows, Number: number },
    { by: 'Кузнецова' },
  )
  return number
}

/** A door behind which one record has letters in its sum. */
function spoiling(door: Connector, key: () => string): Connector {
  const spoil = (item: Foreign): Foreign =>
    item.key === key() ? { ...item, fields: { ...item.fields, СуммаДокумента: 'сто рублей' } } : item
  return doorLike(door, {
    async *changes(query) {
      for await (const page of door.changes(query)) yield { ...page, items: page.items.map(spoil) }
    },
    read: async (kind, id) => {
      const found = await door.read(kind, id)
      return found && spoil(found)
    },
  })
}

async function invoice(number: string): Promise<Record<string, unknown>> {
  const { key } = here.accounting.invoice(number)
  const link = (await here.bridge.database.db('links').where({ noun: 'invoice', foreign_key: key }).first()) as {
    our_id: number
  }
  return (await here.bridge.database.db('invoices').where('id', link.our_id).first()) as Record<string, unknown>
}

function paymentsOf(key: string): Promise<unknown[]> {
  return here.bridge.database.db('links').where({ noun: 'bank-receipt', foreign_key: key })
}

function unreadable(): Promise<unknown[]> {
  const { key } = here.accounting.invoice('ТЕЛ0-000119')
  const about = { noun: 'invoice', subject: key, code: 'record.unreadable', state: 'open' }
  return here.bridge.database.db('troubles').where(about)
}
