/** One legal entity. */
import type { Counterparty } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import type { Asking, Row } from './asking.ts'
import { toCounterparty } from './shapes.ts'

/** @throws Problem `counterparty.not-found` */
export async function counterparty(asking: Pick<Asking, 'db'>, id: string): Promise<Counterparty> {
  return toCounterparty(await counterpartyRow(asking, id))
}

/** With `base_name`. @throws Problem `counterparty.not-found` */
export async function counterpartyRow({ db }: Pick<Asking, 'db'>, id: string): Promise<Row> {
  const row = (await db('counterparties')
    .leftJoin('bases', 'bases.id', 'counterparties.base_id')
    .where('counterparties.uuid', id)
    .first('counterparties.*', { base_name: 'bases.name' })) as Row | undefined
  if (!row) throw notFound('counterparty')
  return row
}
