/** Products and services; the base owns the list, prices for offers are ours. */
import type { Product } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { wide, yes, type Stored, type Wide, type YesNo } from './rows.ts'

export type StoredProduct = Stored<Product>

interface ProductRow {
  id: number
  uuid: string
  name: string
  sku: string
  service: YesNo
  unit: string
  price_minor: Wide
  marked: YesNo
  gone: YesNo
  as_of: string
}

/** Ids per question: below every database's limit of parameters. */
const BATCH = 500

/** @throws Problem `product.not-found` */
export async function findProduct({ db }: { db: Db }, id: string): Promise<StoredProduct> {
  const found = await productsByIds({ db }, [id])
  const product = found.get(id)
  if (!product) throw notFound('product')
  return product
}

/** Public id -> product; unknown ids are simply not in it. */
export async function productsByIds({ db }: { db: Db }, ids: string[]): Promise<Map<string, StoredProduct>> {
  const found = new Map<string, StoredProduct>()
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows: ProductRow[] = await db('products').whereIn('uuid', ids.slice(from, from + BATCH))
    for (const row of rows) found.set(row.uuid, fromRow(row))
  }
  return found
}

/** A product of ours that no base holds yet. @returns the row id. */
export async function addProduct(
  ctx: Context,
  product: Pick<Product, 'id' | 'name' | 'sku' | 'service' | 'unit' | 'priceMinor'>,
): Promise<number> {
  const { id, name, sku, service, unit, priceMinor } = product
  const [stored] = (await ctx
    .db('products')
    .insert({ uuid: id, name, search_key: searchKey(name), sku, service, unit, price_minor: priceMinor })
    .returning('id')) as { id: number }[]
  return stored?.id ?? 0
}

/** A product that a base has shown is in the base, until it is gone from there. */
function fromRow(row: ProductRow): StoredProduct {
  const { name, sku, unit } = row
  return {
    name,
    sku,
    unit,
    rowId: row.id,
    id: row.uuid,
    service: yes(row.service),
    priceMinor: wide(row.price_minor),
    inBase: row.as_of !== '' && !yes(row.gone),
    marked: yes(row.marked),
  }
}
