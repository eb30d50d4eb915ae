/** Carries out the roll-backs that people have asked for: each is a run of its own, in one transaction, without a call to the base. */
import { Problem } from '../../domain/problem.ts'
import type { Base } from '../../store/bases.ts'
import type { Db } from '../../store/db.ts'
import { askedRollbacks, closeRun, findRun, type StoredRun } from '../../store/runs.ts'
import type { Change } from '../ports.ts'
import { holdingBase, trying } from './holding.ts'
import { rollBack, type RolledBack } from './rollback.ts'
import type { JournalPorts } from './telling.ts'

export async function carryOutRollbacks(ports: JournalPorts, base: Base): Promise<void> {
  for (const { id } of await askedRollbacks(ports.database.db, base.rowId)) {
    const changes: Change[] = [{ what: 'run', id }]
    await holdingBase(ports, base, async (db) => {
      // Another process may have been quicker: it is looked at again where nobody else can be at it.
      const run = (await askedRollbacks(db, base.rowId)).find((one) => one.id === id)
      if (run) await carryOut({ ports, base, db, changes }, run)
    }).catch((error: unknown) => giveUp(ports, base, { id, error }))
    for (const change of changes) ports.publish(change)
  }
}

/** What it would come to; nothing stays of it. */
export function tryRollback(ports: JournalPorts, base: Base, target: StoredRun): Promise<RolledBack> {
  return trying(ports, base, (db) =>
    rollBack({ ports, base, db, author: '', at: ports.now(), changes: [] }, { rowId: 0, target }),
  )
}

interface Work {
  ports: JournalPorts
  base: Base
  db: Db
  changes: Change[]
}

async function carryOut(work: Work, run: StoredRun): Promise<void> {
  const { db, ports } = work
  const target = await findRun(db, String(run.ofRun))
  if (!target) throw new Problem('run.not-found')
  const at = ports.now()
  const { counts } = await rollBack({ ...work, author: run.author, at }, { rowId: run.rowId, target })
  await closeRun(db, run, { at, counts, requests: 0, outcome: 'done', reason: '' })
}

/** A base that is being read is tried again later; everything else would fail again. */
async function giveUp(ports: JournalPorts, base: Base, { id, error }: { id: string; error: unknown }): Promise<void> {
  const reason = error instanceof Problem ? error.code : 'bridge.fault'
  if (reason === 'base.being-read') return
  const run = (await askedRollbacks(ports.database.db, base.rowId)).find((one) => one.id === id)
  if (!run) return
  await closeRun(ports.database.db, run, { at: ports.now(), counts: {}, requests: 0, outcome: 'failed', reason })
  if (!(error instanceof Problem)) throw error
}
