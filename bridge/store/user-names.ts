/** Names of people for histories. */
import type { Db } from './db.ts'

export async function userName(db: Db, rowId: number): Promise<string> {
  const row: { name: string } | undefined = await db('users').where('id', rowId).first('name')
  return row?.name ?? ''
}
