/** Acts of destruction: number, day, who, why, what and which records. They name nobody and are never changed. */
import type { ErasureReason, PersonNoun } from '../domain/personal-data.ts'
import type { Db } from './db.ts'

export interface NewAct {
  id: string
  at: string
  who: string
  reason: ErasureReason
  /** `YYYY-MM-DD`, '' = nobody asked. */
  askedOn: string
  person: { noun: PersonNoun; id: string }
  /** Id of the act that is carried out once more, '' = none. */
  againOf: string
}

/** @returns its number */
export async function openAct(db: Db, act: NewAct): Promise<number> {
  const [stored] = (await db('erasure_acts')
    .insert({
      uuid: act.id,
      at: act.at,
      who: act.who,
      reason: act.reason,
      asked_on: act.askedOn,
      person_noun: act.person.noun,
      person_uuid: act.person.id,
      erased: '{}',
      kept: '[]',
      again_of: act.againOf,
    })
    .returning('id')) as { id: number }[]
  return stored?.id ?? 0
}

/** In the transaction that opened it: its number stands in what it has erased. */
export async function closeAct(db: Db, number: number, said: { erased: object; kept: object[] }): Promise<void> {
  await db('erasure_acts')
    .where('id', number)
    .update({ erased: JSON.stringify(said.erased), kept: JSON.stringify(said.kept) })
}
