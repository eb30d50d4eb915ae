/** Invoices as the engine writes them: whole pages at a time, with their lines, by row id. */
import type { InvoiceLine, InvoiceState } from '../domain/invoice.ts'
import type { Db } from './db.ts'
import { wide, yes } from './rows.ts'
import { among, statement } from './statement.ts'
import { updateOf } from './update.ts'

/** A row of `invoices` without what the database gives. */
export interface InvoiceRow {
  uuid: string
  base_id: number | null
  deal_id: number | null
  counterparty_id: number
  organisation_id: number
  contract_id: number | null
  number: string
  /** JSON list of text. */
  former_numbers: string
  date: string
  state: InvoiceState
  vat_included: boolean
  total_minor: number
  vat_minor: number
  paid_minor: number
  posted: boolean
  marked: boolean
  gone: boolean
  comment: string
  as_of: string
  version: number
}

export interface StoredInvoiceRow extends InvoiceRow {
  id: number
}

export interface InvoiceLineRow {
  invoice_id: number
  position: number
  product_id: number | null
  text: string
  quantity_milli: number
  price_minor: number
  sum_minor: number
  vat_rate: string
  vat_minor: number
}

type Sold = Pick<InvoiceLine, 'text' | 'quantityMilli' | 'priceMinor' | 'sumMinor' | 'vatRate' | 'vatMinor'>

/** @param place row ids of the invoice and of the product, and which line it is, from 0 */
export function lineRow(place: { invoice: number; product: number | null; at: number }, line: Sold): InvoiceLineRow {
  return {
    invoice_id: place.invoice,
    position: place.at + 1,
    product_id: place.product,
    text: line.text,
    quantity_milli: line.quantityMilli,
    price_minor: line.priceMinor,
    sum_minor: line.sumMinor,
    vat_rate: line.vatRate,
    vat_minor: line.vatMinor,
  }
}

/** Ids per question: below every database's limit of parameters. */
const BATCH = 500

/**
 * Reads invoices in order to change them: what follows from them holds until the end of the transaction, also when another
 * worker is about to change the same ones. In the order of their ids, so that two pages do not wait for each other.
 */
export async function invoiceRowsToChange(db: Db, ids: number[]): Promise<Map<number, StoredInvoiceRow>> {
  const found = new Map<number, StoredInvoiceRow>()
  const sorted = ids.toSorted((one, other) => one - other)
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = await lockedRows(db, { ids: sorted.slice(from, from + BATCH) })
    for (const row of rows) found.set(row.id, asStored(row))
  }
  return found
}

const lockedRows = statement<{ ids: number[] }, StoredInvoiceRow[]>((db, its) =>
  db('invoices').modify(among('id', its.ids)).orderBy('id').forUpdate(),
)

/** @param before the row as it is, at least the columns of `set` */
export async function updateInvoice(db: Db, id: number, rewritten: Rewritten): Promise<void> {
  await update(db, { rowId: id }, rewritten)
}

/** A row on its way from what it is to what it becomes. */
interface Rewritten {
  before: object
  set: Partial<InvoiceRow>
}

const INDEXED = ['deal_id', 'counterparty_id', 'date'] as const

const update = updateOf<{ rowId: number }>('invoices', (query, its) => void query.where('id', its.rowId), INDEXED)

export async function linesOf(db: Db, invoiceId: number): Promise<InvoiceLineRow[]> {
  return (await lineRows(db, { invoiceId })).map(asLine)
}

const lineRows = statement<{ invoiceId: number }, InvoiceLineRow[]>((db, its) =>
  db('invoice_lines').where('invoice_id', its.invoiceId).orderBy('position'),
)

/** In the order of the lines, without their row ids. @returns by row id of the invoice, each of them named */
export async function linesOfMany(db: Db, ids: number[]): Promise<Map<number, InvoiceLineRow[]>> {
  const found = new Map<number, InvoiceLineRow[]>(ids.map((id) => [id, []]))
  for (let from = 0; from < ids.length; from += BATCH)
    for (const row of await manyLines(db, { ids: ids.slice(from, from + BATCH) }))
      found.get(row.invoice_id)?.push(asLine(row))
  return found
}

const manyLines = statement<{ ids: number[] }, InvoiceLineRow[]>((db, its) =>
  db('invoice_lines').modify(among('invoice_id', its.ids)).orderBy('position'),
)

/** Columns in the order of `lineRow`. */
function asLine(row: InvoiceLineRow): InvoiceLineRow {
  return {
    invoice_id: row.invoice_id,
    position: row.position,
    product_id: row.product_id,
    text: row.text,
    quantity_milli: wide(row.quantity_milli),
    price_minor: wide(row.price_minor),
    sum_minor: wide(row.sum_minor),
    vat_rate: row.vat_rate,
    vat_minor: wide(row.vat_minor),
  }
}

export async function dropLines(db: Db, invoiceIds: number[]): Promise<void> {
  for (let from = 0; from < invoiceIds.length; from += BATCH)
    await drop(db, { ids: invoiceIds.slice(from, from + BATCH) })
}

const drop = statement<{ ids: number[] }, number>((db, its) =>
  db('invoice_lines').modify(among('invoice_id', its.ids)).delete(),
)

/** PostgreSQL and SQL Server give 64-bit columns as text, SQLite gives yes-no as 0 and 1. */
function asStored(row: StoredInvoiceRow): StoredInvoiceRow {
  return {
    ...row,
    total_minor: wide(row.total_minor),
    vat_minor: wide(row.vat_minor),
    paid_minor: wide(row.paid_minor),
    vat_included: yes(row.vat_included),
    posted: yes(row.posted),
    marked: yes(row.marked),
    gone: yes(row.gone),
  }
}
