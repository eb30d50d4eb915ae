/** Where in the journal the lines of a run lie: ids grow with time, so that no index by run is needed, which every line would pay for. */
import type { Db } from './db.ts'
import { AFTER_MS, BEFORE_MS, firstSince, moved } from './journal-search.ts'

/** Line ids: `from` on, and below `until`. Lines of other runs lie between them. */
export interface LineRange {
  from: number
  until: number
}

/** @param run its times, UTC ISO text; not finished = up to the end */
export async function linesOfRun(db: Db, run: { startedAt: string; finishedAt: string }): Promise<LineRange> {
  const from = await firstSince(db, moved(run.startedAt, -BEFORE_MS))
  const until = run.finishedAt === '' ? Number.MAX_SAFE_INTEGER : await firstSince(db, moved(run.finishedAt, AFTER_MS))
  return { from, until }
}
