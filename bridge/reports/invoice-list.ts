/** Which invoices are there, and how far is each paid? */
import type { InvoiceState } from '../domain/invoice.ts'
import { searchKey } from '../domain/search-key.ts'
import type { InvoiceList, InvoiceRow } from './answers.ts'
import { onlySeenInvoices, type Asking, type Query, type Row } from './asking.ts'
import { LIVE_STATES_IN_BASE } from './money.ts'
import { containing } from '../store/dialect.ts'
import { PAGE_SIZE, readPlace, writePlace } from './pages.ts'
import { number, sourceOf, text, textOrNull } from './rows.ts'

export interface ListInvoices {
  search?: string
  /** `open` = on the way or owed, `unpaid` = the base holds it and money is missing. */
  state?: 'open' | 'unpaid' | 'all'
  after?: string
  limit?: number
}

/** Newest first. */
export async function invoiceList(asking: Asking, ask: ListInvoices): Promise<InvoiceList> {
  const limit = ask.limit ?? PAGE_SIZE
  const place = readPlace(ask.after)
  const rows = await invoiceRows(asking, (query) => {
    void query
      .modify(onlySeenInvoices(asking))
      .modify(inState(ask.state ?? 'all'))
      .modify(matching(ask.search ?? ''))
      .limit(limit + 1)
    if (place) void query.where('invoices.id', '<', place[1])
  })
  const last = rows[limit - 1]
  const next = rows.length > limit && last ? writePlace(['', number(last, 'id')]) : null
  return { items: rows.slice(0, limit).map(toInvoiceRow), next }
}

/** Rows for `toInvoiceRow`, newest first; `narrow` says which. */
export async function invoiceRows({ db }: Asking, narrow: (query: Query) => void): Promise<Row[]> {
  return db('invoices')
    .join('counterparties', 'counterparties.id', 'invoices.counterparty_id')
    .leftJoin('deals', 'deals.id', 'invoices.deal_id')
    .leftJoin('bases', 'bases.id', 'invoices.base_id')
    .select(
      'invoices.*',
      'counterparties.name as counterparty_name',
      'deals.uuid as deal_uuid',
      'deals.name as deal_name',
      'bases.name as base_name',
      { unseen: unseenVersions(db) },
    )
    .modify(narrow)
    .orderBy('invoices.id', 'desc')
}

export function toInvoiceRow(row: Row): InvoiceRow {
  return {
    id: text(row, 'uuid'),
    number: text(row, 'number'),
    date: text(row, 'date'),
    state: text(row, 'state') as InvoiceState,
    counterpartyName: text(row, 'counterparty_name'),
    dealId: textOrNull(row, 'deal_uuid'),
    dealTitle: text(row, 'deal_name'),
    totalMinor: number(row, 'total_minor'),
    paidMinor: number(row, 'paid_minor'),
    remainderMinor: Math.max(0, number(row, 'total_minor') - number(row, 'paid_minor')),
    changedInBase: number(row, 'unseen') > 0,
    source: sourceOf(row),
  }
}

/** Versions that the base made and nobody has accepted. */
function unseenVersions(db: Asking['db']): Query {
  return db('invoice_versions')
    .whereRaw('invoice_versions.invoice_id = invoices.id')
    .where('invoice_versions.acknowledged', false)
    .count('invoice_versions.id')
}

const ON_THE_WAY: InvoiceState[] = ['queued', 'checking', 'refused', 'draft']

function inState(state: 'open' | 'unpaid' | 'all'): (query: Query) => void {
  return (query) => {
    if (state === 'open') void query.whereIn('invoices.state', [...ON_THE_WAY, 'issued', 'part-paid'])
    if (state === 'unpaid')
      void query.whereIn('invoices.state', LIVE_STATES_IN_BASE).whereRaw('invoices.paid_minor < invoices.total_minor')
  }
}

/** By number as printed or earlier, or by the name of who pays. */
function matching(typed: string): (query: Query) => void {
  return (query) => {
    if (typed.trim() === '') return
    const pattern = containing(typed.trim().toUpperCase())
    void query.where((any) =>
      any
        .whereRaw(`upper(invoices.number) like ? escape '\\'`, [pattern])
        .orWhereRaw(`upper(invoices.former_numbers) like ? escape '\\'`, [pattern])
        .orWhereRaw(`counterparties.search_key like ? escape '\\'`, [containing(searchKey(typed))]),
    )
  }
}
