/** Our side of a reconciliation: documents of a base as we hold them, whole pages at a time, nothing of it changed. */
import type { Reconciled, Told } from '../domain/reconciliation.ts'
import type { InvoiceState } from '../domain/invoice.ts'
import type { Db } from './db.ts'
import { wide, yes, type Wide, type YesNo } from './rows.ts'
import { linesOf, rowsOf, type Parts } from './mirror-rows.ts'

/** A document of ours with the link that couples it. */
export interface OurDocument extends Told {
  rowId: number
  id: string
  key: string
  /** Version that was last seen in the base. */
  version: string
  /** What payments have settled of an invoice, or what is left of a payment as advance. */
  paidMinor: number
  /** What of a payment lies on invoices; 0 for an invoice. */
  settledMinor: number
  /** Of an invoice; null for a payment. */
  state: InvoiceState | null
}

export interface DocumentsOf {
  base: number
  noun: Reconciled
}

interface Row {
  id: number
  uuid: string
  number: string
  date: string
  organisation_id: number | null
  counterparty_id: number | null
  contract_id?: number | null
  sum_minor: Wide
  vat_minor?: Wide
  paid_minor?: Wide
  state?: InvoiceState
  posted: YesNo
  marked: YesNo
  gone: YesNo
}
interface Linked extends Row {
  foreign_key: string
  link_version: string
}

/** Keys per question: below every database's limit of parameters. */
const BATCH = 500

/** By key of the base; a key that is not linked, or whose row is lost, is missing. */
export async function documentsByKey(db: Db, of: DocumentsOf, keys: string[]): Promise<Map<string, OurDocument>> {
  const found = new Map<string, OurDocument>()
  for (let from = 0; from < keys.length; from += BATCH) {
    const rows = (await linked(db, of).whereIn('links.foreign_key', keys.slice(from, from + BATCH))) as Linked[]
    const parts = await partsOf(db, of.noun, rows)
    for (const row of rows) found.set(row.foreign_key, toDocument(row, parts.get(row.id)))
  }
  return found
}

function linked(db: Db, { base, noun }: DocumentsOf) {
  const { table } = PLACE[noun]
  return db('links')
    .join(table, `${table}.id`, 'links.our_id')
    .where({ 'links.base_id': base, 'links.noun': noun, 'links.gone': false })
    .select(columns(noun))
    .select('links.foreign_key', 'links.version as link_version')
}

/** Keys of linked documents, a page at a time in the order of their links. */
export async function* linkedKeys(db: Db, { base, noun }: DocumentsOf): AsyncGenerator<string[]> {
  for (let after = 0; ;) {
    const rows: { id: number; foreign_key: string }[] = await db('links')
      .where({ base_id: base, noun, gone: false })
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .select('id', 'foreign_key')
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    yield rows.map((row) => row.foreign_key)
  }
}

/** Documents that came from this base and that no link couples any more. */
export async function unlinkedDocuments(db: Db, { base, noun }: DocumentsOf, limit: number): Promise<OurDocument[]> {
  const { table, where } = PLACE[noun]
  const rows = (await db(table)
    .leftJoin('links', (on) => on.on('links.our_id', `${table}.id`).andOn('links.noun', db.raw('?', [noun])))
    .where({ [`${table}.base_id`]: base, [`${table}.gone`]: false })
    .whereNot(`${table}.as_of`, '')
    .where(where)
    .whereNull('links.id')
    .orderBy(`${table}.id`)
    .limit(limit)
    .select(columns(noun))) as Row[]
  const parts = await partsOf(db, noun, rows)
  return rows.map((row) => toDocument({ ...row, foreign_key: '', link_version: '' }, parts.get(row.id)))
}

const PLACE: Record<Reconciled, { table: 'invoices' | 'payments'; where: Record<string, string> }> = {
  invoice: { table: 'invoices', where: {} },
  'bank-receipt': { table: 'payments', where: { channel: 'bank' } },
  'cash-receipt': { table: 'payments', where: { channel: 'cash' } },
}

function columns(noun: Reconciled): string[] {
  const { table } = PLACE[noun]
  const of = (names: string[]) => names.map((name) => `${table}.${name}`)
  const common = of(['id', 'uuid', 'number', 'date', 'organisation_id', 'counterparty_id', 'posted', 'marked', 'gone'])
  return noun === 'invoice'
    ? [...common, ...of(['contract_id', 'vat_minor', 'paid_minor', 'state']), 'invoices.total_minor as sum_minor']
    : [...common, 'payments.amount_minor as sum_minor', 'payments.advance_minor as paid_minor']
}

function partsOf(db: Db, noun: Reconciled, rows: Row[]): Promise<Map<number, Parts>> {
  const ids = rows.map((row) => row.id)
  return noun === 'invoice' ? linesOf(db, ids) : rowsOf(db, ids)
}

function toDocument(row: Linked, parts: Parts = { texts: [], settledMinor: 0 }): OurDocument {
  return {
    rowId: row.id,
    id: row.uuid,
    key: row.foreign_key,
    version: row.link_version,
    number: row.number,
    date: row.date,
    organisation: row.organisation_id,
    counterparty: row.counterparty_id,
    contract: row.contract_id ?? null,
    sumMinor: wide(row.sum_minor),
    vatMinor: wide(row.vat_minor ?? 0),
    paidMinor: wide(row.paid_minor ?? 0),
    settledMinor: parts.settledMinor,
    state: row.state ?? null,
    posted: yes(row.posted),
    marked: yes(row.marked),
    gone: yes(row.gone),
    rows: parts.texts,
  }
}
