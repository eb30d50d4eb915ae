/** `zveno rollback RUN`: takes a run back; each of its changes is reversed, kept because somebody changed it since, or failed, with the reason. */
import { rollBackRun } from '../actions/roll-back-run.ts'
import { readConfig } from '../config.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { listBases, type Base } from '../store/bases.ts'
import type { Fate } from '../store/journal-rollback.ts'
import { linesOfRun } from '../store/journal-run.ts'
import { toldLines } from '../store/journal-told.ts'
import { findRun, type StoredRun } from '../store/runs.ts'
import { carryOutRollbacks, tryRollback } from '../sync/journal/asked-rollbacks.ts'
import { say } from '../words/say.ts'
import { assemble, type Bridge } from './assemble.ts'
import type { Command } from './command.ts'
import { openLog } from './log.ts'
import { authorOf } from './on-behalf.ts'
import { contextFor } from './web.ts'
import { withCopy } from './with-copy.ts'

export const command: Command = {
  name: 'rollback',
  purpose:
    'Takes a run back: what it changed says what it said before, unless somebody changed it since. The base is not asked.',
  words: 'RUN',
  options: {
    'dry-run': { type: 'boolean', help: 'print what would become of each change, change nothing' },
    as: { type: 'string', value: 'LOGIN', help: 'whose run it is; Zveno itself when absent' },
  },
  async run(given) {
    const [number] = given.words
    if (number === undefined) throw new Problem('command.missing', { what: 'RUN' })
    const bridge = await assemble(await readConfig(), openLog('silent'))
    try {
      const target = await findRun(bridge.database.db, number)
      if (!target) throw notFound('run')
      const tries = given.flag('dry-run')
      given.progress(tries ? 'looking, nothing is changed' : 'taking the run back')
      const answer = tries
        ? { run: null, changes: await tried(bridge, target) }
        : await done(bridge, { target, login: given.text('as') })
      given.print({ of: target.rowId, ...summed(answer.changes), ...answer }, () => asText(target, answer.changes))
      return 0
    } finally {
      await bridge.close()
    }
  },
}

async function tried(bridge: Bridge, target: StoredRun): Promise<Undone[]> {
  const base = await baseOf(bridge, target)
  return (await withCopy(bridge, (ports) => tryRollback(ports, base, target))).changes
}

async function done(bridge: Bridge, { target, login }: { target: StoredRun; login: string | undefined }) {
  const ctx = contextFor(bridge, await authorOf(bridge, login))
  const { id } = await rollBackRun(ctx, { runId: target.id })
  const base = await baseOf(bridge, target)
  await carryOutRollbacks(bridge.ports, base)
  const run = await findRun(bridge.database.db, id)
  if (run?.outcome !== 'done') throw new Problem('base.being-read')
  return { run: run.rowId, changes: await changesOf(bridge, run) }
}

async function baseOf({ database }: Bridge, run: StoredRun): Promise<Base> {
  const base = (await listBases(database.db)).find(({ rowId }) => rowId === run.baseRowId)
  if (!base) throw notFound('base')
  return base
}

/** A change of the run and what has become of it. */
interface Undone {
  noun: string
  key: string
  fate: Fate
  /** Key of the reason in words. */
  reason: string
}

/** As the journal has it. */
async function changesOf({ database }: Bridge, run: StoredRun): Promise<Undone[]> {
  const of = { base: run.baseRowId, run: run.rowId, outcomes: FATES, ...(await linesOfRun(database.db, run)) }
  const found: Undone[] = []
  for await (const lines of toldLines(database.db, of))
    for (const { noun, key, outcome, reason } of lines) found.push({ noun, key, fate: outcome as Fate, reason })
  return found
}

const FATES: Fate[] = ['reversed', 'kept', 'failed']

function summed(changes: Undone[]): Record<Fate, number> {
  const [reversed = 0, kept = 0, failed = 0] = FATES.map((fate) => changes.filter((one) => one.fate === fate).length)
  return { reversed, kept, failed }
}

function asText({ rowId }: StoredRun, changes: Undone[]): string {
  const { reversed, kept, failed } = summed(changes)
  const told = changes.filter(({ fate }) => fate !== 'reversed')
  const lines = told.map(({ noun, key, fate, reason }) => `  ${fate} ${noun} ${key}: ${say('en', `reason.${reason}`)}`)
  return [`run ${rowId}: reversed ${reversed}, kept ${kept}, failed ${failed}`, ...lines].join('\n')
}
