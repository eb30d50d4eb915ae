/** Several records of accounting that stand for one legal entity: one of them counts, the others are its aliases. Nothing is merged. */
import type { Db } from './db.ts'
import { deedOf, keepChanges, TABLES } from './changes.ts'
import { tieCounterparty } from './client-counterparties.ts'
import type { Context } from './context.ts'

export interface Candidate {
  rowId: number
  id: string
  name: string
  reasonCode: string
}

/** Most records of one tax number that are offered. */
const MOST_CANDIDATES = 20

/** Records of bases that may be the counterparty meant: the same INN, and the same KPP where we know it. */
export async function candidatesFor(db: Db, ours: { taxNumber: string; reasonCode: string }): Promise<Candidate[]> {
  const rows: { id: number; uuid: string; name: string; reason_code: string }[] = await db('counterparties')
    .where({ tax_number: ours.taxNumber, is_group: false, marked: false, gone: false })
    .whereNotNull('base_id')
    .whereNull('alias_of')
    .modify((query) => {
      if (ours.reasonCode !== '') void query.where('reason_code', ours.reasonCode)
    })
    .orderBy('id')
    .limit(MOST_CANDIDATES)
    .select('id', 'uuid', 'name', 'reason_code')
  return rows.map((row) => ({ rowId: row.id, id: row.uuid, name: row.name, reasonCode: row.reason_code }))
}

/** The record that counts for an alias; undefined = it stands for itself. */
export async function principalOf(db: Db, rowId: number): Promise<number | undefined> {
  const row: { alias_of: number | null } | undefined = await db('counterparties').where('id', rowId).first('alias_of')
  return row?.alias_of ?? undefined
}

type Deciding = Pick<Context, 'db' | 'now' | 'viewer'>

/** Its documents stay where they are; clients of the one are clients of the other, so that everything is seen in one place. */
export async function makeAlias(ctx: Deciding, alias: number, principal: number): Promise<void> {
  const { db } = ctx
  const was = { alias_of: (await principalOf(db, alias)) ?? null }
  await db('counterparties').where('id', alias).update({ alias_of: principal }).increment('version', 1)
  await keepChanges(db, deedOf(ctx, 'pick-candidate'), [{ noun: 'counterparty', ourId: alias, was }])
  const both = [
    { from: principal, to: alias },
    { from: alias, to: principal },
  ]
  for (const { from, to } of both) {
    const clients: number[] = await db('client_counterparties').where('counterparty_id', from).pluck('client_id')
    for (const client of clients) await tieCounterparty(ctx, { client, counterparty: to })
  }
}

/** What was begun here for a row that no base has ever held goes on under the record that counts. */
export async function handOver(ctx: Deciding, from: number, to: number): Promise<void> {
  for (const noun of ['contract', 'invoice'] as const) {
    const moved: number[] = await ctx.db(TABLES[noun]).where('counterparty_id', from).pluck('id')
    const changes = moved.map((ourId) => ({ noun, ourId, was: { counterparty_id: from } }))
    await keepChanges(ctx.db, deedOf(ctx, 'pick-candidate'), changes)
  }
  for (const table of ['deals', 'contracts', 'invoices'])
    await ctx.db(table).where('counterparty_id', from).update({ counterparty_id: to })
}
