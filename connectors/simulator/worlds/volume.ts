/**
 * The volume world: 3 000 counterparties, 9 500 invoices, 8 900 payments over 24 months, or a multiple of it. Too many for the
 * ledger to write one by one, so finished entities are put into the base directly, with the movements posting would make.
 */
import type { Ledger } from '../ledger/ledger.ts'
import { daysBefore } from './calendar.ts'
import { DEMO_ORGANISATIONS } from './demo-people.ts'
import { demoProducts } from './demo.ts'
import { emptyDrafts } from './empty.ts'
import { type Chance, chance } from './random.ts'
import { INVOICES, RECEIPTS } from './trade-drafts.ts'
import { type BulkWriter, bulkWriter } from './volume-bulk.ts'
import { volumeCounterparty, type VolumeInvoice, volumeInvoice, volumeReceipt } from './volume-records.ts'
import { writeDrafts } from './write-drafts.ts'

const VOLUME = { counterparties: 3_000, invoices: 9_500, receipts: 8_900 } as const

const PERIOD_DAYS = 730
/** Receipts that pay a half of their invoice; the rest of it stays unpaid or waits for another receipt. */
const PART_SHARE = 0.08

export function fillVolume(ledger: Ledger, options: { seed: number; times: number }): void {
  writeDrafts(ledger, [...emptyDrafts(), ...demoProducts()])
  const { times } = options
  const filling = {
    writer: bulkWriter(ledger, DEMO_ORGANISATIONS.O1.prefix),
    chance: chance(options.seed),
    now: ledger.base.clock.now(),
  }
  const counterparties = VOLUME.counterparties * times
  for (let at = 0; at < counterparties; at++) filling.writer.put(volumeCounterparty(at))
  const invoices = putInvoices(filling, { count: VOLUME.invoices * times, counterparties })
  putReceipts(filling, invoices, VOLUME.receipts * times)
  filling.writer.finish()
}

interface Filling {
  writer: BulkWriter
  chance: Chance
  now: string
}

/** Oldest first, evenly over the period, so that numbers grow with dates as in a real base. */
function putInvoices(filling: Filling, size: { count: number; counterparties: number }): VolumeInvoice[] {
  const { writer, chance: luck, now } = filling
  const invoices: VolumeInvoice[] = []
  for (let at = 0; at < size.count; at++) {
    const date = daysBefore(now, PERIOD_DAYS - Math.floor((at * PERIOD_DAYS) / size.count), timeOf(luck))
    const counterparty = luck.between(0, size.counterparties - 1)
    const invoice = volumeInvoice({ at, date, counterparty, number: writer.nextNumber(INVOICES, date) }, luck)
    writer.put(invoice.draft)
    invoices.push(invoice)
  }
  return invoices
}

/** Every receipt pays one invoice, in the order of invoices; the newest ones stay unpaid. */
function putReceipts(filling: Filling, invoices: VolumeInvoice[], count: number): void {
  const { writer, chance: luck, now } = filling
  for (const [at, invoice] of invoices.slice(0, count).entries()) {
    const latest = daysBefore(now, 0, '00:00:00')
    const paid = daysBefore(invoice.date, -luck.between(0, 20), '12:00:00')
    const date = paid < latest ? paid : latest < invoice.date ? invoice.date : latest
    const amountMinor = luck.share() < PART_SHARE ? Math.ceil(invoice.totalMinor / 2) : invoice.totalMinor
    writer.put(volumeReceipt({ at, date, amountMinor, number: writer.nextNumber(RECEIPTS, date), invoice }))
  }
}

function timeOf(luck: Chance): string {
  return `${twoDigits(luck.between(8, 18))}:${twoDigits(luck.between(0, 59))}:${twoDigits(luck.between(0, 59))}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
