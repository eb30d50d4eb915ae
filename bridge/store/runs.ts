/** Runs with their conservation figures: seen = applied + skipped + conflict + pending. */
import type { Run, RunCounts, RunKind } from '../domain/sync.ts'
import type { Db } from './db.ts'

export interface OpenRun {
  rowId: number
  id: string
}

export interface NewRun {
  id: string
  /** Row id. */
  base: number
  at: string
  /** A round unless told. */
  kind?: RunKind
  /** Name of the person whose doing it is; absent = the clock. */
  author?: string
  /** Row id of the run that it is about. */
  ofRun?: number
  /** `running` unless told. */
  outcome?: 'asked' | 'running'
}

export async function openRun(db: Db, run: NewRun): Promise<OpenRun> {
  const { id, base, at, kind = 'round', author = '', ofRun = null, outcome = 'running' } = run
  const row = { uuid: id, base_id: base, started_at: at, counts: '{}', outcome, kind, author, of_run_id: ofRun }
  const [stored] = (await db('runs').insert(row).returning('id')) as { id: number }[]
  return { rowId: stored?.id ?? 0, id }
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

export interface StoredRun extends OpenRun {
  baseRowId: number
  kind: RunKind
  author: string
  /** Row id. */
  ofRun: number | null
  startedAt: string
  /** '' = it is still going on. */
  finishedAt: string
  outcome: Run['outcome']
}

interface RunRow {
  id: number
  uuid: string
  base_id: number
  kind: RunKind
  author: string
  of_run_id: number | null
  started_at: string
  finished_at: string
  outcome: Run['outcome']
}

/** @param which its public id, or its number as people read it on the screen */
export async function findRun(db: Db, which: string): Promise<StoredRun | undefined> {
  const where = /^\d{1,9}$/.test(which) ? { id: Number(which) } : { uuid: which }
  const row: RunRow | undefined = await db('runs').where(where).first()
  return row && fromRow(row)
}

/** Roll-backs of a base that a person wants and nobody has finished, oldest first. */
export async function askedRollbacks(db: Db, base: number): Promise<StoredRun[]> {
  const rows: RunRow[] = await db('runs')
    .where({ base_id: base, kind: 'rollback' })
    .whereIn('outcome', ['asked', 'running'])
    .orderBy('id')
  return rows.map(fromRow)
}

function fromRow(row: RunRow): StoredRun {
  const { id: rowId, uuid: id, base_id: baseRowId, of_run_id: ofRun, kind, author, outcome } = row
  return { rowId, id, baseRowId, ofRun, kind, author, outcome, startedAt: row.started_at, finishedAt: row.finished_at }
}
