/** How one of our invoices looked each time the base showed another version of it. */
import type { InvoiceLine } from '../domain/invoice.ts'
import type { InvoiceLineRow } from './invoice-rows.ts'
import { wide } from './rows.ts'
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import { statement } from './statement.ts'

/** The part of an invoice that a person compares. */
export interface InvoiceSnapshot {
  number: string
  date: string
  counterpartyName: string
  contractName: string
  totalMinor: number
  vatMinor: number
  lines: InvoiceLine[]
}

export interface InvoiceVersion {
  version: number
  at: string
  author: string
  acknowledged: boolean
  snapshot: InvoiceSnapshot
}

/** Most versions shown or compared. */
const MOST_VERSIONS = 100

/** Who made the invoice say this, and when; `acknowledged` = its manager need not look at it. */
type By = Pick<InvoiceVersion, 'author' | 'at' | 'acknowledged'>

/** Keeps an invoice that was stored just now. */
export async function keepFirstVersion(db: Db, invoiceId: number, by: By): Promise<void> {
  const body = JSON.stringify(await snapshotOf(db, invoiceId))
  await insertRows(db, 'invoice_versions', [{ invoice_id: invoiceId, version: 1, body, ...by }])
}

/** Keeps the invoice as it is now, unless its newest version says the same. @returns whether a version was added. */
export async function keepVersion(db: Db, invoiceId: number, by: By): Promise<boolean> {
  const body = JSON.stringify(await snapshotOf(db, invoiceId))
  const last = await newest(db, { invoiceId })
  if (last?.body === body) return false
  await insertRows(db, 'invoice_versions', [{ invoice_id: invoiceId, version: (last?.version ?? 0) + 1, body, ...by }])
  return true
}

type OfInvoice = { invoiceId: number }

const newest = statement<OfInvoice, { version: number; body: string } | undefined>((db, its) =>
  db('invoice_versions').where('invoice_id', its.invoiceId).orderBy('version', 'desc').first('version', 'body'),
)

/** Newest first. */
export async function versionsOf(db: Db, invoiceId: number): Promise<InvoiceVersion[]> {
  const rows = (await db('invoice_versions')
    .where('invoice_id', invoiceId)
    .orderBy('version', 'desc')
    .limit(MOST_VERSIONS)) as { version: number; at: string; author: string; acknowledged: unknown; body: string }[]
  return rows.map(({ version, at, author, acknowledged, body }) => ({
    version,
    at,
    author,
    acknowledged: Boolean(acknowledged),
    snapshot: JSON.parse(body) as InvoiceSnapshot,
  }))
}

/** The manager has seen everything up to now. */
export async function acknowledgeVersions(db: Db, invoiceId: number): Promise<void> {
  await db('invoice_versions').where('invoice_id', invoiceId).update({ acknowledged: true })
}

async function snapshotOf(db: Db, invoiceId: number): Promise<InvoiceSnapshot> {
  const row = await shownOf(db, { invoiceId })
  return {
    number: String(row['number']),
    date: String(row['date']),
    counterpartyName: String(row['counterparty']),
    contractName: typeof row['contract'] === 'string' ? row['contract'] : '',
    totalMinor: Number(row['total_minor']),
    vatMinor: Number(row['vat_minor']),
    lines: await snapshotLines(db, invoiceId),
  }
}

const shownOf = statement<OfInvoice, Record<string, unknown>>((db, its) =>
  db('invoices')
    .join('counterparties', 'counterparties.id', 'invoices.counterparty_id')
    .leftJoin('contracts', 'contracts.id', 'invoices.contract_id')
    .where('invoices.id', its.invoiceId)
    .first(
      'invoices.number',
      'invoices.date',
      'invoices.total_minor',
      'invoices.vat_minor',
      'counterparties.name as counterparty',
      'contracts.name as contract',
    ),
)

async function snapshotLines(db: Db, invoiceId: number): Promise<InvoiceLine[]> {
  return (await linesOf(db, { invoiceId })).map((line) => ({
    position: line.position,
    productId: line.product_uuid,
    text: line.text,
    quantityMilli: wide(line.quantity_milli),
    priceMinor: wide(line.price_minor),
    sumMinor: wide(line.sum_minor),
    vatRate: line.vat_rate,
    vatMinor: wide(line.vat_minor),
  }))
}

const linesOf = statement<OfInvoice, (InvoiceLineRow & { product_uuid: string | null })[]>((db, its) =>
  db('invoice_lines')
    .leftJoin('products', 'products.id', 'invoice_lines.product_id')
    .where('invoice_lines.invoice_id', its.invoiceId)
    .orderBy('invoice_lines.position')
    .select('invoice_lines.*', 'products.uuid as product_uuid'),
)
