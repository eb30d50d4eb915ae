/** Lines of invoices and rows of receipts as texts that can be compared with what a base says; one way to write them for both sides. */
import type { Db } from './db.ts'
import { wide, type Wide } from './rows.ts'

/** A line of an invoice: what was sold, how much, at which price and tax. */
export interface LineTold {
  product: number | null
  text: string
  quantityMilli: number
  priceMinor: number
  sumMinor: number
  vatRate: string
  vatMinor: number
}

export function textOfLine(at: number, line: LineTold): string {
  const { product, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor } = line
  return JSON.stringify([at, product, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor])
}

/** A row of a receipt that names an invoice. @param invoice row id of ours, or the key of one that we do not hold */
export function textOfRow(at: number, invoice: number | string, namedMinor: number): string {
  return JSON.stringify([at, invoice, namedMinor])
}

/** What belongs to one document. */
export interface Parts {
  /** In their order. */
  texts: string[]
  /** What of a payment lies on invoices. */
  settledMinor: number
}

/** Lines by row id of their invoice. */
export async function linesOf(db: Db, invoiceIds: number[]): Promise<Map<number, Parts>> {
  const rows = (await db('invoice_lines').whereIn('invoice_id', invoiceIds)) as LineRow[]
  return grouped(
    rows.map((row) => {
      const { product_id: product, text, vat_rate: vatRate } = row
      const sums = { quantityMilli: wide(row.quantity_milli), priceMinor: wide(row.price_minor) }
      const line = { product, text, vatRate, ...sums, sumMinor: wide(row.sum_minor), vatMinor: wide(row.vat_minor) }
      return { owner: row.invoice_id, at: row.position, text: textOfLine(row.position, line), settledMinor: 0 }
    }),
  )
}

interface LineRow {
  invoice_id: number
  position: number
  product_id: number | null
  text: string
  quantity_milli: Wide
  price_minor: Wide
  sum_minor: Wide
  vat_rate: string
  vat_minor: Wide
}

/** Rows by row id of their payment: those that settle an invoice, and those that wait for one. */
export async function rowsOf(db: Db, paymentIds: number[]): Promise<Map<number, Parts>> {
  const named = (await db('allocations').whereIn('payment_id', paymentIds)) as NamedRow[]
  const awaited = (await db('awaited_invoices').whereIn('payment_id', paymentIds)) as AwaitedRow[]
  return grouped([
    ...named.map((row) => ({ ...placed(row, row.invoice_id), settledMinor: wide(row.amount_minor) })),
    ...awaited.map((row) => ({ ...placed(row, row.foreign_key), settledMinor: 0 })),
  ])
}

interface ReceiptRow {
  payment_id: number
  row: number
  named_minor: Wide
}
interface NamedRow extends ReceiptRow {
  invoice_id: number
  amount_minor: Wide
}
interface AwaitedRow extends ReceiptRow {
  foreign_key: string
}

function placed(row: ReceiptRow, invoice: number | string) {
  return { owner: row.payment_id, at: row.row, text: textOfRow(row.row, invoice, wide(row.named_minor)) }
}

interface Placed {
  owner: number
  at: number
  text: string
  settledMinor: number
}

function grouped(rows: Placed[]): Map<number, Parts> {
  const found = new Map<number, Parts>()
  for (const { owner, text, settledMinor } of rows.toSorted((one, other) => one.at - other.at)) {
    const parts = found.get(owner) ?? { texts: [], settledMinor: 0 }
    parts.texts.push(text)
    parts.settledMinor += settledMinor
    found.set(owner, parts)
  }
  return found
}

/** What our allocations put on invoices, by row id, kopecks. */
export async function settledOn(db: Db, invoiceIds: number[]): Promise<Map<number, number>> {
  const rows: { invoice_id: number; settled: Wide }[] = await db('allocations')
    .whereIn('invoice_id', invoiceIds)
    .groupBy('invoice_id')
    .select('invoice_id')
    .sum({ settled: 'amount_minor' })
  return new Map(rows.map((row) => [row.invoice_id, wide(row.settled)]))
}
