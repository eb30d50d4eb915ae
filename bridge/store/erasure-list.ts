/** The erasures of a database as a list that another one can be told: ids alone, nobody's data. */
import type { ErasureReason, PersonNoun } from '../domain/personal-data.ts'
import type { Db } from './db.ts'

export interface ListedErasure {
  /** Of the act. */
  id: string
  reason: ErasureReason
  /** `YYYY-MM-DD`, '' = nobody asked. */
  askedOn: string
  person: { noun: PersonNoun; id: string }
  /** `base` = its name, '' = ours alone. */
  records: { noun: PersonNoun; id: string; base: string; key: string }[]
}

interface Row {
  act_uuid: string
  reason: ErasureReason
  asked_on: string
  person_noun: PersonNoun
  person_uuid: string
  noun: PersonNoun
  record_uuid: string
  foreign_key: string
  base: string | null
}

/** Oldest first. */
export async function listErasures(db: Db): Promise<ListedErasure[]> {
  const rows: Row[] = await db('tombstones')
    .join('erasure_acts', 'erasure_acts.id', 'tombstones.act_id')
    .leftJoin('bases', 'bases.id', 'tombstones.base_id')
    .orderBy('tombstones.id')
    .select('erasure_acts.uuid as act_uuid', 'erasure_acts.reason', 'erasure_acts.asked_on')
    .select('erasure_acts.person_noun', 'erasure_acts.person_uuid')
    .select('tombstones.noun', 'tombstones.record_uuid', 'tombstones.foreign_key', 'bases.name as base')
  const found = new Map<string, ListedErasure>()
  for (const row of rows) {
    const { act_uuid: id, reason, asked_on: askedOn, noun } = row
    const person = { noun: row.person_noun, id: row.person_uuid }
    const act = found.get(id) ?? { id, reason, askedOn, person, records: [] }
    act.records.push({ noun, id: row.record_uuid, base: row.base ?? '', key: row.foreign_key })
    found.set(id, act)
  }
  return [...found.values()]
}

/** Whether this database knows the act, or has carried it out once more already. */
export async function knowsAct(db: Db, id: string): Promise<boolean> {
  const row: object | undefined = await db('erasure_acts').where('uuid', id).orWhere('again_of', id).first('id')
  return row !== undefined
}
