/** One legal entity. */
import type { Counterparty } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import { onlyOfSeenClients, type Asking, type Row } from './asking.ts'
import { toCounterparty } from './shapes.ts'

/** @throws Problem `counterparty.not-found` */
export async function counterparty(asking: Asking, id: string): Promise<Counterparty> {
  return toCounterparty(await counterpartyRow(asking, id))
}

/**
 * For what was done to it: edits, conflicts and history follow the rule of the list of conflicts.
 * @returns with `base_name`
 * @throws Problem `counterparty.not-found`, also for one that stands for no client that the viewer may see
 */
export async function counterpartyRow(asking: Asking, id: string): Promise<Row> {
  const row = (await asking
    .db('counterparties')
    .leftJoin('bases', 'bases.id', 'counterparties.base_id')
    .where('counterparties.uuid', id)
    .modify(onlyOfSeenClients(asking, 'see-conflicts', 'counterparties.id'))
    .first('counterparties.*', { base_name: 'bases.name' })) as Row | undefined
  if (!row) throw notFound('counterparty')
  return row
}
