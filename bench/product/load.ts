/** The product's first load: one round of exchange into an empty database, with everything it does in earnest. */
import { deliveredOf, type Piece, type RawPiece } from '../delivered.ts'
import { measured, type Measured } from '../measured.ts'
import type { Delivered } from '../row.ts'
import type { Db } from '../../bridge/store/db.ts'
import { openBridge, round, type BridgeInput } from './bridge.ts'

export type Loaded = Measured & Delivered

/** @param input a `BridgeInput`, whose `translate` only another part of the bench in the same process can give */
export async function run(input: BridgeInput): Promise<Loaded> {
  const bridge = await openBridge(input)
  const took = await measured(() => round(bridge))
  const delivered = deliveredOf(await pieces(bridge.database.db))
  await bridge.close()
  return { ...took, ...delivered }
}

async function pieces(db: Db): Promise<Piece[]> {
  const of = async (noun: string, [table, value]: [string, string], shown: string): Promise<Piece[]> =>
    db('links')
      .join(table, `${table}.id`, 'links.our_id')
      .where('links.noun', noun)
      .select({ key: 'links.foreign_key', value: `${table}.${value}` })
      .then((rows: RawPiece[]) => rows.map(({ key, value: text }) => ({ noun: shown, key, value: `${text}` })))
  const lines = (await db('invoice_lines')
    .join('links', 'links.our_id', 'invoice_lines.invoice_id')
    .where('links.noun', 'invoice')
    .select({ key: 'links.foreign_key', value: 'invoice_lines.sum_minor' })) as RawPiece[]
  return [
    ...(await of('counterparty', ['counterparties', 'tax_number'], 'counterparty')),
    ...(await of('invoice', ['invoices', 'total_minor'], 'invoice')),
    ...(await of('bank-receipt', ['payments', 'amount_minor'], 'payment')),
    ...lines.map(({ key, value }) => ({ noun: 'line', key, value: `${value}` })),
  ]
}
