/** Counterparties that live in the CRM alone so far: candidates for coupling with what a base shows. */
import type { Db } from './db.ts'

export interface Unlinked {
  id: number
  uuid: string
  name: string
  taxNumber: string
  reasonCode: string
}

interface Row {
  id: number
  uuid: string
  name: string
  tax_number: string
  reason_code: string
}

/** Tax numbers per question: below every database's limit of parameters. */
const BATCH = 500

export async function unlinkedCounterparties(db: Db, taxNumbers: string[]): Promise<Unlinked[]> {
  const found: Unlinked[] = []
  for (let from = 0; from < taxNumbers.length; from += BATCH) {
    const rows = (await db('counterparties')
      .whereNull('base_id')
      .whereNull('alias_of')
      .whereIn('tax_number', taxNumbers.slice(from, from + BATCH))
      .select('id', 'uuid', 'name', 'tax_number', 'reason_code')) as Row[]
    for (const { id, uuid, name, tax_number: taxNumber, reason_code: reasonCode } of rows)
      found.push({ id, uuid, name, taxNumber, reasonCode })
  }
  return found
}
