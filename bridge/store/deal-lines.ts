/** Lines of a deal: what is offered, in the order of the offer. The deal itself was found as the viewer. */
import type { DealLine } from '../domain/deal.ts'
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import { wide, type Wide } from './rows.ts'

export interface StoredDealLine extends DealLine {
  productRowId: number | null
}

interface LineRow {
  uuid: string
  position: number
  product_id: number | null
  product_uuid: string | null
  text: string
  quantity_milli: Wide
  price_minor: Wide
  sum_minor: Wide
}

export async function dealLinesOf(db: Db, dealRowId: number): Promise<StoredDealLine[]> {
  const rows: LineRow[] = await db('deal_lines')
    .leftJoin('products', 'products.id', 'deal_lines.product_id')
    .where('deal_lines.deal_id', dealRowId)
    .orderBy(['deal_lines.position', 'deal_lines.id'])
    .select('deal_lines.*', 'products.uuid as product_uuid')
  return rows.map(fromRow)
}

/** Puts these lines in the place of the former ones, inside the caller's transaction. */
export async function replaceDealLines(
  db: Db,
  dealRowId: number,
  lines: (Omit<DealLine, 'productId'> & { productRowId: number | null })[],
): Promise<void> {
  await db('deal_lines').where('deal_id', dealRowId).delete()
  const rows = lines.map((line) => ({
    uuid: line.id,
    deal_id: dealRowId,
    position: line.position,
    product_id: line.productRowId,
    text: line.text,
    quantity_milli: line.quantityMilli,
    price_minor: line.priceMinor,
    sum_minor: line.sumMinor,
  }))
  await insertRows(db, 'deal_lines', rows)
}

function fromRow(row: LineRow): StoredDealLine {
  return {
    id: row.uuid,
    position: row.position,
    productId: row.product_uuid,
    productRowId: row.product_id,
    text: row.text,
    quantityMilli: wide(row.quantity_milli),
    priceMinor: wide(row.price_minor),
    sumMinor: wide(row.sum_minor),
  }
}
