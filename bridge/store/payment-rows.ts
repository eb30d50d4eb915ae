/** Payments and their allocations as the engine writes them: whole pages at a time, by row id. */
import type { Db } from './db.ts'

export interface AllocationRow {
  payment_id: number
  invoice_id: number
  row: number
  named_minor: number
  amount_minor: number
  reason: string
}

/** Ids per question: below every database's limit of parameters. */
const BATCH = 500
/** Open screens are told of single changes, not of a first load. */
const MOST_TOLD = 200

/** Invoices on which the payments lie. */
export async function allocationTargets(db: Db, paymentIds: number[]): Promise<number[]> {
  const found = new Set<number>()
  for (let from = 0; from < paymentIds.length; from += BATCH) {
    const rows: { invoice_id: number }[] = await db('allocations')
      .whereIn('payment_id', paymentIds.slice(from, from + BATCH))
      .distinct('invoice_id')
    for (const row of rows) found.add(row.invoice_id)
  }
  return [...found]
}

export async function dropAllocations(db: Db, paymentIds: number[]): Promise<void> {
  for (let from = 0; from < paymentIds.length; from += BATCH)
    await db('allocations')
      .whereIn('payment_id', paymentIds.slice(from, from + BATCH))
      .delete()
}

/** Public ids for open screens; none for a bulk load, after which screens ask anew anyway. */
export async function invoiceUuids(db: Db, ids: number[]): Promise<string[]> {
  if (ids.length > MOST_TOLD) return []
  const rows: { uuid: string }[] = await db('invoices').whereIn('id', ids).select('uuid')
  return rows.map((row) => row.uuid)
}
