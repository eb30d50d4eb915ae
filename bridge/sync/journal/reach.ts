/** Does the journal reach back to the beginning? Lines of each run are counted, and no record of ours may be without one. */
import { Problem } from '../../domain/problem.ts'
import type { RunCounts } from '../../domain/sync.ts'
import type { Db } from '../../store/db.ts'
import type { Emptied } from '../../store/empty-mirror.ts'
import { TAKEN, toldLines } from '../../store/journal-told.ts'

/** @throws Problem `journal.too-short` `journal.lines-missing` */
export async function refuseGaps(db: Db, base: number, emptied: Emptied[]): Promise<void> {
  await refuseMissingLines(db, base)
  const silent = new Map(emptied.map((one) => [`${one.noun}/${one.key}`, one]))
  for await (const lines of toldLines(db, { base, outcomes: TAKEN, from: 0 }))
    for (const { noun, key } of lines) silent.delete(`${noun}/${key}`)
  const [first] = silent.values()
  if (first) throw new Problem('journal.too-short', { records: silent.size, noun: first.noun, key: first.key })
}

/** A run has counted what it applied; lines that came besides, for records that others name, are not in its figures. */
async function refuseMissingLines(db: Db, base: number): Promise<void> {
  const held: { run_id: number; lines: number | string }[] = await db('journal')
    .where({ base_id: base, direction: 'in' })
    .whereIn('outcome', TAKEN)
    .groupBy('run_id')
    .select('run_id')
    .count({ lines: '*' })
  const linesOf = new Map(held.map((row) => [row.run_id, Number(row.lines)]))
  const runs: { id: number; counts: string }[] = await db('runs')
    .where('base_id', base)
    .whereNot('kind', 'rebuild')
    .orderBy('id')
    .select('id', 'counts')
  for (const { id, counts } of runs) {
    const missing = appliedIn(counts) - (linesOf.get(id) ?? 0)
    if (missing > 0) throw new Problem('journal.lines-missing', { run: id, lines: missing })
  }
}

function appliedIn(counts: string): number {
  const nouns = Object.values(JSON.parse(counts) as Record<string, RunCounts>)
  return nouns.reduce((sum, { applied }) => sum + applied, 0)
}
