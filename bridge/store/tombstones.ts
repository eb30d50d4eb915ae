/** Tombstones: records whose personal data was erased and must not come back. They hold ids alone. */
import type { PersonNoun } from '../domain/personal-data.ts'
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { PersonRecord } from './persons.ts'

/** Keys per question: below every database's limit of parameters. */
const BATCH = 500

/** Numbers of the acts by key of the base, for those that were erased. */
export async function erasedKeys(db: Db, base: number, keys: string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (let from = 0; from < keys.length; from += BATCH) {
    const rows: { foreign_key: string; act_id: number }[] = await db('tombstones')
      .where({ base_id: base, noun: 'counterparty' })
      .whereIn('foreign_key', keys.slice(from, from + BATCH))
      .select('foreign_key', 'act_id')
    for (const row of rows) found.set(row.foreign_key, row.act_id)
  }
  return found
}

/** Number of the latest act about a record; undefined = it was not erased. @param id public id */
export async function actAbout(db: Db, id: string): Promise<number | undefined> {
  const row: { act_id: number } | undefined = await db('tombstones')
    .where('record_uuid', id)
    .orderBy('id', 'desc')
    .first('act_id')
  return row?.act_id
}

export interface ErasedRecord {
  noun: PersonNoun
  id: string
  /** Row id of the base, null = ours alone. */
  base: number | null
  /** '' = ours alone. */
  key: string
}

/** One line for each key under which a base holds a record. */
export async function buryRecords(db: Db, act: number, records: PersonRecord[]): Promise<ErasedRecord[]> {
  const buried: (ErasedRecord & { rowId: number })[] = []
  for (const { noun, rowId, id } of records) {
    const links = noun === 'counterparty' ? await linksTo(db, rowId) : []
    if (links.length === 0) buried.push({ noun, id, rowId, base: null, key: '' })
    for (const { base_id: base, foreign_key: key } of links) buried.push({ noun, id, rowId, base, key })
  }
  const rows = buried.map(({ noun, id, rowId, base, key }) => ({
    noun,
    record_uuid: id,
    our_id: rowId,
    base_id: base,
    foreign_key: key,
  }))
  await insertRows(db, { table: 'tombstones', same: { act_id: act } }, rows)
  return buried
}

/** A base will show a record that is not here yet: it must come without the data. */
export async function buryKeys(db: Db, act: number, keys: { id: string; base: number; key: string }[]): Promise<void> {
  const rows = keys.map(({ id, base, key }) => ({ record_uuid: id, base_id: base, foreign_key: key }))
  await insertRows(db, { table: 'tombstones', same: { act_id: act, noun: 'counterparty', our_id: 0 } }, rows)
}

async function linksTo(db: Db, rowId: number): Promise<{ base_id: number; foreign_key: string }[]> {
  return db('links').where({ noun: 'counterparty', our_id: rowId }).orderBy('id').select('base_id', 'foreign_key')
}
