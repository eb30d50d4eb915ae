/** The rows that issuing one invoice leaves in the product's database, by the commit they belong to: for anchors to write again. */
import { createRequire } from 'node:module'
import { join } from 'node:path'

export type Value = string | number | null | Uint8Array

/** As much of the driver as the anchors use. */
export interface Sqlite {
  pragma(text: string): unknown
  exec(sql: string): void
  prepare(sql: string): Statement
  transaction(work: (number: number) => void): (number: number) => void
  close(): void
}

interface Statement {
  run(...values: unknown[]): void
  all(...values: unknown[]): unknown[]
  raw(): Statement
}

export const Driver = createRequire(import.meta.url)('better-sqlite3') as new (file: string, options?: object) => Sqlite

/** Requested, about to be sent, stored, posted. */
export const COMMITS: Record<string, number>[] = [
  {
    invoices: 1,
    invoice_lines: 3,
    invoice_versions: 1,
    intents: 1,
    deal_events: 1,
    audit: 1,
    idempotency: 1,
    changes: 1,
  },
  { journal: 1 },
  { links: 1, journal: 1, changes: 1 },
  { invoice_versions: 1, deal_events: 1, journal: 2, changes: 1 },
]
/** What besides stands in a table is not of these invoices. */
const OF_INVOICES: Record<string, string> = {
  changes: `where noun = 'invoice'`,
  intents: `where noun = 'invoice'`,
  journal: `where noun = 'invoice'`,
  links: `where noun = 'invoice'`,
}
const MOST_PER_INVOICE = 6

export interface Shape {
  table: string
  columns: string[]
  /** Row of the invoice of this number, the so many-th in its commit of so many. */
  row(number: number, part: number, share: number): Value[]
}

/** The tables of all commits, with rows of the product. @param folder holds the database into which it has issued */
export function shapesIn(folder: string, invoices: number): Shape[] {
  const source = new Driver(join(folder, 'zveno.sqlite'), { readonly: true })
  const shapes = [...new Set(COMMITS.flatMap((rows) => Object.keys(rows)))].map((table): Shape => {
    const columns = (source.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name)
    const wanted = `select * from "${table}" ${OF_INVOICES[table] ?? ''} order by rowid desc limit ?`
    const rows = source
      .prepare(wanted)
      .raw()
      .all(invoices * MOST_PER_INVOICE) as Value[][]
    return { table, columns, row: (number, part, share) => rows[(number * share + part) % rows.length] ?? [] }
  })
  source.close()
  return shapes
}

/** A table of these columns and nothing else: no keys, no indexes, no types. */
export function tableOf({ table, columns }: Shape): string {
  return `create table "${table}" (${columns.map((column) => `"${column}"`).join(', ')})`
}
