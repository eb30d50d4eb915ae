/** What deals choose from: a contract of a counterparty with our organisation, the organisation and a product. */
import { randomUUID } from 'node:crypto'
import type { Db } from '../../bridge/store/db.ts'

export async function seedReferences(
  db: Db,
  trade: { counterparty: string; organisation: string; product: string },
): Promise<Record<string, string>> {
  const contracts = randomUUID()
  const idOf = async (table: string, uuid: string) =>
    (await db(table).where('uuid', uuid).first('id')) as { id: number }
  await db('contracts').insert({
    uuid: contracts,
    name: 'Договор',
    search_key: 'договор',
    number: '1',
    date: '2026-02-16',
    sort: 'with-buyer',
    counterparty_id: (await idOf('counterparties', trade.counterparty)).id,
    organisation_id: (await idOf('organisations', trade.organisation)).id,
  })
  return { contracts, organisations: trade.organisation, products: trade.product }
}
