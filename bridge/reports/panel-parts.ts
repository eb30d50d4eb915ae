/** Parts that several sorts of records have in common on the panel: deals, invoices, why a record is there. */
import type { Noun } from '../domain/sync.ts'
import type { Asking, Query, Row } from './asking.ts'
import { dealRows } from './deal-cards.ts'
import { invoiceRows, toInvoiceRow } from './invoice-list.ts'
import type { PanelDeal, PanelInvoice, PanelMapping, PanelWhy } from './panel-answers.ts'
import { number, text } from './rows.ts'
import { why } from './why.ts'

/** The latest of each sort; the CRM shows the rest. */
export const MOST_SHOWN = 10

export async function panelDeals(asking: Asking, narrow: (query: Query) => void): Promise<PanelDeal[]> {
  const rows = await dealRows(asking, (query) => void query.modify(narrow).limit(MOST_SHOWN))
  return rows.map((row) => ({
    title: text(row, 'name'),
    clientName: text(row, 'client_name'),
    stageName: text(row, 'stage_name'),
    stageSince: text(row, 'stage_since'),
    managerName: text(row, 'manager_name'),
    cause: text(row, 'cause'),
    totalMinor: number(row, 'total_minor'),
  }))
}

export async function panelInvoices(asking: Asking, narrow: (query: Query) => void): Promise<PanelInvoice[]> {
  const rows = await invoiceRows(asking, (query) => void query.modify(narrow).limit(MOST_SHOWN))
  return rows.map(toInvoiceRow).map((row) => ({
    number: row.number,
    date: row.date,
    state: row.state,
    totalMinor: row.totalMinor,
    paidMinor: row.paidMinor,
    remainderMinor: row.remainderMinor,
  }))
}

/** Who asked for the record in the CRM, and how it came back. */
export async function panelWhy(asking: Asking, { noun, row }: { noun: Noun; row: Row }): Promise<PanelWhy> {
  const [known, asked] = await Promise.all([why(asking, { noun, row, parts: [] }), askedFor(asking, { noun, row })])
  const { readAt, document, mapping } = known
  return { asked, read: readAt === null ? null : { at: readAt, version: document?.version ?? '', mapping } }
}

async function askedFor(asking: Asking, { noun, row }: { noun: Noun; row: Row }): Promise<PanelWhy['asked']> {
  const intent = (await asking
    .db('intents')
    .join('users', 'users.id', 'intents.author_id')
    .where({ 'intents.noun': noun, 'intents.subject_id': number(row, 'id'), 'intents.act': 'create' })
    .whereNot('intents.state', 'cancelled')
    .orderBy('intents.id', 'desc')
    .first('intents.created_at', 'intents.mapping_version', { author: 'users.name' })) as Row | undefined
  if (!intent) return null
  const version = text(intent, 'mapping_version')
  return {
    by: text(intent, 'author'),
    at: text(intent, 'created_at'),
    mapping: await mappingOf(asking, { noun, version }),
  }
}

async function mappingOf(
  { db }: Asking,
  { noun, version }: { noun: Noun; version: string },
): Promise<PanelMapping | null> {
  if (version === '') return null
  const row = (await db('mapping_versions').where({ noun, version }).orderBy('id').first('file')) as Row | undefined
  return { file: row ? text(row, 'file') : '', version }
}
