/** How far each stream of a base has been read; saved in the transaction of the records it stands for. */
import type { Db } from './db.ts'

/** Value of a cursor that a person has sent back to the beginning. */
export const ANEW = ''

/** Sends every stream of a base back to its beginning. */
export async function sendBack(db: Db, baseRowId: number, at: string): Promise<void> {
  await db('cursors').where('base_id', baseRowId).update({ value: ANEW, updated_at: at })
}

export async function readCursor(db: Db, baseRowId: number, stream: string): Promise<string | null> {
  const row: { value: string } | undefined = await db('cursors').where({ base_id: baseRowId, stream }).first('value')
  return row?.value ?? null
}

export async function saveCursor(
  db: Db,
  cursor: { base: number; stream: string; value: string; at: string },
): Promise<void> {
  const where = { base_id: cursor.base, stream: cursor.stream }
  const changed = await db('cursors').where(where).update({ value: cursor.value, updated_at: cursor.at })
  if (changed === 0) await db('cursors').insert({ ...where, value: cursor.value, updated_at: cursor.at })
}
