/** A phone that both sides have changed, each differently, of a counterparty that the base holds. */
import { randomUUID } from 'node:crypto'
import type { Db } from '../../bridge/store/db.ts'

/** @returns the id of the conflict; its version is 1 */
export async function seedConflict(db: Db, field = 'phone'): Promise<string> {
  const uuid = randomUUID()
  const { our_id: subject, base_id: base } = (await db('links').where('noun', 'counterparty').first()) as Record<
    string,
    number
  >
  const { id: author } = (await db('users').where('login', 'ivanova').first('id')) as { id: number }
  const at = '2026-11-24T08:00:00.000Z'
  const texts = { agreed: '1', asked: '2', ours: '2', theirs: '3' }
  const asked = { state: 'conflict', reason: 'edit.both-changed', facts: '{}', edited_at: at, conflict_at: at }
  await db('edits').insert({
    ...texts,
    ...asked,
    uuid,
    base_id: base,
    noun: 'counterparty',
    subject_id: subject,
    field,
    author_id: author,
  })
  return uuid
}
