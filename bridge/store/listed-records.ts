/** Records of a list of erasures as they stand in this database: by public id, else by the key of a base. */
import { PERSON_TABLES } from '../domain/personal-data.ts'
import type { Db } from './db.ts'
import type { ListedErasure } from './erasure-list.ts'
import type { PersonRecord } from './persons.ts'

export interface Found {
  records: PersonRecord[]
  /** Not here, but a base may show them. */
  absent: { id: string; base: number; key: string }[]
}

export async function recordsListed(db: Db, listed: ListedErasure['records']): Promise<Found> {
  const records = new Map<string, PersonRecord>()
  const absent: Found['absent'] = []
  for (const { noun, id, base, key } of listed) {
    const baseRow: { id: number } | undefined =
      base === '' ? undefined : await db('bases').where('name', base).first('id')
    const row = (await rowOf(db, noun, id)) ?? (baseRow && (await rowBehind(db, baseRow.id, key)))
    if (row) records.set(`${noun}/${row.id}`, { noun, rowId: row.id, id: row.uuid })
    const isLinked = baseRow && (await rowBehind(db, baseRow.id, key))
    if (baseRow && !isLinked) absent.push({ id, base: baseRow.id, key })
  }
  return { records: [...records.values()], absent }
}

interface IdRow {
  id: number
  uuid: string
}

function rowOf(db: Db, noun: PersonRecord['noun'], id: string): Promise<IdRow | undefined> {
  return db(PERSON_TABLES[noun]).where('uuid', id).first('id', 'uuid')
}

function rowBehind(db: Db, base: number, key: string): Promise<IdRow | undefined> {
  return db('links')
    .join('counterparties', 'counterparties.id', 'links.our_id')
    .where({ 'links.base_id': base, 'links.noun': 'counterparty', 'links.foreign_key': key })
    .first('counterparties.id', 'counterparties.uuid')
}
