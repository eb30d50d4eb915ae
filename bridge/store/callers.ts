/** Rows of the processes that call a base: a lease each, so that the places of a dead one come free by themselves. */
import type { Caller } from '../domain/call-places.ts'
import type { Db } from './db.ts'
import { holdLock } from './dialect.ts'

/** Most processes that share one base. */
const MOST_CALLERS = 200

/** Whoever shares out places of a base does so alone, until his transaction ends. */
export function holdCallers(tx: Db, base: number): Promise<void> {
  return holdLock(tx, `callers of base ${base}`)
}

/** Those whose lease has not ended. */
export async function liveCallers(db: Db, base: number, now: string): Promise<Caller[]> {
  const rows: Caller[] = await db('callers')
    .where('base_id', base)
    .where('lease_until', '>', now)
    .orderBy('id')
    .limit(MOST_CALLERS)
    .select('owner', 'places', 'since')
  return rows
}

export async function saveCaller(db: Db, base: number, caller: Caller & { until: string }): Promise<void> {
  const { owner, places, since, until } = caller
  const row = { places, since, lease_until: until }
  const changed = await db('callers').where({ base_id: base, owner }).update(row)
  if (changed === 0) await db('callers').insert({ ...row, base_id: base, owner })
}

/** Takes away a process that wants nothing any more, and those whose lease has ended. */
export async function forgetCallers(
  db: Db,
  base: number,
  { owner, now }: { owner: string; now: string },
): Promise<void> {
  await db('callers')
    .where('base_id', base)
    .where((gone) => gone.where('owner', owner).orWhere('lease_until', '<=', now))
    .delete()
}
