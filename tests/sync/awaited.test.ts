/** A receipt names an invoice that cannot be taken yet: the money is the payer's advance until it can, and lies on it then (I2). */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Foreign } from '../../connectors/connector.ts'
import type { Noun } from '../../bridge/domain/sync.ts'
import { readRecord, type Partner } from '../../bridge/sync/partner.ts'
import { rebuildRun } from '../../bridge/sync/journal/rebuild-run.ts'
import { receive } from '../../bridge/sync/receive.ts'
import { onEachDatabase } from '../store/databases.ts'
import { holdInvariants } from '../invariants.ts'
import { doorLike } from './door.ts'
import { workshop, type Workshop } from './workshop.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const ELENA = { by: 'Кузнецова' }
const NEWS = { run: 0, author: 'buh', own: false }

let here: Workshop

onEachDatabase('A payment whose invoice cannot be taken yet', (place) => {
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url, patienceMs: 20_000 })
  }, 60_000)
  afterEach(async () => {
    await here.leave()
    await holdInvariants(here)
  })
  afterAll(() => here.close())

  it('is an advance at first, and pays the invoice when it comes', async () => {
    const { invoice, receipt, partner, totalMinor } = await paidInBase()
    const before = await paymentRow(receipt)

    await receive(partner, [await read(partner, 'invoice', invoice)], NEWS)

    expect(before).toMatchObject({ amount_minor: totalMinor, advance_minor: totalMinor })
    expect(await paymentRow(receipt)).toMatchObject({ amount_minor: totalMinor, advance_minor: 0 })
    expect(await invoiceRow(invoice)).toMatchObject({ state: 'paid', paid_minor: totalMinor })
    expect(await here.bridge.database.db('awaited_invoices')).toEqual([])
  })

  it('stays an advance when the accountant takes it off the invoice before that comes', async () => {
    const { invoice, receipt, partner } = await paidInBase()
    here.accounting.unpostReceipt(receipt)
    await receive(await blindFor(invoice), [await read(partner, 'bank-receipt', receipt)], NEWS)

    await receive(partner, [await read(partner, 'invoice', invoice)], NEWS)

    expect(await paymentRow(receipt)).toMatchObject({ advance_minor: 0 })
    expect(await invoiceRow(invoice)).toMatchObject({ state: 'issued', paid_minor: 0 })
  })

  it('lies there again when the journal tells it once more (I-16)', async () => {
    const { invoice, partner, totalMinor } = await paidInBase()
    await receive(partner, [await read(partner, 'invoice', invoice)], NEWS)
    await here.bridge.database.db('allocations').delete()

    await rebuildRun({ ports: partner.ports, base: partner.base, author: here.bridge.robot })

    expect(await invoiceRow(invoice)).toMatchObject({ state: 'paid', paid_minor: totalMinor })
  })
})

interface Paid {
  invoice: string
  receipt: string
  partner: Partner
  totalMinor: number
}

/** An invoice and its payment, entered in the base; only the payment has been taken. */
async function paidInBase(): Promise<Paid> {
  const { fields, rows } = here.accounting.invoice('ТЕЛ0-000119')
  const { Number: _number, Posted: _posted, ...same } = fields
  const { key: invoice } = here.simulator.ledger.create(INVOICES, { ...same, ...rows }, ELENA)
  here.simulator.ledger.post(INVOICES, invoice, ELENA)
  const stored = here.accounting.invoices().find(({ key }) => key === invoice)?.fields ?? {}
  const total = Number(stored['СуммаДокумента'])
  const receipt = here.accounting.receive([[String(stored['Number']), total]])
  const partner = await here.partnerOf()
  await receive(await blindFor(invoice), [await read(partner, 'bank-receipt', receipt)], NEWS)
  return { invoice, receipt, partner, totalMinor: Math.round(total * 100) }
}

/** A door through which one record cannot be seen: its rights, its exposure or its contents are not as they should be. */
async function blindFor(hidden: string): Promise<Partner> {
  const partner = await here.partnerOf()
  const { connector } = partner
  const blind = doorLike(connector, {
    read: (kind, key) => (key === hidden ? Promise.resolve(null) : connector.read(kind, key)),
  })
  return { ...partner, connector: blind }
}

async function read(partner: Partner, noun: Noun, key: string): Promise<Foreign> {
  const found = await readRecord(partner, noun, key)
  if (!found) throw new Error(`no ${noun} ${key}`)
  return found
}

async function paymentRow(key: string): Promise<Record<string, number>> {
  return numbers(await linked('payments', 'bank-receipt', key))
}

async function invoiceRow(key: string): Promise<Record<string, unknown>> {
  const row = await linked('invoices', 'invoice', key)
  return { state: row['state'], paid_minor: Number(row['paid_minor']) }
}

async function linked(table: string, noun: Noun, key: string): Promise<Record<string, unknown>> {
  const { db } = here.bridge.database
  const link = (await db('links').where({ noun, foreign_key: key }).first('our_id')) as { our_id: number } | undefined
  return (await db(table)
    .where('id', link?.our_id ?? 0)
    .first()) as Record<string, unknown>
}

function numbers(row: Record<string, unknown>): Record<string, number> {
  return { amount_minor: Number(row['amount_minor']), advance_minor: Number(row['advance_minor']) }
}
