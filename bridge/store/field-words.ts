/** What the mappings of a base say about fields, as the engine has last seen them: actions ask here who may edit what. */
import type { FieldWords } from '../domain/merge.ts'
import type { BaseHealth, Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'

interface Kept {
  profile: string
  health: string
}

/** Empty for a base that was never looked at: nothing of it may be edited here yet. */
export async function fieldWordsOf(db: Db, baseRowId: number, noun: Noun): Promise<FieldWords> {
  const row: Kept | undefined = await db('bases').where('id', baseRowId).first('profile')
  const profile = JSON.parse(row?.profile ?? '{}') as { fieldWords?: Partial<Record<Noun, FieldWords>> }
  return profile.fieldWords?.[noun] ?? {}
}

/** Since when nothing in the base is unread: when the last whole round began, UTC ISO text; null = never. */
export async function lastReadAt(db: Db, baseRowId: number): Promise<string | null> {
  const row: Kept | undefined = await db('bases').where('id', baseRowId).first('health')
  return row ? (JSON.parse(row.health) as BaseHealth).readFrom || null : null
}
