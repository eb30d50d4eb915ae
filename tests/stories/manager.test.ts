/** Anna's day: steps M-2, M-8 to M-12, M-14, M-15 and M-17 of the scenarios, through the real API against the simulated base. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { DealCard, InvoicePage } from '../../bridge/http/contract.ts'
import { openDatabase } from '../../bridge/store/db.ts'
import { T1_LINES } from '../../connectors/simulator/worlds/demo-products.ts'
import { vatOf } from '../../bridge/domain/vat.ts'
import { onEachDatabase } from '../store/databases.ts'
import { holdInvariants } from '../invariants.ts'
import { world, type World } from '../world.ts'

let here: World
let dealId = ''
let invoiceId = ''

onEachDatabase("The manager's day", (place) => {
  beforeAll(async () => {
    here = await world({ databaseUrl: (await place.reserve()).url })
  }, 60_000)
  afterEach(() => holdInvariants(here))
  afterAll(() => here.close())

  it('M-2 (R8, R35): typing "рома" finds Romashka first, and its card shows debt with source and age', async () => {
    const { items } = await here.anna.do('GET /api/clients', { query: { search: 'рома' } })
    const card = await here.anna.do('GET /api/clients/:id', { id: items[0]?.id ?? '' })

    expect(items[0]).toMatchObject({ name: 'Ромашка', taxNumbers: ['7701000026'] })
    expect(card.money).toMatchObject({ remainderMinor: 48_500_00, advanceMinor: 12_000_00 })
    expect(card.money.source).toMatchObject({ origin: 'base', base: 'buh' })
    expect(card.money.source.asOf).toBeTruthy()
    expect(card.contacts.map(({ position }) => position)).toContain('директор')
  })

  it('M-8 (R34, S25): the lines of T1 are shown as the base will count them, VAT line by line', async () => {
    const { deals } = await clientCard('Ромашка')
    dealId = deals[0]?.id ?? ''
    const flight = await here.anna.do('GET /api/deals/:id/pre-flight', { id: dealId })

    expect(flight.reckoning).toMatchObject({ totalMinor: 163_500_01, vatMinor: 29_483_61, vatRate: '22' })
    const byHand = T1_LINES.map(([, quantity, price]) => vatOf(Math.round(quantity * price * 100), '22', true))
    expect(flight.reckoning.lines.map(({ vatMinor }) => vatMinor)).toEqual(byHand)
  })

  it('M-8 (V5): an advance beside a deal without any invoice says from which base it comes', async () => {
    const { money } = await here.anna.do('GET /api/deals/:id', { id: dealId })

    expect(money).toMatchObject({ invoicedMinor: 0, advanceMinor: 12_000_00 })
    expect(money.source).toMatchObject({ origin: 'base', base: 'buh' })
    expect(money.source.asOf).toBeTruthy()
  })

  it('M-9 (F37): what is missing is named before anything is written, and each gap is closed in place', async () => {
    const { deals } = await clientCard('Подмосковье-Связь')
    const id = deals[0]?.id ?? ''
    const writesBefore = writesToBase()
    const before = await here.anna.do('GET /api/deals/:id/pre-flight', { id })
    const bad = before.checks.filter(({ status }) => status === 'bad')

    expect(before.ready).toBe(false)
    expect(bad.map(({ code, fix }) => [code, fix])).toEqual([
      ['contract', 'draw-up-contract'],
      ['product', 'choose-product'],
    ])
    expect(writesToBase()).toBe(writesBefore)

    await here.anna.do('POST /api/deals/:id/contract', { id, body: { number: '44' } })
    await replaceProduct(id, 'Обучение', 'Внедрение')
    const after = await here.anna.do('GET /api/deals/:id/pre-flight', { id })
    await here.work()

    expect(after.ready).toBe(true)
    const card = await here.anna.do('GET /api/deals/:id', { id })
    expect(card.contracts.find(({ number }) => number === '44')?.source.origin).toBe('base')
  })

  it('M-10 (F34, S5): with the base down the request is stored before the answer and the queue says so in words', async () => {
    here.accounting.down(true)
    await here.bridge.engine.once()
    const deal = await here.anna.do('GET /api/deals/:id', { id: dealId })
    const invoice = await issue(deal, 'm10')
    invoiceId = invoice.id
    await here.bridge.engine.once()

    const page = await here.anna.do('GET /api/invoices/:id', { id: invoiceId })
    const { items, bases } = await here.anna.do('GET /api/queue', { query: { whose: 'mine' } })
    expect(page.invoice).toMatchObject({ state: 'queued', number: '', totalMinor: 163_500_01 })
    expect(items).toMatchObject([{ invoiceId, state: 'queued', place: 1, mayCancel: true }])
    expect(bases[0]?.health).toMatchObject({ state: 'unreachable' })
    expect(bases[0]?.health.nextTryAt).toBeTruthy()
    await survivesWithoutTheProcess()
  })

  it('M-11 (F33, S4): the first write is committed and its answer lost; the same document is found and adopted', async () => {
    here.accounting.down(false)
    await here.accounting.control('POST', 'faults', { kind: 'reset-after-commit', methods: ['POST'], set: INVOICES })
    here.clock.tick(120_000)
    await here.bridge.engine.once()
    here.clock.tick(5_000)
    await here.work()

    const page = await here.anna.do('GET /api/invoices/:id', { id: invoiceId })
    expect(page.invoice).toMatchObject({ state: 'issued', number: 'ТЕЛ0-000127' })
    expect(here.accounting.ours()).toHaveLength(1)
    const outcomes = await here.bridge.database
      .db('journal')
      .where({ direction: 'out', noun: 'invoice' })
      .orderBy('id')
      .pluck('outcome')
    expect(outcomes).toEqual(['sent', 'failed', 'stored', 'posted'])
  })

  it('M-12 (P6): double click, second tab and a colleague make one invoice; the others are shown it', async () => {
    const { deals } = await clientCard('Альфа-Сеть')
    const deal = await here.anna.do('GET /api/deals/:id', { id: deals[0]?.id ?? '' })
    const { version } = deal.deal
    const post = (person: World['anna'], key: string) =>
      person.raw('POST', `/api/deals/${deal.deal.id}/invoices`, {
        body: JSON.stringify({ version }),
        headers: { 'idempotency-key': key },
      })

    const answers = await Promise.all([
      post(here.anna, 'click'),
      post(here.anna, 'click'),
      post(here.anna, 'other-tab'),
      post(here.olga, 'head'),
    ])
    await here.work()

    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<Record<string, never>>))
    const made = new Set(bodies.flatMap(({ id, state }) => (state ? [String(id)] : [])))
    expect(made.size).toBe(1)
    const others = bodies.filter(({ code }) => code)
    for (const { code } of others) expect(['invoice.already-issuing', 'request.key-running']).toContain(code)
    expect(here.accounting.ours()).toHaveLength(2)
    const told = others.filter(({ code }) => code === 'invoice.already-issuing') as unknown as { facts: unknown }[]
    expect(told.length).toBeGreaterThan(0)
    for (const { facts } of told) expect(facts).toMatchObject({ invoice: [...made][0] })
  })

  it('M-14 (F39): the accountant changes a price; the manager sees the line before and after, the deal does not jump', async () => {
    here.accounting.reprice('ТЕЛ0-000127', 2, 46_075)
    await here.work()

    const page = await here.anna.do('GET /api/invoices/:id', { id: invoiceId })
    expect(page.invoice).toMatchObject({ totalMinor: 161_075_01, vatMinor: 29_046_32 })
    expect(page.changes).toContainEqual(expect.objectContaining({ line: 2, field: 'price' }))
    expect(page.changes).toContainEqual(expect.objectContaining({ line: 0, field: 'total' }))
    const { deal } = await here.anna.do('GET /api/deals/:id', { id: dealId })
    expect(deal.totalMinor).toBe(163_500_01)

    await here.anna.do('POST /api/invoices/:id/accept', { id: invoiceId, body: { takeIntoDeal: true } })
    const after = await here.anna.do('GET /api/invoices/:id', { id: invoiceId })
    expect(after.changes).toEqual([])
    expect((await here.anna.do('GET /api/deals/:id', { id: dealId })).deal.totalMinor).toBe(161_075_01)
  })

  it('M-15 (F42, F44, F27): 100 000,00 come in: paid 62 %, the remainder, the reason, and the deal moves by itself', async () => {
    here.accounting.receive([['ТЕЛ0-000127', 100_000]], { purpose: 'по счету 127 от 24.11.2026' })
    await here.work()

    const page: InvoicePage = await here.anna.do('GET /api/invoices/:id', { id: invoiceId })
    expect(page.invoice).toMatchObject({ state: 'part-paid', paidMinor: 100_000_00, remainderMinor: 61_075_01 })
    expect(page.payments).toMatchObject([
      { amountMinor: 100_000_00, reason: 'allocation.named-in-base', facts: { row: 1 } },
    ])
    const { deal, events, money } = await here.anna.do('GET /api/deals/:id', { id: dealId })
    expect(Math.round((100 * money.paidMinor) / money.invoicedMinor)).toBe(62)
    expect(deal.stageName).toBe('Ожидание доплаты')
    expect(events.map(({ code }) => code)).toContain('deal.moved-by-fact.part-paid')
  })

  it('M-17 (F45): 5 000,00 too much stay as advance of the client and are offered for the next invoice', async () => {
    here.accounting.receive([['ТЕЛ0-000127', 66_075.01]], { purpose: 'доплата по счету 127' })
    await here.work()

    const page = await here.anna.do('GET /api/invoices/:id', { id: invoiceId })
    expect(page.invoice).toMatchObject({ state: 'paid', paidMinor: 161_075_01, remainderMinor: 0 })
    const card = await clientCard('Ромашка')
    expect(card.money.advanceMinor).toBe(12_000_00 + 5_000_00)
    const flight = await here.anna.do('GET /api/deals/:id/pre-flight', { id: dealId })
    expect(flight.advanceMinor).toBe(17_000_00)
  })
})

const INVOICES = 'Document_СчетНаОплатуПокупателю'

async function clientCard(name: string) {
  const { items } = await here.anna.do('GET /api/clients', { query: { search: name } })
  return here.anna.do('GET /api/clients/:id', { id: items[0]?.id ?? '' })
}

function issue({ deal }: DealCard, key: string) {
  return here.anna.do('POST /api/deals/:id/invoices', { id: deal.id, body: { version: deal.version }, key })
}

async function replaceProduct(id: string, from: string, to: string): Promise<void> {
  const { deal, lines } = await here.anna.do('GET /api/deals/:id', { id })
  const { items } = await here.anna.do('GET /api/products', { query: { search: to } })
  const productId = items.find(({ name }) => name === to)?.id ?? null
  const body = {
    version: deal.version,
    lines: lines.map(({ productId: was, text, quantityMilli, priceMinor }) => ({
      productId: text === from ? productId : was,
      text,
      quantityMilli,
      priceMinor,
    })),
  }
  await here.anna.do('PUT /api/deals/:id/lines', { id, body })
}

function writesToBase(): number {
  return here.simulator.journal.filter(({ method }) => method !== 'GET').length
}

/** A process that dies now leaves the request behind: another connection to the same files finds it. */
async function survivesWithoutTheProcess(): Promise<void> {
  const again = await openDatabase({ url: here.bridge.config.databaseUrl, folder: here.bridge.config.folder })
  const intents = (await again.db('intents').where({ noun: 'invoice', state: 'queued' })) as unknown[]
  await again.close()
  expect(intents).toHaveLength(1)
}
