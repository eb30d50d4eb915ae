/** Rounds of exchange with their conservation figures: seen = applied + skipped + conflict + pending. */
import type { Run, RunCounts } from '../domain/sync.ts'
import type { Db } from './db.ts'

export interface OpenRun {
  rowId: number
  id: string
}

export async function openRun(db: Db, run: { id: string; base: number; at: string }): Promise<OpenRun> {
  const row = { uuid: run.id, base_id: run.base, started_at: run.at, counts: '{}', outcome: 'running' }
  const [stored] = (await db('runs').insert(row).returning('id')) as { id: number }[]
  return { rowId: stored?.id ?? 0, id: run.id }
}

export async function closeRun(
  db: Db,
  run: OpenRun,
  end: { at: string; counts: Record<string, RunCounts>; requests: number; outcome: Run['outcome']; reason: string },
): Promise<void> {
  await db('runs')
    .where('id', run.rowId)
    .update({
      finished_at: end.at,
      counts: JSON.stringify(end.counts),
      requests: end.requests,
      outcome: end.outcome,
      reason: end.reason,
    })
}

/** When a base was read for the first time, UTC ISO text. */
export async function firstRunAt(db: Db, base: number): Promise<string | undefined> {
  const row: { started_at: string } | undefined = await db('runs')
    .where('base_id', base)
    .orderBy('started_at')
    .first('started_at')
  return row?.started_at
}
