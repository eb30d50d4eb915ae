/** What of the exchange may stand behind a difference: a trouble that nobody has decided, or a request that is not proven. */
import { LIVE_STATES, type Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'

export interface About {
  /** Row id of the base. */
  base: number
  noun: Noun
  /** Key of the base, '' = none. */
  key: string
  /** Public id and row id of ours, '' and 0 = none. */
  id: string
  rowId: number
}

/** The newest open trouble of a record, whichever side's name it carries. */
export async function openTroubleOf(
  db: Db,
  { base, noun, key, id }: About,
): Promise<{ id: string; code: string } | undefined> {
  const subjects = [key, id].filter(Boolean)
  const row: { uuid: string; code: string } | undefined = await db('troubles')
    .where({ base_id: base, noun, state: 'open' })
    .whereIn('subject', subjects)
    .orderBy('id', 'desc')
    .first('uuid', 'code')
  return row && { id: row.uuid, code: row.code }
}

/** Whether a request of ours about the record has not been proven yet. */
export async function isInFlight(db: Db, { base, noun, key, rowId }: About): Promise<boolean> {
  const row: object | undefined = await db('intents')
    .where({ base_id: base, noun })
    .whereIn('state', LIVE_STATES)
    .where((any) => any.where('subject_id', rowId).orWhere('foreign_key', key))
    .first('id')
  return row !== undefined
}

/** Names for people by row id; a few hundred at most. */
export async function namesOf(db: Db, table: 'organisations' | 'counterparties' | 'contracts', ids: number[]) {
  const rows: { id: number; name: string }[] = await db(table).whereIn('id', ids).select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}
