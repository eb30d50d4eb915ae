/** Counterparties: legal entities of accounting. Everybody may choose one; the base owns those that it has shown us. */
import type { Counterparty, LegalForm, Requisites } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import { searchKey } from '../domain/search-key.ts'
import { deedOf, formerly, keepChanges } from './changes.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { rowAt } from './former-rows.ts'
import { given, yes, type Stored, type YesNo } from './rows.ts'
import { sourceOf } from './source.ts'

export interface StoredCounterparty extends Stored<Counterparty> {
  /** Base that holds it, or that it is on its way to; null = ours alone. */
  baseRowId: number | null
  /** Grows with each change here or in the base; a save names the version it saw. */
  version: number
}

interface CounterpartyRow {
  id: number
  uuid: string
  base_id: number | null
  base_name: string | null
  name: string
  full_name: string
  legal_form: LegalForm
  tax_number: string
  reason_code: string
  phone: string
  email: string
  address: string
  marked: YesNo
  gone: YesNo
  as_of: string
  version: number
}

/** Most legal entities of one client. */
const MOST_OF_ONE_CLIENT = 1_000

/** @throws Problem `counterparty.not-found` */
export async function findCounterparty({ db }: { db: Db }, id: string): Promise<StoredCounterparty> {
  const row: CounterpartyRow | undefined = await selectRows(db).where('counterparties.uuid', id).first()
  if (!row) throw notFound('counterparty')
  return fromRow(row)
}

/** @throws Problem `counterparty.not-found` */
export async function counterpartyByRow(db: Db, rowId: number): Promise<StoredCounterparty> {
  const row: CounterpartyRow | undefined = await selectRows(db).where('counterparties.id', rowId).first()
  if (!row) throw notFound('counterparty')
  return fromRow(row)
}

/** Legal entities of a client that was found as this viewer. */
export async function counterpartiesOfClient({ db }: { db: Db }, clientRowId: number): Promise<StoredCounterparty[]> {
  const rows: CounterpartyRow[] = await selectRows(db)
    .join('client_counterparties', 'client_counterparties.counterparty_id', 'counterparties.id')
    .where('client_counterparties.client_id', clientRowId)
    .orderBy([{ column: 'counterparties.search_key' }, { column: 'counterparties.id' }])
    .limit(MOST_OF_ONE_CLIENT)
  return rows.map(fromRow)
}

/** A counterparty of ours; no base knows it yet. @returns the row id. */
export async function addCounterparty(ctx: Context, counterparty: Requisites & { id: string }): Promise<number> {
  const { id, fullName, legalForm, taxNumber, reasonCode, ...rest } = counterparty
  const { name, phone, email, address } = rest
  const row = { name, search_key: searchKey(name), full_name: fullName, legal_form: legalForm, phone, email, address }
  const [stored] = (await ctx
    .db('counterparties')
    .insert({ ...row, tax_number: taxNumber, reason_code: reasonCode, uuid: id })
    .returning('id')) as { id: number }[]
  const rowId = stored?.id ?? 0
  await keepChanges(ctx.db, deedOf(ctx, 'add-counterparty'), [{ noun: 'counterparty', ourId: rowId, was: null }])
  return rowId
}

/** What stands in a row, and what stood there at a moment; undefined = that is not known. @param at UTC ISO text */
export async function textsSince(
  db: Db,
  rowId: number,
  at: string,
): Promise<{ now: CounterpartyTexts; before: CounterpartyTexts } | undefined> {
  const row: CounterpartyRow | undefined = await selectRows(db).where('counterparties.id', rowId).first()
  if (!row) return undefined
  const former = await rowAt(db, { noun: 'counterparty', row: { ...row } }, at)
  if (former.state !== 'known' || !former.row) return undefined
  return { now: fromRow(row), before: fromRow({ ...row, ...(former.row as Partial<CounterpartyRow>) }) }
}

/** Fields that people may edit, as mappings name them. */
export type CounterpartyTexts = Pick<Requisites, (typeof EDITABLE)[number]>
export const EDITABLE = ['name', 'fullName', 'taxNumber', 'reasonCode', 'phone', 'email', 'address'] as const

/** @returns false when it is another version by now */
export async function changeCounterparty(
  ctx: Pick<Context, 'db' | 'now' | 'viewer'>,
  seen: { rowId: number; version: number },
  {
    set,
    deed,
  }: { set: Partial<CounterpartyTexts>; deed: 'change-counterparty' | 'answer-conflict' | 'withdraw-request' },
): Promise<boolean> {
  const { name, fullName, taxNumber, reasonCode, phone, email, address } = set
  const columns = {
    ...(name !== undefined && { name, search_key: searchKey(name) }),
    ...given({ full_name: fullName, tax_number: taxNumber, reason_code: reasonCode, phone, email, address }),
  }
  const same = { id: seen.rowId, version: seen.version }
  const before: object | undefined = await ctx.db('counterparties').where(same).first()
  const changed = await ctx
    .db('counterparties')
    .where(same)
    .update({ ...columns, version: seen.version + 1 })
  if (!before || changed !== 1) return false
  const was = formerly(before, columns)
  await keepChanges(ctx.db, deedOf(ctx, deed), [{ noun: 'counterparty', ourId: seen.rowId, was }])
  return true
}

function selectRows(db: Db) {
  return db('counterparties')
    .leftJoin('bases', 'bases.id', 'counterparties.base_id')
    .where('counterparties.is_group', false)
    .select('counterparties.*', 'bases.name as base_name')
}

function fromRow(row: CounterpartyRow): StoredCounterparty {
  const { name, phone, email, address } = row
  return {
    name,
    phone,
    email,
    address,
    rowId: row.id,
    id: row.uuid,
    baseRowId: row.base_id,
    version: row.version,
    fullName: row.full_name,
    legalForm: row.legal_form,
    taxNumber: row.tax_number,
    reasonCode: row.reason_code,
    marked: yes(row.marked) || yes(row.gone),
    source: sourceOf(row),
  }
}
