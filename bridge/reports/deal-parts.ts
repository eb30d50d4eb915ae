/** What hangs on a deal: its cycle with the stages, its lines, its history. */
import type { Cycle, DealEvent, DealLine } from '../domain/deal.ts'
import type { Facts } from '../domain/problem.ts'
import type { Asking, Row } from './asking.ts'
import { toCycle } from './references.ts'
import { json, number, text, textOrNull } from './rows.ts'

const MOST_EVENTS = 200

export async function cycleOf({ db }: Asking, row: Row): Promise<Cycle> {
  const id = number(row, 'cycle_id')
  const cycle = (await db('cycles').where('id', id).first()) as Row
  const stages: Row[] = await db('stages').where('cycle_id', id).orderBy('position')
  return toCycle(cycle, stages)
}

export async function dealLines({ db }: Asking, rowId: number): Promise<DealLine[]> {
  const rows: Row[] = await db('deal_lines')
    .leftJoin('products', 'products.id', 'deal_lines.product_id')
    .where('deal_lines.deal_id', rowId)
    .orderBy('deal_lines.position')
    .select('deal_lines.*', 'products.uuid as product_uuid')
  return rows.map((row) => ({
    id: text(row, 'uuid'),
    position: number(row, 'position'),
    productId: textOrNull(row, 'product_uuid'),
    text: text(row, 'text'),
    quantityMilli: number(row, 'quantity_milli'),
    priceMinor: number(row, 'price_minor'),
    sumMinor: number(row, 'sum_minor'),
  }))
}

/** Newest first. */
export async function eventsOf({ db }: Asking, rowId: number): Promise<DealEvent[]> {
  const rows: Row[] = await db('deal_events').where('deal_id', rowId).orderBy('id', 'desc').limit(MOST_EVENTS)
  return rows.map((row) => ({
    at: text(row, 'at'),
    who: text(row, 'who'),
    code: text(row, 'code'),
    facts: json<Facts>(row, 'facts', {}),
  }))
}
