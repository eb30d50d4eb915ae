/**
 * What people write today: fetch a page, put its rows into tables with knex in batches, one transaction per page. No mapping, no
 * validation, no coupling, no journal. Knex is as it comes, with its own client: our runner and our kept statements are nobody
 * else's. What the two share is the settings of the database file and the driver that this Node can load.
 */
import { join } from 'node:path'
import type { Knex } from 'knex'
import { deliveredOf, type Piece, type RawPiece } from '../delivered.ts'
import { measured } from '../measured.ts'
import type { Loaded } from '../product/load.ts'
import { openPlain } from './plain-knex.ts'

const PAGE_SIZE = 1000
/** Rows per statement: knex writes them out one after the other, SQLite takes no more terms. */
const BATCH = 100
const HEADERS = { authorization: `Basic ${Buffer.from('odata:odata').toString('base64')}`, accept: 'application/json' }

type Item = Record<string, unknown>

interface Target {
  knex: Knex
  root: string
}

/** @param lose records left out on purpose, so that the check of equal delivery can be seen to fail */
export async function run(input: { root: string; folder: string; lose: number }): Promise<Loaded> {
  const knex = openPlain(join(input.folder, 'typical.sqlite'))
  const target = { knex, root: input.root }
  const took = await measured(async () => {
    await createTables(knex)
    await load(target, 'Catalog_Контрагенты', saveCounterparties)
    await load(target, 'Document_СчетНаОплатуПокупателю', saveInvoices)
    await load(target, 'Document_ПоступлениеНаРасчетныйСчет', savePayments)
  })
  if (input.lose > 0) await knex('payments').whereIn('key', knex('payments').select('key').limit(input.lose)).delete()
  const delivered = deliveredOf(await pieces(knex))
  await knex.destroy()
  return { ...took, ...delivered }
}

async function load(
  { knex, root }: Target,
  kind: string,
  save: (tx: Knex, items: Item[]) => Promise<void>,
): Promise<void> {
  for (let skip = 0, full = true; full; skip += PAGE_SIZE) {
    const options = `$format=json&$orderby=Ref_Key&$top=${PAGE_SIZE}&$skip=${skip}`
    const answer = await fetch(`${root}/${encodeURIComponent(kind)}?${options}`, { headers: HEADERS })
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
    const { value } = (await answer.json()) as { value: Item[] }
    await knex.transaction((tx) => save(tx, value))
    full = value.length === PAGE_SIZE
  }
}

async function saveCounterparties(tx: Knex, items: Item[]): Promise<void> {
  const rows = items
    .filter((item) => item['IsFolder'] !== true)
    .map((item) => ({
      key: item['Ref_Key'],
      version: item['DataVersion'],
      name: item['Description'],
      full_name: item['НаименованиеПолное'],
      tax_number: item['ИНН'],
      reason_code: item['КПП'],
    }))
  await upsert(tx, 'counterparties', rows)
}

async function saveInvoices(tx: Knex, items: Item[]): Promise<void> {
  await upsert(
    tx,
    'invoices',
    items.map((item) => ({ ...document(item), counterparty: item['Контрагент_Key'] })),
  )
  const keys = items.map((item) => String(item['Ref_Key']))
  await tx('lines').whereIn('invoice', keys).delete()
  const lines = items.flatMap((item) =>
    (item['Товары'] as Item[]).map((row) => ({
      invoice: item['Ref_Key'],
      line: Number(row['LineNumber']),
      product: row['Номенклатура_Key'],
      quantity_milli: scaled(row['Количество'], 1e3),
      price_minor: scaled(row['Цена'], 100),
      sum_minor: scaled(row['Сумма'], 100),
      vat_minor: scaled(row['СуммаНДС'], 100),
    })),
  )
  await tx.batchInsert('lines', lines, BATCH)
}

async function savePayments(tx: Knex, items: Item[]): Promise<void> {
  const rows = items.map((item) => ({
    ...document(item),
    payer: item['Контрагент'],
    purpose: item['НазначениеПлатежа'],
  }))
  await upsert(tx, 'payments', rows)
  await tx('allocations')
    .whereIn(
      'payment',
      rows.map(({ key }) => String(key)),
    )
    .delete()
  const parts = items.flatMap((item) =>
    (item['РасшифровкаПлатежа'] as Item[]).map((row) => ({
      payment: item['Ref_Key'],
      invoice: row['СчетНаОплату_Key'],
      amount_minor: scaled(row['СуммаПлатежа'], 100),
    })),
  )
  await tx.batchInsert('allocations', parts, BATCH)
}

function document(item: Item) {
  return {
    key: item['Ref_Key'],
    version: item['DataVersion'],
    number: item['Number'],
    date: item['Date'],
    total_minor: scaled(item['СуммаДокумента'], 100),
    posted: item['Posted'] === true,
  }
}

function scaled(value: unknown, scale: number): number {
  return Math.round(Number(value) * scale)
}

async function upsert(tx: Knex, table: string, rows: object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH)
    await tx(table)
      .insert(rows.slice(from, from + BATCH))
      .onConflict('key')
      .merge()
}

async function createTables(knex: Knex): Promise<void> {
  const texts = (t: Knex.CreateTableBuilder, names: string[]) => names.forEach((name) => void t.text(name))
  const head = ['version', 'number', 'date']
  await knex.schema.createTable('counterparties', (t) => {
    t.string('key', 36).primary()
    texts(t, ['version', 'name', 'full_name', 'tax_number', 'reason_code'])
    t.index('tax_number')
  })
  for (const [table, more] of [['invoices', ['counterparty']] as const, ['payments', ['payer', 'purpose']] as const])
    await knex.schema.createTable(table, (t) => {
      t.string('key', 36).primary()
      texts(t, [...head, ...more])
      t.bigInteger('total_minor')
      t.boolean('posted')
      t.index(more[0])
    })
  await knex.schema.createTable('lines', (t) => {
    t.string('invoice', 36).index()
    texts(t, ['product'])
    for (const name of ['line', 'quantity_milli', 'price_minor', 'sum_minor', 'vat_minor']) t.bigInteger(name)
  })
  await knex.schema.createTable('allocations', (t) => {
    t.string('payment', 36).index()
    t.string('invoice', 36).index()
    t.bigInteger('amount_minor')
  })
}

async function pieces(knex: Knex): Promise<Piece[]> {
  const of = async (noun: string, table: string, [key, value]: [string, string]): Promise<Piece[]> =>
    ((await knex(table).select({ key, value })) as RawPiece[]).map((row) => ({
      noun,
      key: row.key,
      value: `${row.value}`,
    }))
  return [
    ...(await of('counterparty', 'counterparties', ['key', 'tax_number'])),
    ...(await of('invoice', 'invoices', ['key', 'total_minor'])),
    ...(await of('payment', 'payments', ['key', 'total_minor'])),
    ...(await of('line', 'lines', ['invoice', 'sum_minor'])),
  ]
}
