/** Two servers, or two lanes of one, at the very same moment: each race is made to happen, none may lose or double anything. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { demoKeys } from '../../connectors/simulator/worlds/demo-keys.ts'
import type { Foreign } from '../../connectors/connector.ts'
import type { Noun } from '../../bridge/domain/sync.ts'
import type { Database } from '../../bridge/store/db.ts'
import { connectionFailed, connectionWorks } from '../../bridge/sync/health.ts'
import { Lost } from '../../bridge/sync/hold.ts'
import { readRecord, type Partner } from '../../bridge/sync/partner.ts'
import { receive } from '../../bridge/sync/receive.ts'
import { onEachDatabase } from '../store/databases.ts'
import { holdInvariants } from '../invariants.ts'
import { afterFirst, watched } from './watched.ts'
import { workshop, type Order, type Workshop } from './workshop.ts'

const PATIENT_MS = 20_000
const ONE_LANE = { roundEveryMs: 400, callsPerBase: 1 }
const NEVER = '2999-01-01T00:00:00.000Z'

let here: Workshop

onEachDatabase('At the same moment', (place) => {
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url, patienceMs: PATIENT_MS })
  }, 60_000)
  afterEach(() => here.leave())
  afterAll(() => here.close())

  it('(I16) a counterparty arrives while another server looks for it: the contract goes on and nobody is asked', async () => {
    const order = await here.order()
    const { database } = here.bridge
    const one = here.engineOf({ settings: { ...ONE_LANE, owner: 'one' } })
    const arrives = afterFirst({ table: 'links', method: 'first' }, async () => {
      await postpone('counterparty', here.bridge.now())
      await one.once()
    })
    const two = here.engineOf({ settings: { ...ONE_LANE, owner: 'two' }, database: watched(database, arrives) })

    await postpone('counterparty', NEVER)
    await two.once()
    await here.rest(one)
    for (const server of [one, two]) await server.stop()

    await isIssued(order)
  })

  it('(I2) a failing answer to a write takes nothing from a page that is being saved: its payment finds its invoice', async () => {
    const issued = await issue()
    const receipt = here.accounting.receive([[String(issued['number']), 1200]])
    const partner: Partner = await here.partnerOf({
      database: beforeTransaction(here.bridge.database, async () => {
        const other = await read(partner, 'counterparty', COUNTERPARTY)
        await expect(receive(partner, [other], { ...OCCASION, together: lost })).rejects.toThrow(Lost)
      }),
    })

    await receive(partner, [await read(partner, 'bank-receipt', receipt)], OCCASION)

    expect(await here.invoice(String(issued['uuid']))).toMatchObject({ state: 'paid', paid_minor: 1_200_00 })
    await holdInvariants(here)
  })

  it('a page meets records that another server stores at once, one after the other: it is saved all the same', async () => {
    const partner = await here.partnerOf()
    const keys = [1, 2, 3].map((count) => enterCounterparty(`Новый ${count}`))
    const items = await Promise.all(keys.map((key) => read(partner, 'counterparty', key)))
    const left = [...items]
    const database = beforeTransaction(here.bridge.database, async () => {
      const next = left.shift()
      if (next) await receive(partner, [next], OCCASION)
    })

    const tally = await receive(await here.partnerOf({ database }), items, OCCASION)

    expect(left).toEqual([])
    expect(tally['counterparty']).toMatchObject({ seen: 3, skipped: 3 })
  })

  it('(I10, I16) our database loses the answer to a write: the base is read, nothing is sent twice and nobody is asked', async () => {
    const order = await here.order()
    const creations = here.simulator.journal.length
    const once = { left: 1 }
    const database = watched(here.bridge.database, ({ table, method, inTransaction }) => {
      // The first of all answers: the journal line about the attempt is committed, the one about the record is not.
      if (!inTransaction || table !== 'counterparties' || method !== 'update' || once.left-- <= 0) return undefined
      return Promise.reject(new Error('Connection terminated unexpectedly'))
    })
    const engine = here.engineOf({ database, settings: { ...ONE_LANE, owner: 'one' } })

    await here.rest(engine)
    await engine.stop()

    expect(once.left).toBeLessThan(1)
    expect(createdSince(creations)).toBe(3)
    await isIssued(order)
  })

  it('(I14) a lane that fails lets the other one finish its step: nothing is held or goes on unseen', async () => {
    const order = await here.order()
    const claims = { left: 1 }
    const broken = watched(here.bridge.database, ({ sql, inTransaction }) => {
      // A request that needs another one first is taken by itself, before its first step.
      const claim = !inTransaction && /update .intents. set .*lease_owner/.test(sql)
      return claim && claims.left-- > 0 ? Promise.reject(new Error('broken')) : undefined
    })
    await here.fault({ kind: 'slow', delayMs: MOMENT_MS, methods: ['POST'] })
    const engine = here.engineOf({ database: broken, settings: { ...ONE_LANE, callsPerBase: 2, owner: 'lanes' } })

    await expect(engine.once()).rejects.toThrow('broken')
    const free: unknown[] = await here.bridge.database.db('intents').where({ lease_owner: 'lanes', lease_until: '' })
    await here.calm()
    here.clock.tick(70_000)
    await here.rest(engine)
    await engine.stop()

    expect(free).toHaveLength(1)
    await isIssued(order)
  })

  it('(I11) the accountant posts a draft just when it is refused: the invoice shows what the base holds', async () => {
    const { invoice, key } = await draftOfAnotherTotal()
    const other = await here.partnerOf()
    const news: Promise<unknown>[] = []
    let asked = false
    const database = watched(here.bridge.database, ({ table, method, inTransaction }) => {
      asked ||= table === 'troubles' && method === 'insert'
      if (!asked || !inTransaction || table !== 'invoices' || method !== 'select' || news.length > 0) return undefined
      here.simulator.ledger.post(INVOICES, key, ELENA)
      news.push(read(other, 'invoice', key).then((posted) => receive(other, [posted], OCCASION)))
      return Promise.race([news[0]?.then(() => undefined), moment()])
    })
    const engine = here.engineOf({ database, settings: { ...ONE_LANE, owner: 'one' } })

    await engine.once()
    await Promise.all(news)
    await here.rest(engine)
    await engine.stop()

    expect(news).toHaveLength(1)
    expect(await here.bridge.database.db('invoices').where('uuid', invoice).first()).toMatchObject({ state: 'issued' })
    expect(await here.bridge.database.db('troubles').where({ noun: 'invoice', state: 'open' })).toEqual([])
  })

  it('(I6) a refused password stays a stop, whatever another lane reports at the same time', async () => {
    const other = await here.partnerOf()
    const refused = () => connectionFailed(other, { reason: 'base.credentials', facts: {}, stop: true })
    const between = afterFirst({ table: 'bases', method: 'first' }, refused)

    await connectionWorks(await here.partnerOf({ database: watched(here.bridge.database, between) }))
    const afterAnswer = await health()
    await connectionFailed(other, { reason: 'base.timeout', facts: {}, stop: false })
    const afterFailure = await health()
    await mend()

    expect(afterAnswer).toMatchObject({ state: 'stopped', reason: 'base.credentials' })
    expect(afterFailure).toMatchObject({ state: 'stopped', reason: 'base.credentials' })
  })

  it('(I6) what stops two servers at once is one question', async () => {
    const stop = { reason: 'base.credentials', facts: {}, stop: true }
    const other = await here.partnerOf()
    const second: Promise<void>[] = []
    const between = afterFirst({ table: 'troubles', method: 'first', inTransaction: true }, async () => {
      second.push(connectionFailed(other, stop))
      // The other one may have to wait for this transaction: then it must not be waited for.
      await Promise.race([second[0], moment()])
    })

    await connectionFailed(await here.partnerOf({ database: watched(here.bridge.database, between) }), stop)
    await Promise.all(second)
    const open: unknown[] = await here.bridge.database.db('troubles').where({ noun: 'base', state: 'open' })
    await mend()

    expect(second).toHaveLength(1)
    expect(open).toHaveLength(1)
  })
})

async function postpone(noun: string, until: string): Promise<void> {
  await here.bridge.database.db('intents').where({ noun, state: 'queued' }).update({ next_try_at: until })
}

function createdSince(from: number): number {
  const creation = /\/(Catalog|Document)_[^/()]+$/
  return here.simulator.journal
    .slice(from)
    .filter(
      ({ method, address }) => method === 'POST' && creation.test(decodeURIComponent(address.split('?')[0] ?? '')),
    ).length
}

async function isIssued({ invoice }: Order): Promise<void> {
  const { db } = here.bridge.database
  expect(await db('troubles').where('state', 'open').select('code', 'facts')).toEqual([])
  expect(await db('intents').whereNot('state', 'done').select('noun', 'state', 'reason')).toEqual([])
  expect((await here.invoice(invoice))['state']).toBe('issued')
  await holdInvariants(here)
}

/** Longer than a transaction that waits for nobody. */
const MOMENT_MS = 400

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, MOMENT_MS))
}

async function health(): Promise<unknown> {
  const row = (await here.bridge.database.db('bases').first('health')) as { health: string }
  return JSON.parse(row.health)
}

/** As if the integrator had mended the cause. */
async function mend(): Promise<void> {
  const { db } = here.bridge.database
  const fresh = { state: 'never-seen', reason: '', since: '', nextTryAt: null, lastSeenAt: null }
  await db('bases').update({ health: JSON.stringify(fresh) })
  await db('troubles').where({ noun: 'base' }).update({ state: 'answered' })
}

const OCCASION = { run: 0, author: 'buh', own: false }
const COUNTERPARTY = demoKeys.counterparties.K1
const INVOICES = 'Document_СчетНаОплатуПокупателю'
const ELENA = { by: 'Кузнецова' }

function lost(): Promise<void> {
  return Promise.reject(new Lost())
}

/** Lets something happen between what was read and the transaction that stores it. */
function beforeTransaction(database: Database, deed: () => Promise<void>): Database {
  const nested = { on: false }
  return {
    ...database,
    transaction: async (work) => {
      if (!nested.on) {
        nested.on = true
        await deed().finally(() => (nested.on = false))
      }
      return database.transaction(work)
    },
  }
}

async function issue(): Promise<Record<string, string | number | null>> {
  const order = await here.order()
  const engine = here.engineOf()
  await here.rest(engine)
  await engine.stop()
  return here.invoice(order.invoice)
}

/** A draft of ours in the base that cannot be posted as it is. */
async function draftOfAnotherTotal(): Promise<{ invoice: string; key: string }> {
  const { invoice } = await here.order()
  const engine = here.engineOf({ settings: { ...ONE_LANE, owner: 'one' } })
  await here.fault({ kind: 'licence', methods: ['POST'], set: INVOICES, call: 'Post' })
  await engine.once()
  await engine.stop()
  await here.calm()
  here.clock.tick(70_000)
  const { id } = await here.invoice(invoice)
  const { foreign_key: key } = (await here.bridge.database
    .db('intents')
    .where({ noun: 'invoice', subject_id: id })
    .first()) as { foreign_key: string }
  const draft = here.accounting.ours().find((document) => document.key === key)
  if (!draft) throw new Error('no draft in the base')
  const rows = (draft.rows['Товары'] ?? []).map((row) => ({ ...row, Цена: 1000, Сумма: 1000, СуммаНДС: 180.33 }))
  here.simulator.ledger.change(INVOICES, draft.key, { Товары: rows }, ELENA)
  return { invoice, key: draft.key }
}

async function read(partner: Partner, noun: Noun, key: string): Promise<Foreign> {
  const found = await readRecord(partner, noun, key)
  if (!found) throw new Error(`no ${noun} ${key}`)
  return found
}

function enterCounterparty(name: string): string {
  return here.simulator.ledger.create('Catalog_Контрагенты', { Description: name }, ELENA).key
}
