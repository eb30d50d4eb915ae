/** What issuing an invoice or a contract needs to know of a deal, its parties and its lines, in one go. */
import type { Verb } from '../domain/allow.ts'
import { ON_ITS_WAY } from '../domain/invoice-state.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { statement } from './statement.ts'
import { onlyOf, seeingStatement } from './visibility.ts'

export interface BillingDeal {
  rowId: number
  id: string
  title: string
  version: number
  managerId: string
  department: string
  clientId: string
  organisation: BillingOrganisation | null
  counterparty: BillingCounterparty | null
  contract: BillingContract | null
  lines: BillingLine[]
}

export interface BillingOrganisation {
  rowId: number
  id: string
  name: string
  marked: boolean
  baseRowId: number
  /** Zone of the base: its calendar dates the documents. */
  timeZone: string
  paysVat: boolean
}

export interface BillingContract {
  rowId: number
  name: string
  sort: 'with-buyer' | 'other'
  marked: boolean
  counterpartyId: string
  organisationId: string
}

export interface BillingCounterparty {
  rowId: number
  id: string
  /** Lives in a base already. */
  inBase: boolean
  marked: boolean
  name: string
  fullName: string
  legalForm: 'company' | 'sole-proprietor' | 'person'
  taxNumber: string
  reasonCode: string
  phone: string
  email: string
  address: string
}

export interface BillingLine {
  /** Row id. */
  productId: number | null
  position: number
  product: { name: string; inBase: boolean; marked: boolean } | null
  text: string
  quantityMilli: number
  priceMinor: number
}

type Row = Record<string, string | number | boolean | null>
/** Row id, or id for the outside. */
type ById = { id: Exclude<Row[string], null> }

/** @returns undefined when the deal is not there or the viewer may not see it */
export async function dealToBill(
  ctx: Context,
  dealId: string,
  verb: keyof typeof dealRow,
): Promise<BillingDeal | undefined> {
  const row = await dealRow[verb](ctx, { id: dealId })
  if (!row) return undefined
  return {
    rowId: Number(row['id']),
    id: String(row['uuid']),
    title: String(row['name']),
    version: Number(row['version']),
    managerId: String(row['manager']),
    department: String(row['department']),
    clientId: String(row['client']),
    organisation: await organisationOf(ctx, row['organisation_id']),
    counterparty: await counterpartyOf(ctx, row['counterparty_id']),
    contract: await contractOf(ctx, row['contract_id']),
    lines: await linesOf(ctx, Number(row['id'])),
  }
}

const dealRow = { 'issue-invoice': dealRowFor('issue-invoice'), 'draw-up-contract': dealRowFor('draw-up-contract') }

function dealRowFor(verb: Verb) {
  return seeingStatement<ById, Row | undefined>((seeing, its) =>
    seeing
      .db('deals')
      .join('users', 'users.id', 'deals.manager_id')
      .join('clients', 'clients.id', 'deals.client_id')
      .where('deals.uuid', its.id)
      .modify(onlyOf(seeing, verb, 'deals.manager_id'))
      .first('deals.*', 'users.uuid as manager', 'users.department as department', 'clients.uuid as client'),
  )
}

async function organisationOf(ctx: Context, id: Row[string] | undefined): Promise<BillingOrganisation | null> {
  if (id === null || id === undefined) return null
  const row = await organisationRow(ctx.db, { id })
  if (!row) return null
  return {
    rowId: Number(row['id']),
    id: String(row['uuid']),
    name: String(row['name']),
    marked: Boolean(row['marked']) || Boolean(row['gone']),
    baseRowId: Number(row['base_id']),
    timeZone: String(row['time_zone']),
    paysVat: Boolean(row['pays_vat']),
  }
}

const organisationRow = statement<ById, Row | undefined>((db, its) =>
  db('organisations')
    .join('bases', 'bases.id', 'organisations.base_id')
    .where('organisations.id', its.id)
    .first('organisations.*', 'bases.time_zone as time_zone'),
)

async function counterpartyOf(ctx: Context, id: Row[string] | undefined): Promise<BillingCounterparty | null> {
  if (id === null || id === undefined) return null
  const row = await counterpartyRow(ctx.db, { id })
  if (!row) return null
  return {
    rowId: Number(row['id']),
    id: String(row['uuid']),
    inBase: row['base_id'] !== null && !row['gone'],
    marked: Boolean(row['marked']),
    name: String(row['name']),
    fullName: String(row['full_name']),
    legalForm: row['legal_form'] as BillingCounterparty['legalForm'],
    taxNumber: String(row['tax_number']),
    reasonCode: String(row['reason_code']),
    phone: String(row['phone']),
    email: String(row['email']),
    address: String(row['address']),
  }
}

const counterpartyRow = statement<ById, Row | undefined>((db, its) => db('counterparties').where('id', its.id).first())

/** Whether the base holds it at this moment. */
export async function isCounterpartyInBase(db: Db, rowId: number): Promise<boolean> {
  const row: Row | undefined = await db('counterparties').where('id', rowId).first('base_id', 'gone')
  return row !== undefined && row['base_id'] !== null && !row['gone']
}

async function contractOf(ctx: Context, id: Row[string] | undefined): Promise<BillingContract | null> {
  if (id === null || id === undefined) return null
  const row = await contractRow(ctx.db, { id })
  if (!row) return null
  return {
    rowId: Number(row['id']),
    name: String(row['name']),
    sort: row['sort'] as BillingContract['sort'],
    marked: Boolean(row['marked']) || Boolean(row['gone']),
    counterpartyId: String(row['counterparty']),
    organisationId: String(row['organisation'] ?? ''),
  }
}

const contractRow = statement<ById, Row | undefined>((db, its) =>
  db('contracts')
    .join('counterparties', 'counterparties.id', 'contracts.counterparty_id')
    .leftJoin('organisations', 'organisations.id', 'contracts.organisation_id')
    .where('contracts.id', its.id)
    .first('contracts.*', 'counterparties.uuid as counterparty', 'organisations.uuid as organisation'),
)

async function linesOf(ctx: Context, dealId: number): Promise<BillingLine[]> {
  const rows = await lineRows(ctx.db, { id: dealId })
  return rows.map((row) => ({
    productId: row['product_id'] === null ? null : Number(row['product_id']),
    position: Number(row['position']),
    product: row['product_id'] === null ? null : productOf(row),
    text: String(row['text']),
    quantityMilli: Number(row['quantity_milli']),
    priceMinor: Number(row['price_minor']),
  }))
}

const lineRows = statement<ById, Row[]>((db, its) =>
  db('deal_lines')
    .leftJoin('products', 'products.id', 'deal_lines.product_id')
    .where('deal_lines.deal_id', its.id)
    .orderBy('deal_lines.position')
    .select('deal_lines.*', {
      product: 'products.name',
      product_base: 'products.base_id',
      product_marked: 'products.marked',
      product_gone: 'products.gone',
    }),
)

function productOf(row: Row): NonNullable<BillingLine['product']> {
  const inBase = row['product_base'] !== null && !row['product_gone']
  return { name: String(row['product']), inBase, marked: Boolean(row['product_marked']) }
}

/** Takes the deal on from the version that was looked at. @returns false when it is not that version any more. */
export async function bumpDeal(ctx: Context, rowId: number, version: number): Promise<boolean> {
  return (await bump(ctx.db, { rowId, version, next: version + 1, at: ctx.now() })) === 1
}

const bump = statement<{ rowId: number; version: number; next: number; at: string }, number>((db, its) =>
  db('deals').where({ id: its.rowId, version: its.version }).update({ version: its.next, updated_at: its.at }),
)

export async function chooseContract(ctx: Context, dealRowId: number, contractRowId: number): Promise<void> {
  const set = { contract_id: contractRowId, updated_at: ctx.now() }
  await ctx.db('deals').where('id', dealRowId).update(set).increment('version', 1)
}

/** Public id of an invoice of the deal whose request is not proven yet. */
export async function invoiceOnItsWay(db: Db, dealRowId: number): Promise<string | undefined> {
  return (await firstOnItsWay(db, { dealRowId }))?.uuid
}

const firstOnItsWay = statement<{ dealRowId: number }, { uuid: string } | undefined>((db, its) =>
  db('invoices').where('deal_id', its.dealRowId).whereIn('state', ON_ITS_WAY).first('uuid'),
)
