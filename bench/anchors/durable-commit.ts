/** The floor under every durable step: the rows that the product has written, written again, one durable commit per invoice. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { measured, type Measured } from '../measured.ts'

/** As much of the driver as is used here. */
interface Sqlite {
  pragma(text: string): unknown
  exec(sql: string): void
  prepare(sql: string): Statement
  transaction(work: (number: number) => void): (number: number) => void
  close(): void
}

interface Statement {
  run(...values: unknown[]): void
  get(...values: unknown[]): unknown
  all(...values: unknown[]): unknown[]
  raw(): Statement
}

const Driver = createRequire(import.meta.url)('better-sqlite3') as new (file: string, options?: object) => Sqlite

/** What one issued invoice leaves behind, table by table. */
const TABLES = [
  'invoices',
  'invoice_lines',
  'invoice_versions',
  'intents',
  'links',
  'journal',
  'audit',
  'deal_events',
  'idempotency',
]

interface Rows {
  table: string
  columns: string[]
  values: unknown[][]
}

export type Floor = Measured & { invoices: number; rowsPerInvoice: number }

interface FloorInput {
  folder: string
  /** How many the product has issued into the database of this folder. */
  invoices: number
  lose: number
}

export async function run({ folder, invoices, lose }: FloorInput): Promise<Floor> {
  const source = new Driver(join(folder, 'zveno.sqlite'), { readonly: true })
  const written = TABLES.flatMap((table) => latest(source, table, invoices))
  source.close()
  const target = new Driver(join(folder, 'floor.sqlite'))
  target.pragma('journal_mode = WAL')
  target.pragma('synchronous = FULL')
  const inserts = written.map(({ table, columns, values }) => {
    target.exec(`create table "${table}" (${columns.map((column) => `"${column}"`).join(', ')})`)
    return { statement: target.prepare(`insert into "${table}" values (${columns.map(() => '?').join(', ')})`), values }
  })
  const commit = target.transaction((number: number) => {
    for (const { statement, values } of inserts) {
      const share = Math.ceil(values.length / invoices)
      for (const row of values.slice(number * share, (number + 1) * share)) statement.run(...row)
    }
  })
  const took = await measured(() => {
    for (let number = 0; number < invoices - lose; number++) commit(number)
    return Promise.resolve()
  })
  const { count } = target.prepare('select count(*) as count from invoices').get() as { count: number }
  target.close()
  return {
    ...took,
    invoices: count,
    rowsPerInvoice: written.reduce((sum, { values }) => sum + values.length, 0) / invoices,
  }
}

/** The rows that belong to the last so many invoices, as far as a table can tell: its last ones, as many per invoice as fit. */
function latest(source: Sqlite, table: string, invoices: number): Rows[] {
  const known = source.prepare(`select 1 from sqlite_master where type = 'table' and name = ?`).get(table)
  if (!known) return []
  const columns = (source.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name)
  const wanted = `select * from "${table}" ${OF_INVOICES[table] ?? ''} order by rowid desc limit ?`
  const values = source
    .prepare(wanted)
    .raw()
    .all(invoices * (PER_INVOICE[table] ?? 1)) as unknown[][]
  return [{ table, columns, values }]
}

const OF_INVOICES: Record<string, string> = {
  intents: `where noun = 'invoice'`,
  journal: `where noun = 'invoice'`,
  links: `where noun = 'invoice'`,
}
/** Lines of the deal; steps of the creating protocol that leave a line in the journal. */
const PER_INVOICE: Record<string, number> = { invoice_lines: 3, journal: 4 }
