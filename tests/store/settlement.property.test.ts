/** Sharing payments out in the database gives what the rule of the domain gives, kopeck for kopeck, on each database (I4). */
import { array, assert, asyncProperty, boolean, constantFrom, nat, record, type Arbitrary } from 'fast-check'
import { randomUUID } from 'node:crypto'
import { beforeAll, it } from 'vitest'
import { advanceOf, settleInvoice, type Part } from '../../bridge/domain/settle.ts'
import { insertRows } from '../../bridge/store/bulk.ts'
import type { Database } from '../../bridge/store/db.ts'
import { settleInvoices } from '../../bridge/store/settlement.ts'
import { onEachDatabase } from './databases.ts'

/** Worlds tried per database. */
const RUNS = 150
const MOST_MINOR = 1_000

interface Row {
  /** Which of the invoices. */
  invoice: number
  namedMinor: number
}

interface Payment {
  date: string
  live: boolean
  extraMinor: number
  rows: Row[]
}

interface Worlds {
  totals: number[]
  payments: Payment[]
  /** What the accountant makes of the first invoice afterwards. */
  newTotal: number
}

const INVOICES = 3
const CAUSE = { at: '2026-11-03T10:00:00.000Z', who: 'buh', deed: 'settled', run: 0, rules: '' }
const worlds: Arbitrary<Worlds> = record({
  totals: array(nat(MOST_MINOR), { minLength: INVOICES, maxLength: INVOICES }),
  payments: array(
    record({
      date: constantFrom('2026-11-01', '2026-11-02', '2026-11-03'),
      live: boolean(),
      extraMinor: nat(MOST_MINOR),
      rows: array(record({ invoice: nat(INVOICES - 1), namedMinor: nat(MOST_MINOR) }), { maxLength: 3 }),
    }),
    { maxLength: 5 },
  ),
  newTotal: nat(MOST_MINOR),
})

onEachDatabase('Sharing out', (place) => {
  let database: Database
  beforeAll(async () => {
    database = await place.open()
    await parties(database)
  })

  it('what each payment settles, paid sums, advances and states are those of the domain', async () => {
    await assert(
      asyncProperty(worlds, async (world) => {
        const stored = await store(database, world)
        await database.transaction((db) => settleInvoices(db, stored.invoices, CAUSE))
        await agrees(database, stored, world)

        const [first = 0] = stored.invoices
        await database.db('invoices').where('id', first).update({ total_minor: world.newTotal })
        await database.transaction((db) => settleInvoices(db, [first], CAUSE))
        await agrees(database, stored, { ...world, totals: [world.newTotal, ...world.totals.slice(1)] })
      }),
      { numRuns: RUNS },
    )
  }, 120_000)
})

interface Stored {
  invoices: number[]
  payments: number[]
}

async function agrees({ db }: Database, stored: Stored, world: Worlds): Promise<void> {
  const taken = new Map<string, number>()
  for (const [at, total] of world.totals.entries()) {
    const named = world.payments.flatMap((payment, from) =>
      payment.rows.flatMap((row, line) => (row.invoice === at ? [{ key: `${from}/${line}`, row, payment }] : [])),
    )
    const parts: Part[] = named.map(({ row, payment }) => ({ ...payment, amountMinor: row.namedMinor }))
    const settled = settleInvoice(total, parts)
    for (const [place, { key }] of named.entries()) taken.set(key, settled.takenMinor[place] ?? 0)
    const row = (await db('invoices').where('id', stored.invoices[at]).first('paid_minor', 'state')) as SettledRow
    same(`invoice ${at}`, [Number(row.paid_minor), row.state], [settled.paidMinor, STATES[settled.state]])
  }
  for (const [at, { live, rows, extraMinor }] of world.payments.entries()) {
    const expected = rows.map((_, line) => taken.get(`${at}/${line}`) ?? 0)
    const amountMinor = amountOf({ rows, extraMinor })
    const row = (await db('payments').where('id', stored.payments[at]).first('advance_minor')) as SettledRow
    const amounts: unknown[] = await db('allocations')
      .where('payment_id', stored.payments[at])
      .orderBy('row')
      .pluck('amount_minor')
    same(`payment ${at}`, amounts.map(Number), expected)
    same(`advance ${at}`, [Number(row.advance_minor)], [advanceOf({ amountMinor, live }, expected)])
  }
}

interface SettledRow {
  paid_minor: number | string
  advance_minor: number | string
  state: string
}

const STATES = { unpaid: 'issued', 'part-paid': 'part-paid', paid: 'paid' } as const

function same(what: string, found: unknown[], expected: unknown[]): void {
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`${what}: ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`)
}

function amountOf({ rows, extraMinor }: Pick<Payment, 'rows' | 'extraMinor'>): number {
  return rows.reduce((sum, row) => sum + row.namedMinor, extraMinor)
}

/** As they stand when a page has been taken in, before sharing out. */
async function store(database: Database, { totals, payments }: Worlds): Promise<Stored> {
  return database.transaction(async (db) => {
    const invoices = await insertRows(db, 'invoices', totals.map(invoiceRow))
    const ids = await insertRows(db, 'payments', payments.map(paymentRow))
    const allocations = payments.flatMap(({ rows, live }, at) =>
      rows.map(({ invoice, namedMinor }, line) => ({
        payment_id: ids[at] ?? 0,
        invoice_id: invoices[invoice] ?? 0,
        row: line + 1,
        named_minor: namedMinor,
        amount_minor: live ? namedMinor : 0,
        reason: 'named-in-base',
      })),
    )
    await insertRows(db, 'allocations', allocations)
    return { invoices, payments: ids }
  })
}

const SEEN = { marked: false, gone: false, as_of: '2026-11-24T08:00:00.000Z' }

function invoiceRow(total: number) {
  const numbers = { number: '1', former_numbers: '[]', date: '2026-11-01' }
  const sums = { vat_included: true, total_minor: total, vat_minor: 0, paid_minor: 0 }
  return {
    ...SEEN,
    ...numbers,
    ...sums,
    uuid: randomUUID(),
    counterparty_id: 1,
    organisation_id: 1,
    state: 'issued',
    posted: true,
    comment: '',
  }
}

function paymentRow({ date, live, rows, extraMinor }: Payment) {
  const amount = amountOf({ rows, extraMinor })
  const named = amount - extraMinor
  const texts = { channel: 'bank', number: '1', bank_number: '', bank_date: '', payer_name: '', purpose: '' }
  return {
    ...SEEN,
    ...texts,
    uuid: randomUUID(),
    date,
    amount_minor: amount,
    advance_minor: live ? amount - named : 0,
    posted: live,
  }
}

async function parties({ db }: Database): Promise<void> {
  await db('organisations').insert({ uuid: randomUUID(), ...ORGANISATION })
  await db('counterparties').insert({ uuid: randomUUID(), ...COUNTERPARTY })
}

const COUNTERPARTY = {
  name: 'Заказчик',
  search_key: 'заказчик',
  full_name: 'Заказчик',
  legal_form: 'company',
  tax_number: '',
  reason_code: '',
  phone: '',
  email: '',
  address: '',
}
const ORGANISATION = { name: 'Мы', search_key: 'мы', full_name: 'Мы', tax_number: '', reason_code: '', prefix: '' }
