/** Every text that people or a base can fill, each replaced by one that would run if a screen took it for more than text. */
import type { Db } from '../bridge/store/db.ts'

/** Columns by table. */
const TEXTS: Record<string, string> = {
  users: 'name department',
  bases: 'name',
  clients: 'name profile industry region website address phone email note',
  contacts: 'name position phone email',
  counterparties: 'name full_name tax_number reason_code phone email address',
  organisations: 'name full_name',
  products: 'name sku unit',
  contracts: 'name number',
  cycles: 'name',
  stages: 'name',
  deals: 'name cause',
  deal_lines: 'text',
  deal_events: 'who',
  invoices: 'number comment',
  invoice_lines: 'text',
  payments: 'number bank_number payer_name purpose',
  edits: 'agreed ours theirs',
  certificates: 'asked_by',
}

/** Fields inside JSON: what a base said of a trouble or a request, and why a deal was lost. */
const FACTS: [table: string, column: string, fact: string][] = [
  ['troubles', 'facts', 'said'],
  ['deal_events', 'facts', 'reason'],
  ['intents', 'facts', 'said'],
  ['journal', 'body', 'Description'],
]

/** Stands for one field, so that a field whose text was changed is known by name. */
export function hostile(field: string): string {
  return `<script>window.ran='${field}'</script><img src=x onerror="window.ran='${field}'">"'\`{{7*7}}\${7*7}&amp;${field}`
}

/** @returns the fields of tables that have rows, `table.column` */
export async function fillWithHostileTexts(db: Db): Promise<string[]> {
  const filled: string[] = []
  for (const [table, columns] of Object.entries(TEXTS)) {
    const names = columns.split(' ')
    const fields = names.map((column) => [column, hostile(`${table}.${column}`)])
    const rows = await db(table).update(Object.fromEntries(fields))
    if (rows > 0) filled.push(...names.map((column) => `${table}.${column}`))
  }
  for (const [table, column, fact] of FACTS) {
    const field = `${table}.${column}.${fact}`
    const rows: { id: number; [column: string]: unknown }[] = await db(table).whereNot(column, '').select('id', column)
    for (const row of rows) {
      const facts = JSON.parse(String(row[column])) as Record<string, unknown>
      await db(table)
        .where('id', row.id)
        .update({ [column]: JSON.stringify({ ...facts, [fact]: hostile(field) }) })
    }
    if (rows.length > 0) filled.push(field)
  }
  return filled
}
