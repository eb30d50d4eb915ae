/** What a manager sees of invoices and payments (R35, R38; scenario M-14, M-15, M-17; V2, V5). */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let anna: Browser
let invoice: string
beforeAll(async () => {
  here = await world()
  anna = await browserOf(here, 'anna')
  invoice = await seedPaidInvoice()
})
afterAll(() => here.close())

const AS_OF = '2026-02-16T07:30:00.000Z'

/** Invoice 127 of T1: issued at 163 500,01, lowered by the accountant to 161 075,01, and 100 000,00 paid on it. */
async function seedPaidInvoice(): Promise<string> {
  const { db } = here.database
  const rowOf = async (table: string): Promise<number> => {
    const row: { id: number } | undefined = await db(table).first('id')
    return row?.id ?? 0
  }
  const uuid = randomUUID()
  const parties = {
    base_id: await rowOf('bases'),
    counterparty_id: await rowOf('counterparties'),
    organisation_id: await rowOf('organisations'),
    as_of: AS_OF,
  }
  await db('invoices').insert({
    ...parties,
    uuid,
    deal_id: await rowOf('deals'),
    number: 'ТЕЛ0-000127',
    former_numbers: '["ТЕЛ0-000121"]',
    date: '2026-02-14',
    state: 'part-paid',
    vat_included: true,
    total_minor: 16_107_501,
    vat_minor: 2_904_632,
    paid_minor: 10_000_000,
    posted: true,
    comment: '',
  })
  await addVersions(await rowOf('invoices'))
  const receipt = { channel: 'bank', number: '000045', date: '2026-02-15', bank_number: '77', bank_date: '2026-02-15' }
  await db('payments').insert({
    ...parties,
    ...receipt,
    uuid: randomUUID(),
    payer_name: 'ООО «Ромашка»',
    amount_minor: 10_500_000,
    advance_minor: 500_000,
    purpose: 'по счету 127',
    posted: true,
  })
  const share = { named_minor: 10_000_000, amount_minor: 10_000_000, reason: 'named-in-base' }
  await db('allocations').insert({
    ...share,
    payment_id: await rowOf('payments'),
    invoice_id: await rowOf('invoices'),
    row: 1,
  })
  return uuid
}

async function addVersions(invoiceId: number): Promise<void> {
  const { db } = here.database
  const line = { position: 1, productId: null, text: 'Внедрение', quantityMilli: 1000, vatRate: '22', vatMinor: 0 }
  const body = {
    number: 'ТЕЛ0-000127',
    date: '2026-02-14',
    counterpartyName: 'Ромашка ООО',
    contractName: '',
    vatMinor: 0,
  }
  const versions = [
    { author: 'Анна Иванова', acknowledged: true, price: 4_850_000, total: 16_350_001 },
    { author: 'buh', acknowledged: false, price: 4_607_500, total: 16_107_501 },
  ]
  for (const [at, { author, acknowledged, price, total }] of versions.entries()) {
    const lines = [{ ...line, priceMinor: price, sumMinor: price }]
    const row = { invoice_id: invoiceId, version: at + 1, at: AS_OF, author, acknowledged }
    await db('invoice_versions').insert({ ...row, body: JSON.stringify({ ...body, totalMinor: total, lines }) })
  }
}

describe('The page of an invoice', () => {
  it('shows what is paid, what remains, and why the money lies here (M-15)', async () => {
    const { body } = await anna.get(`/api/invoices/${invoice}`)

    expect(body['invoice']).toMatchObject({ paidMinor: 10_000_000, remainderMinor: 6_107_501, state: 'part-paid' })
    expect(body['payments']).toMatchObject([
      { amountMinor: 10_000_000, reason: 'allocation.named-in-base', facts: { number: '000045', row: 1 } },
    ])
  })

  it('shows line by line what the accountant changed since the manager last looked (M-14)', async () => {
    const { body } = await anna.get(`/api/invoices/${invoice}`)

    expect(body['changedAt']).toBe(AS_OF)
    expect(body['changes']).toContainEqual({ line: 1, field: 'price', before: '48500.00', after: '46075.00' })
    expect(body['changes']).toContainEqual({ line: 0, field: 'total', before: '163500.01', after: '161075.01' })
    expect(body['versions']).toMatchObject([{ author: 'buh' }, { author: 'Анна Иванова' }])
  })

  it('names for every figure the base and when it was seen there (V5)', async () => {
    const { body } = await anna.get(`/api/invoices/${invoice}`)

    expect(body['invoice']).toMatchObject({ source: { origin: 'base', base: 'buh', asOf: AS_OF } })
  })

  it('is hidden from a colleague, and the accountant may not accept for the manager', async () => {
    const pavel = await browserOf(here, 'pavel')
    const elena = await browserOf(here, 'elena')

    expect((await pavel.get(`/api/invoices/${invoice}`)).status).toBe(404)
    expect((await elena.get(`/api/invoices/${invoice}`)).body['may']).not.toContain('accept-change')
  })
})

describe('The money of a client', () => {
  it('is invoiced, paid, owed and advance, never a negative remainder (M-17)', async () => {
    const { body } = await anna.get(`/api/clients/${here.trade.client}`)

    expect(body['money']).toEqual({
      invoicedMinor: 16_107_501,
      paidMinor: 10_000_000,
      remainderMinor: 6_107_501,
      advanceMinor: 500_000,
      source: { origin: 'base', base: 'buh', asOf: AS_OF },
    })
  })

  it('stands in the list of clients as debt', async () => {
    const { body } = await anna.get('/api/clients')

    expect(body['items']).toMatchObject([{ debtMinor: 6_107_501, source: { base: 'buh', asOf: AS_OF } }])
  })

  it('shows on the card of the deal and of the board what share is paid', async () => {
    const deal = await anna.get(`/api/deals/${here.trade.deal}`)
    const board = await anna.get('/api/board')

    expect(deal.body['money']).toMatchObject({
      invoicedMinor: 16_107_501,
      paidMinor: 10_000_000,
      advanceMinor: 500_000,
    })
    expect(board.body['columns']).toMatchObject([{ cards: [{ paidPercent: 62 }] }, {}, {}, {}])
  })
})

async function numbers(query: string): Promise<string[]> {
  const { body } = await anna.get(`/api/invoices?${query}`)
  return (body['items'] as { number: string }[]).map(({ number }) => number)
}

describe('The list of invoices', () => {
  it.each(['127', 'тел0-000127', '000121', 'ромашка'])('finds it by %s, earlier numbers included', async (typed) => {
    expect(await numbers(`search=${encodeURIComponent(typed)}`)).toEqual(['ТЕЛ0-000127'])
  })

  it('keeps to what is unpaid when asked', async () => {
    expect(await numbers('state=unpaid')).toEqual(['ТЕЛ0-000127'])
    await here.database.db('invoices').update({ paid_minor: 16_107_501, state: 'paid' })
    expect(await numbers('state=unpaid')).toEqual([])
    expect(await numbers('state=all')).toEqual(['ТЕЛ0-000127'])
  })

  it('marks the one that the base has changed until the manager accepts it', async () => {
    const before = await anna.get('/api/invoices')
    await anna.send('POST', `/api/invoices/${invoice}/accept`, { takeIntoDeal: false })
    const after = await anna.get('/api/invoices')

    expect(before.body['items']).toMatchObject([{ changedInBase: true }])
    expect(after.body['items']).toMatchObject([{ changedInBase: false }])
  })
})
