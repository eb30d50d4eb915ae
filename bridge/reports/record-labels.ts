/** By which name or number people know a record of the base, and which records carry a name that was typed. */
import { searchKey } from '../domain/search-key.ts'
import type { Noun } from '../domain/sync.ts'
import type { Db } from '../store/db.ts'
import { containing } from '../store/dialect.ts'
import type { Row } from './asking.ts'
import { text } from './rows.ts'

interface Named {
  table: string
  column: string
  /** Column that is searched: names by their key, numbers as they are. */
  sought: string
}

const named = (table: string): Named => ({ table, column: 'name', sought: 'search_key' })
const numbered = (table: string): Named => ({ table, column: 'number', sought: 'number' })

const NAMED: Record<Noun, Named> = {
  organisation: named('organisations'),
  counterparty: named('counterparties'),
  contract: named('contracts'),
  product: named('products'),
  invoice: numbered('invoices'),
  'bank-receipt': numbered('payments'),
  'cash-receipt': numbered('payments'),
}

interface Record_ {
  noun: Noun
  key: string
}

/** By noun and key; a record that nothing of ours stands for is missing. At most a page of records. */
export async function labelsOf(db: Db, base: number, records: Record_[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const noun of new Set(records.map((one) => one.noun))) {
    const { table, column } = NAMED[noun]
    const keys = records.filter((one) => one.noun === noun).map(({ key }) => key)
    const rows: Row[] = await db('links')
      .join(table, `${table}.id`, 'links.our_id')
      .where({ 'links.base_id': base, 'links.noun': noun })
      .whereIn('links.foreign_key', keys)
      .select('links.foreign_key', `${table}.${column} as label`)
    for (const row of rows) found.set(`${noun}/${text(row, 'foreign_key')}`, text(row, 'label'))
  }
  return found
}

/** Keys per noun that a search may find. */
const MOST_FOUND = 100

/** Keys of records with this key, or with this in their name or number. */
export async function keysNamed(db: Db, base: number, typed: string): Promise<string[]> {
  const keys = [typed.toLowerCase()]
  for (const noun of Object.keys(NAMED) as Noun[]) {
    const { table, sought } = NAMED[noun]
    const wanted = sought === 'search_key' ? searchKey(typed) : typed
    const found = (await db('links')
      .join(table, `${table}.id`, 'links.our_id')
      .where({ 'links.base_id': base, 'links.noun': noun })
      .whereRaw(`?? like ? escape '\\'`, [`${table}.${sought}`, containing(wanted)])
      .limit(MOST_FOUND)
      .pluck('links.foreign_key')) as string[]
    keys.push(...found)
  }
  return keys
}
