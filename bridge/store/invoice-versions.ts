/** How one of our invoices looked each time the base showed another version of it. */
import type { InvoiceLine } from '../domain/invoice.ts'
import { linesOf } from './invoice-rows.ts'
import type { Db } from './db.ts'

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

/** Keeps the invoice as it is now, unless its newest version says the same. @returns whether a version was added. */
export async function keepVersion(
  db: Db,
  invoiceId: number,
  by: { author: string; at: string; acknowledged: boolean },
): Promise<boolean> {
  const body = JSON.stringify(await snapshotOf(db, invoiceId))
  const last: { version: number; body: string } | undefined = await db('invoice_versions')
    .where('invoice_id', invoiceId)
    .orderBy('version', 'desc')
    .first('version', 'body')
  if (last?.body === body) return false
  await db('invoice_versions').insert({ ...by, invoice_id: invoiceId, version: (last?.version ?? 0) + 1, body })
  return true
}

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
  const row = (await db('invoices')
    .join('counterparties', 'counterparties.id', 'invoices.counterparty_id')
    .leftJoin('contracts', 'contracts.id', 'invoices.contract_id')
    .where('invoices.id', invoiceId)
    .first('invoices.*', 'counterparties.name as counterparty', 'contracts.name as contract')) as Record<
    string,
    unknown
  >
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

async function snapshotLines(db: Db, invoiceId: number): Promise<InvoiceLine[]> {
  const products = new Map<number, string>()
  const lines = await linesOf(db, invoiceId)
  const ids = lines.flatMap((line) => (line.product_id === null ? [] : [line.product_id]))
  const rows = (await db('products').whereIn('id', ids).select('id', 'uuid')) as { id: number; uuid: string }[]
  for (const row of rows) products.set(row.id, row.uuid)
  return lines.map((line) => ({
    position: line.position,
    productId: line.product_id === null ? null : (products.get(line.product_id) ?? null),
    text: line.text,
    quantityMilli: line.quantity_milli,
    priceMinor: line.price_minor,
    sumMinor: line.sum_minor,
    vatRate: line.vat_rate,
    vatMinor: line.vat_minor,
  }))
}
