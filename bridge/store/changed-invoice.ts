/** Changes an invoice or its lines, and keeps what they were. */
import { insertRows } from './bulk.ts'
import { formerly, keepChanges, type Cause } from './changes.ts'
import type { Db } from './db.ts'
import { dropLines, linesOfMany, updateInvoice, type InvoiceLineRow, type InvoiceRow } from './invoice-rows.ts'

interface Changed {
  rowId: number
  /** At least the columns of `set` as they are. */
  before: object
  set: Partial<InvoiceRow>
}

export async function changeInvoice(db: Db, cause: Cause, { rowId, before, set }: Changed): Promise<void> {
  await updateInvoice(db, rowId, { before, set })
  await keepChanges(db, cause, [{ noun: 'invoice', ourId: rowId, was: formerly(before, set) }])
}

interface Lines {
  /** Row ids of invoices whose lines are replaced. */
  known: number[]
  /** New lines of these and of other invoices. */
  rows: InvoiceLineRow[]
}

/** Lines that say the same again are no change, and stay. */
export async function storeLines(db: Db, cause: Cause, { known, rows }: Lines): Promise<void> {
  const former = await linesOfMany(db, known)
  const fresh = new Map<number, InvoiceLineRow[]>(known.map((id) => [id, []]))
  for (const row of rows) fresh.get(row.invoice_id)?.push(row)
  const same = new Set(known.filter((id) => JSON.stringify(fresh.get(id)) === JSON.stringify(former.get(id))))
  const changed = known.filter((id) => !same.has(id))
  const changes = changed.map((ourId) => ({ noun: 'invoice' as const, ourId, was: { lines: former.get(ourId) ?? [] } }))
  await keepChanges(db, cause, changes)
  await dropLines(db, changed)
  await insertRows(
    db,
    'invoice_lines',
    rows.filter(({ invoice_id: id }) => !same.has(id)),
  )
}
