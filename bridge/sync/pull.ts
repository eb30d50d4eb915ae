/** One round of reading: pages of changes from the base, each saved with its cursor before the next is asked for. */
import { LATE_MS, type Run } from '../domain/sync.ts'
import { ANEW, readCursor, saveCursor } from '../store/cursors.ts'
import { closeRun, openRun, type OpenRun } from '../store/runs.ts'
import { holdBase, lateCallsOf, type HeldBase } from '../store/bases.ts'
import { connectionFailed, connectionWorks, failureOf } from './health.ts'
import { Lost } from './hold.ts'
import { knownTo } from './known.ts'
import { decide, waitsForPerson } from './outcome.ts'
import { kindsToRead, type Partner } from './partner.ts'
import { later, LEASE_MS } from './ports.ts'
import { addTally, receive, type Tally } from './receive.ts'
import { askAboutStrangers } from './strangers.ts'

/** Name of the one stream of changes of a base. */
const STREAM = 'changes'

/**
 * @param held the lease of the reader: each page is saved under its fence; learns of a selection that was cut off
 * @returns what was seen, per noun; null when the base could not be read
 */
export async function pull(partner: Partner, held: HeldBase, signal: AbortSignal): Promise<Tally | null> {
  const begunAt = partner.ports.now()
  const round: Round = { held, signal, run: null, pages: 0, tally: {} }
  try {
    await readPages(partner, round)
    await askAboutStrangers(partner, round.tally)
    await connectionWorks(partner, begunAt)
    await finish(partner, round, { outcome: 'done', reason: '' })
    return round.tally
  } catch (error) {
    const { ports, base } = partner
    // Told to stop, or another reader has taken over: neither says anything about the base.
    if (signal.aborted || error instanceof Lost) {
      await finish(partner, round, { outcome: 'failed', reason: 'run.interrupted' })
      return null
    }
    const decision = decide(error, { step: 'look', attempts: 0, ageMs: 0, chance: ports.chance() })
    const { reason } = decision
    ports.log('pull.failed', { base: base.name, reason, error })
    await finish(partner, round, { outcome: 'failed', reason })
    await connectionFailed(partner, failureOf(decision, waitsForPerson(error)))
    return null
  }
}

interface Round {
  held: HeldBase
  signal: AbortSignal
  /** Opened with the first record: a round in which nothing happened leaves no row. */
  run: OpenRun | null
  pages: number
  tally: Tally
}

async function readPages(partner: Partner, round: Round): Promise<void> {
  const { ports, base, connector } = partner
  const since = await readCursor(ports.database.db, base.rowId, STREAM)
  const late = (await lateCallsOf(ports.database.db, base.rowId)) > ports.now()
  const query = {
    late,
    cutOff: () => {
      round.held.lateUntil = later(ports.now(), LATE_MS)
    },
    kinds: kindsToRead(partner.mappings),
    since: since || null,
    anew: since === ANEW,
    known: knownTo(partner),
    fields: partner.fieldsOf,
    signal: round.signal,
  }
  for await (const page of connector.changes(query)) {
    // A page without records only moves the cursor: nothing happened that a person would look up.
    if (page.items.length > 0)
      round.run ??= await openRun(ports.database.db, { id: ports.newId(), base: base.rowId, at: ports.now() })
    const cursor = { base: base.rowId, stream: STREAM, value: page.cursor }
    const counts = await receive(partner, page.items, {
      run: round.run?.rowId ?? 0,
      author: base.name,
      own: false,
      ...(page.said && { said: page.said }),
      together: async (ctx) => {
        const until = later(ports.now(), LEASE_MS)
        if (!(await holdBase(ctx.db, round.held, until))) throw new Lost()
        await saveCursor(ctx.db, { ...cursor, at: ports.now() })
      },
    })
    addTally(round.tally, counts)
    round.pages += page.said?.length || 1
    if (round.signal.aborted) return
  }
}

async function finish(partner: Partner, round: Round, end: Pick<Run, 'outcome' | 'reason'>): Promise<void> {
  if (!round.run) return
  const { ports } = partner
  await closeRun(ports.database.db, round.run, { ...end, at: ports.now(), counts: round.tally, requests: round.pages })
}
