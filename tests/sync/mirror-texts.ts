/** What each row of the mirror says, by key of the base: to see which rows a deed has changed and which it has left alone. */
import type { Db } from '../../bridge/store/db.ts'
import { MIRROR, NOUNS } from '../../bridge/store/mirror-tables.ts'

type Row = Record<string, unknown>

/** Without the moment at which it was last brought up to date, and without what follows from other rows: which payments lie on an invoice. */
export async function rowTexts(db: Db, base: number): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const noun of NOUNS) {
    const { table, told, needs } = MIRROR[noun]
    const columns = [...Object.keys(told), ...Object.keys(needs)].filter((column) => !FOLLOWING.includes(column))
    const rows: Row[] = await db('links')
      .join(table, `${table}.id`, 'links.our_id')
      .where({ 'links.base_id': base, 'links.noun': noun })
      .select(`${table}.*`, 'links.foreign_key', 'links.our_id')
    for (const row of rows) {
      const parts = noun === 'invoice' ? await linesOf(db, Number(row['our_id'])) : []
      found.set(
        String(row['foreign_key']),
        JSON.stringify([columns.map((column) => [column, plain(row[column])]), parts]),
      )
    }
  }
  return found
}

function linesOf(db: Db, invoice: number): Promise<Row[]> {
  return db('invoice_lines')
    .where('invoice_id', invoice)
    .orderBy('position')
    .select('position', 'text', 'quantity_milli', 'price_minor', 'sum_minor') as Promise<Row[]>
}

const FOLLOWING = ['as_of', 'paid_minor', 'advance_minor']

function plain(value: unknown): unknown {
  return value === 'part-paid' || value === 'paid' ? 'issued' : value
}
