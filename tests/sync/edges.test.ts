/** What people do while a request is under way: nothing wrong is ever posted. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cancelInvoice } from '../../bridge/actions/cancel-invoice.ts'
import { resumeBase } from '../../bridge/actions/resume-base.ts'
import { retryInvoice } from '../../bridge/actions/retry-invoice.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { troubles } from '../../bridge/reports/troubles.ts'
import type { Base } from '../../bridge/store/bases.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { claimIntent } from '../../bridge/store/intent-steps.ts'
import { findIntent } from '../../bridge/store/intents.ts'
import { holdInvariants } from '../invariants.ts'
import { documentsOf } from './documents.ts'
import { workshop, type Workshop } from './workshop.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const CONTRACTS = 'Catalog_ДоговорыКонтрагентов'
const HEAD = { by: 'Кузнецова' }

let here: Workshop

beforeAll(async () => {
  here = await workshop({ patienceMs: 20_000 })
}, 60_000)
afterEach(async () => {
  await here.calm()
  await here.accounting.control('PATCH', 'settings', { readOnly: [] })
  await holdInvariants(here)
})
afterAll(() => here.close())

describe('Between creating and posting', () => {
  it('(I1) a draft that was marked for deletion is not posted; unmarked, it goes on', async () => {
    const { order, engine, draft } = await draftInBase()
    here.simulator.ledger.change(INVOICES, draft.key, { DeletionMark: true }, HEAD)
    await here.rest(engine)
    const marked = await here.invoice(order.invoice)

    here.simulator.ledger.change(INVOICES, draft.key, { DeletionMark: false }, HEAD)
    await retryInvoice(await asAnna(), { invoiceId: order.invoice })
    await here.rest(engine)
    await engine.stop()

    expect(marked).toMatchObject({ state: 'marked', posted: 0 })
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await openTroubles(order.invoice)).toEqual([])
  })

  it('(I4) a draft whose price was changed is not posted before a person accepts the new total', async () => {
    const { order, engine, draft } = await draftInBase()
    const rows = (draft.rows['Товары'] ?? []).map((row) => ({ ...row, Цена: 1000, Сумма: 1000, СуммаНДС: 180.33 }))
    here.simulator.ledger.change(INVOICES, draft.key, { Товары: rows }, HEAD)
    await here.rest(engine)
    const refused = await here.invoice(order.invoice)
    const asked = await openTroubles(order.invoice)
    const { items } = await troubles(await asAnna(), { state: 'open' })
    const compared = items.flatMap(({ differences }) => differences)

    await here.fault({ kind: 'licence', methods: ['POST'], set: INVOICES, call: 'Post' })
    await retryInvoice(await asAnna(), { invoiceId: order.invoice, acceptTotals: true })
    await here.rest(engine)
    await engine.stop()

    expect(refused).toMatchObject({ state: 'refused', posted: 0, total_minor: 1_000_00 })
    expect(asked).toEqual(['invoice.totals-differ'])
    // What was asked for and what the base holds stand beside each other in the question.
    expect(compared).toContainEqual({ line: 0, field: 'total', before: '1200.00', after: '1000.00' })
    expect(compared).toContainEqual({ line: 1, field: 'price', before: '1200.00', after: '1000.00' })
    expect(compared.map(({ field }) => field)).not.toContain('number')
    expect(await here.invoice(order.invoice)).toMatchObject({ state: 'issued', total_minor: 1_000_00 })
    expect(await openTroubles(order.invoice)).toEqual([])
  })

  it('(I1) a draft that the accountant posted by hand is adopted', async () => {
    const { order, engine, draft } = await draftInBase()
    here.simulator.ledger.post(INVOICES, draft.key, HEAD)
    await here.rest(engine)
    await engine.stop()

    expect((await here.invoice(order.invoice))['state']).toBe('issued')
  })
})

describe('A person changes their mind', () => {
  it('(I1) what is cancelled while a server is about to claim it is not sent', async () => {
    const order = await here.order()
    const { database } = here.bridge
    const row = (await database.db('intents').where('noun', 'invoice').orderBy('id', 'desc').first('uuid')) as {
      uuid: string
    }
    const asRead = await findIntent(database.db, row.uuid)
    if (!asRead) throw new Error('no request')

    await cancelInvoice(await asAnna(), { invoiceId: order.invoice })
    const lease = { owner: 'late', now: here.bridge.now(), until: here.bridge.now() }

    expect(await claimIntent(database.db, asRead, lease)).toBeNull()
    expect((await here.invoice(order.invoice))['state']).toBe('cancelled')
  })

  it('a posted invoice is too late to cancel', async () => {
    const engine = here.engineOf()
    const order = await here.order()
    await here.rest(engine)
    await engine.stop()

    await expect(cancelInvoice(await asAnna(), { invoiceId: order.invoice })).rejects.toMatchObject({
      code: 'invoice.too-late',
    })
  })
})

describe('A base that cannot be worked with', () => {
  it('(I6) a missing right stops the connection after one try, names the object, and loses nothing', async () => {
    await here.accounting.control('PATCH', 'settings', { readOnly: [CONTRACTS] })
    const engine = here.engineOf()
    const order = await here.order()
    await engine.once()
    here.clock.tick(70_000)
    const [report] = await engine.once()
    const tries = here.simulator.journal.filter(({ status }) => status === 401)
    const trouble = (await here.bridge.database.db('troubles').where({ noun: 'base', state: 'open' }).first()) as {
      code: string
      facts: string
    }

    expect(report).toMatchObject({ received: null, reason: 'base.rights' })
    expect(tries).toHaveLength(1)
    expect(trouble.code).toBe('base.rights')
    expect(JSON.parse(trouble.facts)).toMatchObject({ kind: CONTRACTS })

    await here.accounting.control('PATCH', 'settings', { readOnly: [] })
    const { db } = here.bridge.database
    await db('bases').update({
      health: JSON.stringify({ state: 'never-seen', reason: '', since: '', nextTryAt: null }),
    })
    await here.rest(engine)
    await engine.stop()
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
  })

  it('stopped while something was sent: after Resume it is looked at anew, through a door that is opened anew', async () => {
    const doors: string[] = []
    const open = (base: Base) => {
      doors.push(here.bridge.vault.open(base.secret))
      return here.bridge.open(base)
    }
    const engine = here.engineOf({ open })
    await engine.once()
    await here.accounting.control('PATCH', 'settings', { readOnly: [CONTRACTS] })
    const order = await here.order()
    await engine.once()
    const before = doors.length

    await here.accounting.control('PATCH', 'settings', { readOnly: [] })
    const { db } = here.bridge.database
    const { uuid } = (await db('bases').first('uuid')) as { uuid: string }
    await resumeBase(contextFor(here.bridge, here.bridge.robot), { baseId: uuid })
    await here.rest(engine)
    await engine.stop()

    expect([before, doors.length]).toEqual([1, 2])
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
  })
})

describe('What doctor has proven with consent', () => {
  it('is used by a server that is running, and outlives its next look at the base', async () => {
    const known: unknown[] = []
    const open = async (base: Base) => {
      const door = await here.bridge.open(base)
      known.push(door.abilities.clientKey)
      return door
    }
    const engine = here.engineOf({ open })
    await engine.once()
    const { db } = here.bridge.database
    const row = (await db('bases').first('profile')) as { profile: string }
    const profile = JSON.parse(row.profile) as { dialect: Record<string, unknown> }
    const dialect = { ...profile.dialect, clientKey: 'proven', provenAt: here.bridge.now() }

    await db('bases').update({ profile: JSON.stringify({ ...profile, dialect }) })
    await engine.once()
    await engine.once()
    await engine.stop()
    const after = (await db('bases').first('profile')) as { profile: string }
    await db('bases').update({ profile: row.profile })

    expect(known).toEqual(['unproven', 'proven'])
    expect(JSON.parse(after.profile)).toMatchObject({ dialect: { clientKey: 'proven', provenAt: dialect.provenAt } })
  })
})

describe('A period that the accountant has closed', () => {
  it('(F41) is known to the base alone: it refuses, the person reads its words, and nothing is left behind', async () => {
    await here.accounting.control('PATCH', 'settings', { closedUntil: '2099-12-31' })
    const engine = here.engineOf()
    const order = await here.order()
    await here.rest(engine)
    const refused = await here.invoice(order.invoice)
    const trouble = await here.bridge.database
      .db('troubles')
      .where({ subject: order.invoice, state: 'open' })
      .first('facts')

    await here.accounting.control('PATCH', 'settings', { closedUntil: '2026-10-31' })
    await retryInvoice(await asAnna(), { invoiceId: order.invoice })
    await here.rest(engine)
    await engine.stop()

    expect(refused['state']).toBe('refused')
    expect(JSON.parse((trouble as { facts: string }).facts)).toMatchObject({ said: expect.stringContaining('период') })
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await documentsOf(here, order)).toHaveLength(1)
  })
})

async function draftInBase() {
  const engine = here.engineOf()
  const order = await here.order()
  await here.fault({ kind: 'licence', methods: ['POST'], set: INVOICES, call: 'Post' })
  await engine.once()
  const draft = (await documentsOf(here, order))[0]
  if (!draft || draft.fields['Posted'] === true) throw new Error('there is no draft')
  here.clock.tick(70_000)
  return { order, engine, draft }
}

function openTroubles(invoice: string): Promise<string[]> {
  return here.bridge.database.db('troubles').where({ subject: invoice, state: 'open' }).pluck('code')
}

async function asAnna() {
  const anna = await userByLogin(here.bridge.database.db, 'ivanova')
  if (!anna) throw new Error('the demo world has no manager')
  return contextFor(here.bridge, viewerOf(anna))
}
