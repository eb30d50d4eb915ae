/** A request about a counterparty that the base has answered: it is too late to withdraw it. */
import { randomUUID } from 'node:crypto'
import type { Db } from '../../bridge/store/db.ts'
import { addIntent } from '../../bridge/store/intents.ts'

/** @param asked its author, and the row id of its counterparty @returns the id of the request */
export async function seedRequest(db: Db, asked: { login: string; counterparty: number }): Promise<string> {
  const id = randomUUID()
  const { id: authorRowId } = (await db('users').where('login', asked.login).first('id')) as { id: number }
  const { id: baseRowId } = (await db('bases').orderBy('id').first('id')) as { id: number }
  const frozen = { payload: '{"noun":"counterparty"}', payloadHash: '', mappingVersion: '' }
  const subject = { noun: 'counterparty' as const, subjectRowId: asked.counterparty, foreignKey: randomUUID() }
  await addIntent(db, { id, baseRowId, ...subject, ...frozen, authorRowId, at: '2026-02-16T08:00:00.000Z' })
  await db('intents').where('uuid', id).update({ state: 'done', sent: 1 })
  return id
}
