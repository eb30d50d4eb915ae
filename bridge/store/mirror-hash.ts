/** One hash over everything that a base has told us, so that two states of the mirror can be compared without looking at their rows. */
import { createHash } from 'node:crypto'
import type { Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'
import { MIRROR, NOUNS } from './mirror-tables.ts'

export interface NounHash {
  noun: Noun
  records: number
  hash: string
}

export interface MirrorHash {
  /** Over the hashes of all nouns, SHA-256. */
  hash: string
  records: number
  nouns: NounHash[]
}

const PAGE_SIZE = 500

export async function mirrorHash(db: Db, base: number): Promise<MirrorHash> {
  const nouns: NounHash[] = []
  for (const noun of NOUNS) nouns.push(await hashOf(db, base, noun))
  const hash = createHash('sha256').update(JSON.stringify(nouns)).digest('hex')
  return { hash, records: nouns.reduce((sum, { records }) => sum + records, 0), nouns }
}

async function hashOf(db: Db, base: number, noun: Noun): Promise<NounHash> {
  const sum = createHash('sha256')
  let records = 0
  for await (const rows of pages(db, base, noun)) {
    const parts = await partsOf(
      db,
      noun,
      rows.map(({ our_id: id }) => Number(id)),
    )
    for (const row of rows) sum.update(textOf(noun, row, parts.get(Number(row['our_id'])) ?? []))
    records += rows.length
  }
  return { noun, records, hash: sum.digest('hex') }
}

type Row = Record<string, string | number | boolean | null>

/** In the order of their keys: row ids say nothing about a record. */
async function* pages(db: Db, base: number, noun: Noun): AsyncGenerator<Row[]> {
  const { table } = MIRROR[noun]
  for (let after = ''; ;) {
    const rows: Row[] = await db('links')
      .join(table, `${table}.id`, 'links.our_id')
      .where({ 'links.base_id': base, 'links.noun': noun })
      .where('links.foreign_key', '>', after)
      .orderBy('links.foreign_key')
      .limit(PAGE_SIZE)
      .select(`${table}.*`, 'links.foreign_key', 'links.our_id')
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = String(last['foreign_key'])
  }
}

function textOf(noun: Noun, row: Row, parts: string[]): string {
  const { told, needs } = MIRROR[noun]
  const columns = ['foreign_key', 'base_id', ...Object.keys(told), ...Object.keys(needs)]
  return `${JSON.stringify([...columns.map((column) => plain(row[column])), parts.toSorted()])}\n`
}

/** Drivers differ in how they give yes-no and 64-bit numbers. */
function plain(value: Row[string] | undefined): string {
  return typeof value === 'boolean' ? String(Number(value)) : String(value)
}

/** Parts of records by row id, each as text. */
async function partsOf(db: Db, noun: Noun, ids: number[]): Promise<Map<number, string[]>> {
  const parts = new Map<number, string[]>()
  for (const [table, owner, columns] of PARTS[noun] ?? []) {
    const rows: Row[] = await db(table)
      .whereIn(owner, ids)
      .select([owner, ...columns])
    for (const row of rows) {
      const id = Number(row[owner])
      const text = JSON.stringify([table, ...columns.map((column) => plain(row[column]))])
      parts.set(id, [...(parts.get(id) ?? []), text])
    }
  }
  return parts
}

type Part = [table: string, owner: string, columns: string[]]

const OF_RECEIPT: Part[] = [
  ['allocations', 'payment_id', ['invoice_id', 'row', 'named_minor', 'amount_minor', 'reason']],
  ['awaited_invoices', 'payment_id', ['foreign_key', 'row', 'named_minor']],
]
const SOLD = ['position', 'product_id', 'text', 'quantity_milli', 'price_minor', 'sum_minor', 'vat_rate', 'vat_minor']

const PARTS: Partial<Record<Noun, Part[]>> = {
  invoice: [['invoice_lines', 'invoice_id', SOLD]],
  'bank-receipt': OF_RECEIPT,
  'cash-receipt': OF_RECEIPT,
}
