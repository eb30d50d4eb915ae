/** Keys of constants of a base that mappings look up by their fields: kept, so that its words can be read without asking it. */
import type { Db } from './db.ts'

/** @param found what was asked for, as text -> key under which the base holds it */
export async function keepLookups(db: Db, base: number, found: ReadonlyMap<string, string>): Promise<void> {
  const known = await keptLookups(db, base)
  for (const [asked, key] of found) {
    if (known.get(asked) === key) continue
    const where = { base_id: base, asked }
    const changed = await db('found_lookups').where(where).update({ foreign_key: key })
    if (changed === 0) await db('found_lookups').insert({ ...where, foreign_key: key })
  }
}

export async function keptLookups(db: Db, base: number): Promise<Map<string, string>> {
  const rows: { asked: string; foreign_key: string }[] = await db('found_lookups').where('base_id', base)
  return new Map(rows.map((row) => [row.asked, row.foreign_key]))
}
