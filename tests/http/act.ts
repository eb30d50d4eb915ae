/** An act of destruction, in rows. */
import { randomUUID } from 'node:crypto'
import type { Db } from '../../bridge/store/db.ts'

/** @returns its id by the noun of an address */
export async function seedAct(db: Db): Promise<{ acts: string }> {
  const acts = randomUUID()
  const person = { person_noun: 'contact', person_uuid: randomUUID() }
  const said = { reason: 'not-needed', asked_on: '', erased: '{"records":1}', kept: '[]' }
  await db('erasure_acts').insert({ uuid: acts, at: '2026-02-16T08:00:00.000Z', who: 'Ольга', ...person, ...said })
  return { acts }
}
