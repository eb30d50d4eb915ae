/** A replay as a run of its own; or only tried, and nothing stays of it. */
import type { Db } from '../../store/db.ts'
import { linesOfRun } from '../../store/journal-run.ts'
import { JUDGED, toldLines } from '../../store/journal-told.ts'
import { keepMappingVersions } from '../../store/mapping-versions.ts'
import type { StoredRun } from '../../store/runs.ts'
import type { Mappings } from '../mapping/mapping.ts'
import type { Change } from '../ports.ts'
import { asRun, type Author } from './as-run.ts'
import { trying } from './holding.ts'
import { replay } from './replay.ts'
import type { Replayed } from './replay-tally.ts'

export interface Replaying {
  mappings: Mappings
  /** From its first line on. */
  from: StoredRun
}

/** @throws Problem `base.being-read` `journal.*`, and then nothing was changed */
export async function replayRun(by: Author, what: Replaying): Promise<Replayed & { run: number }> {
  const { counts: _, ...answer } = await asRun(by, { kind: 'replay', ofRun: what.from.rowId }, async (db, run) => {
    await keepMappingVersions(db, Object.values(what.mappings), by.ports.now())
    return replayIn(by, db, { ...what, run: run.rowId, changes: run.changes })
  })
  return answer
}

/** What it would come to; nothing stays of it. */
export async function tryReplay(by: Author, what: Replaying): Promise<Replayed> {
  const { ports, base } = by
  const { counts: _, ...answer } = await trying(ports, base, (db) => replayIn(by, db, { ...what, run: 0, changes: [] }))
  return answer
}

async function replayIn(
  { ports, base, author }: Author,
  db: Db,
  { mappings, from, run, changes }: Replaying & { run: number; changes: Change[] },
) {
  const given = { ports, base, db, author: author.name, at: ports.now(), deed: 'replayed' as const, run, changes }
  return replay(given, { mappings, from: await firstLineOf(db, from), run })
}

/** A run without lines has nothing before what came after it. */
async function firstLineOf(db: Db, run: StoredRun): Promise<number> {
  const range = await linesOfRun(db, run)
  for await (const [first] of toldLines(db, { base: run.baseRowId, run: run.rowId, outcomes: JUDGED, ...range }))
    if (first) return first.id
  return range.until
}
