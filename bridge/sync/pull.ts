/** One round of reading: pages of changes from the base, each saved with its cursor before the next is asked for. */
import type { Known } from '../../connectors/connector.ts'
import type { Run } from '../domain/sync.ts'
import { readCursor, saveCursor } from '../store/cursors.ts'
import { keysWithin, linksByKey } from '../store/links.ts'
import { closeRun, openRun, type OpenRun } from '../store/runs.ts'
import { connectionFailed, connectionWorks } from './health.ts'
import { decide } from './outcome.ts'
import { kindsToRead, type Partner } from './partner.ts'
import { addTally, receive, type Tally } from './receive.ts'

/** Name of the one stream of changes of a base. */
const STREAM = 'changes'

/** @returns what was seen, per noun; null when the base could not be read. */
export async function pull(partner: Partner, signal: AbortSignal): Promise<Tally | null> {
  const round: Round = { signal, run: null, pages: 0, tally: {} }
  try {
    await readPages(partner, round)
    await connectionWorks(partner)
    await finish(partner, round, { outcome: 'done', reason: '' })
    return round.tally
  } catch (error) {
    const { ports, base } = partner
    const decision = decide(error, { step: 'look', attempts: 0, ageMs: 0, chance: ports.chance() })
    const { reason } = decision
    ports.log('pull.failed', { base: base.name, reason, said: String(error) })
    await finish(partner, round, { outcome: 'failed', reason })
    await connectionFailed(partner, { reason, stop: decision.do !== 'retry' })
    return null
  }
}

interface Round {
  signal: AbortSignal
  /** Opened with the first page: a round in which nothing happened leaves no row. */
  run: OpenRun | null
  pages: number
  tally: Tally
}

async function readPages(partner: Partner, round: Round): Promise<void> {
  const { ports, base, connector } = partner
  const since = await readCursor(ports.database.db, base.rowId, STREAM)
  const query = { kinds: kindsToRead(partner.mappings), since, known: knownTo(partner), signal: round.signal }
  for await (const page of connector.changes(query)) {
    round.run ??= await openRun(ports.database.db, { id: ports.newId(), base: base.rowId, at: ports.now() })
    const cursor = { base: base.rowId, stream: STREAM, value: page.cursor }
    const counts = await receive(partner, page.items, {
      run: round.run.rowId,
      author: base.name,
      own: false,
      together: (ctx) => saveCursor(ctx.db, { ...cursor, at: ports.now() }),
    })
    addTally(round.tally, counts)
    round.pages++
    if (round.signal.aborted) return
  }
}

async function finish(partner: Partner, round: Round, end: Pick<Run, 'outcome' | 'reason'>): Promise<void> {
  if (!round.run) return
  const { ports } = partner
  await closeRun(ports.database.db, round.run, { ...end, at: ports.now(), counts: round.tally, requests: round.pages })
}

function knownTo({ base, ports, mappingOf }: Partner): Known {
  const { db } = ports.database
  return {
    versions: async (kind, keys) => {
      const noun = mappingOf(kind)?.noun
      const links = noun ? await linksByKey(db, { base: base.rowId, noun }, keys) : new Map()
      return new Map([...links.values()].map((link) => [link.foreignKey, link.version]))
    },
    keysWithin: async (kind, from, until) => {
      const noun = mappingOf(kind)?.noun
      if (!noun) return []
      const days = from && until ? { from: from.slice(0, 10), until: until.slice(0, 10) } : undefined
      return keysWithin(db, { base: base.rowId, noun }, days)
    },
  }
}
