/**
 * The floor under issuing an invoice: a program written by hand that takes a request over HTTP, makes the same calls to the
 * base and the same durable commits of the same rows between them. It checks, translates, compares and reads nothing.
 */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openCalls, type Calls } from './calls.ts'

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

/** Rows that one invoice leaves behind, by the commit they belong to: requested, about to be sent, stored, posted. */
const COMMITS: Record<string, number>[] = [
  { invoices: 1, invoice_lines: 3, invoice_versions: 1, intents: 1, deal_events: 1, audit: 1, idempotency: 1 },
  { journal: 1 },
  { links: 1, journal: 1 },
  { invoice_lines: 3, invoice_versions: 1, deal_events: 1, journal: 2 },
]
/** What besides stands in a table is not of these invoices. */
const OF_INVOICES: Record<string, string> = {
  intents: `where noun = 'invoice'`,
  journal: `where noun = 'invoice'`,
  links: `where noun = 'invoice'`,
}
const STEP = 'update intents set state = ?, lease_until = ? where rowid = ?'
const ISSUED = 'update invoices set state = ?, number = ? where rowid = ?'

interface HandInput {
  root: string
  /** Holds the database into which the product has issued. */
  folder: string
  /** How many it has issued at least. */
  invoices: number
}

export interface HandMade {
  url: string
}

/** `POST /` issues one; `GET /cost` tells the processor time so far and how many there are. */
export async function run({ root, folder, invoices }: HandInput): Promise<HandMade> {
  const target = new Driver(join(folder, 'floor.sqlite'))
  target.pragma('journal_mode = WAL')
  target.pragma('synchronous = FULL')
  const commits = commitsInto(target, new Driver(join(folder, 'zveno.sqlite'), { readonly: true }), invoices)
  const calls = await openCalls(root, 1)
  let count = 0
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const { user, system } = process.cpuUsage()
      response.end(JSON.stringify({ cpuMs: (user + system) / 1000, invoices: count }))
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as object
      void issue(calls, commits, count++).then(() => response.end(JSON.stringify(asked)))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function issue(calls: Calls, commits: ((number: number) => void)[], number: number): Promise<void> {
  const [requested, sending, stored, posted] = commits
  requested?.(number)
  sending?.(number)
  const key = await calls.create()
  await calls.read(key)
  stored?.(number)
  await calls.post(key)
  await calls.read(key)
  posted?.(number)
}

function commitsInto(target: Sqlite, source: Sqlite, invoices: number): ((number: number) => void)[] {
  const tables = new Set(COMMITS.flatMap((rows) => Object.keys(rows)))
  const known = new Map([...tables].map((table) => [table, copyShape(target, source, { table, invoices })]))
  const step = target.prepare(STEP)
  const issued = target.prepare(ISSUED)
  return COMMITS.map((rows, at) =>
    target.transaction((number) => {
      for (const [table, share] of Object.entries(rows)) known.get(table)?.insert(number, share)
      if (at > 0) step.run('sending', '', number + 1)
      if (at === COMMITS.length - 1) issued.run('issued', '0000-000001', number + 1)
    }),
  )
}

interface Shape {
  table: string
  invoices: number
}

/** A table of the same columns, and rows of the product to put into it. */
function copyShape(target: Sqlite, source: Sqlite, { table, invoices }: Shape) {
  const columns = (source.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name)
  target.exec(`create table "${table}" (${columns.map((column) => `"${column}"`).join(', ')})`)
  const statement = target.prepare(`insert into "${table}" values (${columns.map(() => '?').join(', ')})`)
  const wanted = `select * from "${table}" ${OF_INVOICES[table] ?? ''} order by rowid desc limit ?`
  const rows = source
    .prepare(wanted)
    .raw()
    .all(invoices * MOST_PER_INVOICE) as unknown[][]
  return {
    insert: (number: number, share: number) => {
      for (let part = 0; part < share; part++) statement.run(...(rows[(number * share + part) % rows.length] ?? []))
    },
  }
}

const MOST_PER_INVOICE = 6
