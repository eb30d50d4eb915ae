/** Counterparties that live in the CRM alone so far: candidates for coupling with what a base shows. */
import type { Db } from './db.ts'

export interface Unlinked {
  id: number
  taxNumber: string
  reasonCode: string
}

/** Tax numbers per question: below every database's limit of parameters. */
const BATCH = 500

export async function unlinkedCounterparties(db: Db, taxNumbers: string[]): Promise<Unlinked[]> {
  const found: Unlinked[] = []
  for (let from = 0; from < taxNumbers.length; from += BATCH) {
    const rows = (await db('counterparties')
      .whereNull('base_id')
      .whereIn('tax_number', taxNumbers.slice(from, from + BATCH))
      .select('id', 'tax_number', 'reason_code')) as { id: number; tax_number: string; reason_code: string }[]
    for (const row of rows) found.push({ id: row.id, taxNumber: row.tax_number, reasonCode: row.reason_code })
  }
  return found
}
