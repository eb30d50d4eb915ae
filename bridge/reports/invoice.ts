/** One invoice as it stands, with its lines. */
import type { Invoice, InvoiceLine, InvoiceState } from '../domain/invoice.ts'
import { notFound } from '../domain/problem.ts'
import { onlySeenInvoice, seeingStatement, statement, type Asking, type Row } from './asking.ts'
import { json, number, sourceOf, text, textOrNull, yes } from './rows.ts'

/** @throws Problem `invoice.not-found`, also for one that the viewer may not see */
export async function invoiceRow(asking: Asking, id: string): Promise<Row> {
  const row = await seenInvoice(asking, { id })
  if (!row) throw notFound('invoice')
  return row
}

const seenInvoice = seeingStatement<{ id: string }, Row | undefined>((asking, its) =>
  asking
    .db('invoices')
    .join('counterparties', 'counterparties.id', 'invoices.counterparty_id')
    .join('organisations', 'organisations.id', 'invoices.organisation_id')
    .leftJoin('contracts', 'contracts.id', 'invoices.contract_id')
    .leftJoin('deals', 'deals.id', 'invoices.deal_id')
    .leftJoin('clients', 'clients.id', 'deals.client_id')
    .leftJoin('users as managers', 'managers.id', 'deals.manager_id')
    .leftJoin('bases', 'bases.id', 'invoices.base_id')
    .where('invoices.uuid', its.id)
    .modify(onlySeenInvoice(asking))
    .first(COLUMNS),
)

export async function invoice(asking: Asking, id: string): Promise<Invoice> {
  const row = await invoiceRow(asking, id)
  return toInvoice(row, await invoiceLines(asking, number(row, 'id')))
}

export async function invoiceLines(asking: Asking, rowId: number): Promise<InvoiceLine[]> {
  return (await invoiceLineRows(asking, rowId)).map(toLine)
}

/** With `product_uuid` and `product_name`. */
export function invoiceLineRows({ db }: Asking, rowId: number): Promise<Row[]> {
  return lineRows(db, { rowId })
}

const lineRows = statement<{ rowId: number }, Row[]>((db, its) =>
  db('invoice_lines')
    .leftJoin('products', 'products.id', 'invoice_lines.product_id')
    .where('invoice_lines.invoice_id', its.rowId)
    .orderBy('invoice_lines.position')
    .select('invoice_lines.*', 'products.uuid as product_uuid', 'products.name as product_name'),
)

const COLUMNS = [
  'invoices.*',
  'counterparties.uuid as counterparty_uuid',
  'counterparties.name as counterparty_name',
  'organisations.uuid as organisation_uuid',
  'organisations.name as organisation_name',
  'contracts.uuid as contract_uuid',
  'contracts.name as contract_name',
  'deals.uuid as deal_uuid',
  'deals.name as deal_name',
  'clients.uuid as client_uuid',
  'clients.name as client_name',
  'managers.uuid as manager_uuid',
  'managers.department as manager_department',
  'bases.name as base_name',
]

export function toInvoice(row: Row, lines: InvoiceLine[]): Invoice {
  const totalMinor = number(row, 'total_minor')
  const paidMinor = number(row, 'paid_minor')
  return {
    id: text(row, 'uuid'),
    number: text(row, 'number'),
    formerNumbers: json<string[]>(row, 'former_numbers', []),
    date: text(row, 'date'),
    state: text(row, 'state') as InvoiceState,
    dealId: textOrNull(row, 'deal_uuid'),
    counterpartyId: text(row, 'counterparty_uuid'),
    counterpartyName: text(row, 'counterparty_name'),
    organisationId: text(row, 'organisation_uuid'),
    organisationName: text(row, 'organisation_name'),
    contractId: textOrNull(row, 'contract_uuid'),
    contractName: text(row, 'contract_name'),
    vatIncluded: yes(row, 'vat_included'),
    totalMinor,
    vatMinor: number(row, 'vat_minor'),
    paidMinor,
    remainderMinor: Math.max(0, totalMinor - paidMinor),
    lines,
    posted: yes(row, 'posted'),
    marked: yes(row, 'marked'),
    comment: text(row, 'comment'),
    source: sourceOf(row),
    version: number(row, 'version'),
  }
}

export function toLine(row: Row): InvoiceLine {
  return {
    position: number(row, 'position'),
    productId: textOrNull(row, 'product_uuid'),
    // A blank text means that the base prints the name of the item.
    text: text(row, 'text') || (textOrNull(row, 'product_name') ?? ''),
    quantityMilli: number(row, 'quantity_milli'),
    priceMinor: number(row, 'price_minor'),
    sumMinor: number(row, 'sum_minor'),
    vatRate: text(row, 'vat_rate'),
    vatMinor: number(row, 'vat_minor'),
  }
}
