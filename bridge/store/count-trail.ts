/** How much is kept about the records of a person, by sort of data. */
import { PERSON_TABLES } from '../domain/personal-data.ts'
import type { Db } from './db.ts'
import { rowsOf, type PersonRecord } from './persons.ts'

export interface Trail {
  /** By public id. */
  names: Map<string, string>
  counts: { records: number; journal: number; changes: number; edits: number; requests: number; versions: number }
}

export async function countTrail(db: Db, records: PersonRecord[]): Promise<Trail> {
  const entities = rowsOf(records, 'counterparty')
  const names = new Map<string, string>()
  let changes = 0
  for (const { noun, rowId, id } of records) {
    const row: { name: string } | undefined = await db(PERSON_TABLES[noun]).where('id', rowId).first('name')
    names.set(id, row?.name ?? '')
    changes += await count(db('changes').where({ noun, our_id: rowId }).whereNot('was', ''))
  }
  const about = { noun: 'counterparty' }
  const keys = db('links').where(about).whereIn('our_id', entities).select('foreign_key')
  const invoices = db('invoices').whereIn('counterparty_id', entities).select('id')
  const counts = {
    records: records.length,
    journal: await count(db('journal').where(about).whereIn('foreign_key', keys)),
    changes,
    edits: await count(db('edits').where(about).whereIn('subject_id', entities)),
    requests: await count(db('intents').where(about).whereIn('subject_id', entities)),
    versions: await count(db('invoice_versions').whereIn('invoice_id', invoices)),
  }
  return { names, counts }
}

async function count(rows: ReturnType<Db['queryBuilder']>): Promise<number> {
  const row = (await rows.count({ count: '*' }).first()) as { count: number | string } | undefined
  return Number(row?.count ?? 0)
}
