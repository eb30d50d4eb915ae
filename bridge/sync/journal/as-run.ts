/** Work with the journal as a run of its own: one transaction under the lease of the base, an author, a line in the audit trail. */
import type { Viewer } from '../../domain/people.ts'
import type { RunCounts, RunKind } from '../../domain/sync.ts'
import { audit } from '../../store/audit.ts'
import type { Base } from '../../store/bases.ts'
import type { Db } from '../../store/db.ts'
import { closeRun, openRun } from '../../store/runs.ts'
import type { Change } from '../ports.ts'
import { holdingBase } from './holding.ts'
import type { JournalPorts } from './telling.ts'

export interface Author {
  ports: JournalPorts
  base: Base
  author: Viewer
}

export type Open = { rowId: number; changes: Change[] }

/** @returns what the work has answered, and the number of the run */
export async function asRun<T extends { counts: Record<string, RunCounts> }>(
  { ports, base, author }: Author,
  about: { kind: RunKind; ofRun?: number },
  work: (db: Db, run: Open) => Promise<T>,
): Promise<T & { run: number }> {
  const id = ports.newId()
  const changes: Change[] = [{ what: 'run', id }]
  const answer = await holdingBase(ports, base, async (db) => {
    const run = await openRun(db, { id, base: base.rowId, at: ports.now(), author: author.name, ...about })
    const done = await work(db, { rowId: run.rowId, changes })
    const { counts } = done
    await closeRun(db, run, { at: ports.now(), counts, requests: 0, outcome: 'done', reason: '' })
    const deed = { action: `${about.kind}-journal`, subject: `run:${id}`, facts: { number: run.rowId } }
    await audit({ db, viewer: author, now: () => ports.now() }, deed)
    return { ...done, run: run.rowId }
  })
  for (const change of changes) ports.publish(change)
  return answer
}
