/** Reads records again that a person has asked for out of a certificate, and sees whether both sides agree afterwards. */
import type { Foreign } from '../../../connectors/connector.ts'
import { askedDifferences, settleDifference, type StoredDifference } from '../../store/differences.ts'
import { documentsByKey } from '../../store/mirror-documents.ts'
import { forgetLink, restoreLink } from '../../store/relink.ts'
import { closeRun, openRun } from '../../store/runs.ts'
import { decide } from '../outcome.ts'
import { readRecord, type Partner } from '../partner.ts'
import { addTally, receive, type Tally } from '../receive.ts'
import { judge } from './judge.ts'
import { Teller } from './theirs.ts'

/** So many in one round; the next round takes the rest. */
const MOST_AT_ONCE = 100

/** One run for all of them: they stand in the journal like everything that a base has told. */
export async function readAskedAgain(partner: Partner, signal: AbortSignal): Promise<void> {
  const { ports, base } = partner
  const { db } = ports.database
  const asked = await askedDifferences(db, base.rowId, MOST_AT_ONCE)
  if (asked.length === 0) return
  const run = await openRun(db, { id: ports.newId(), base: base.rowId, at: ports.now(), kind: 'read-again' })
  const counts: Tally = {}
  let end: { outcome: 'done' | 'failed'; reason: string } = { outcome: 'done', reason: '' }
  for (const difference of asked) {
    const reason = signal.aborted ? 'run.interrupted' : await tryOne(partner, difference, { run: run.rowId, counts })
    if (reason === '') continue
    // What is left stays asked for; the round of reading that follows finds out what is wrong with the connection.
    end = { outcome: 'failed', reason }
    break
  }
  await closeRun(db, run, { ...end, at: ports.now(), counts, requests: asked.length })
}

interface Reading {
  run: number
  /** Of the whole run; what was read is added. */
  counts: Tally
}

/** @returns why nothing more can be read now, '' = go on. A record that the base refuses to give does not hold up the others. */
async function tryOne(partner: Partner, difference: StoredDifference, { run, counts }: Reading): Promise<string> {
  const { ports, base } = partner
  try {
    addTally(counts, await readOne(partner, difference, run))
    return ''
  } catch (error) {
    const decision = decide(error, { step: 'look', attempts: 0, ageMs: 0, chance: ports.chance() })
    ports.log('read-again.failed', { base: base.name, reason: decision.reason, error })
    if (decision.do === 'retry') return decision.reason
    await settleDifference(ports.database.db, difference.rowId, { state: 'stayed', at: ports.now() })
    return ''
  }
}

async function readOne(partner: Partner, difference: StoredDifference, run: number): Promise<Tally> {
  const { ports, base } = partner
  const { noun, foreignKey: key, body } = difference
  const of = { base: base.rowId, noun, key }
  const item = (await readRecord(partner, noun, key)) ?? goneOf(partner, difference)
  await ports.database.transaction(async (db) => {
    if (body.unlinked !== undefined) await restoreLink(db, { ...of, ourId: body.unlinked })
    // As if we had never seen it: an equal version says nothing when one side was changed past the exchange.
    else await forgetLink(db, of)
  })
  const counts = await receive(partner, [item], { run, author: base.name, own: false })
  const state = (await agree(partner, difference, item)) ? 'mended' : 'stayed'
  await settleDifference(ports.database.db, difference.rowId, { state, at: ports.now() })
  ports.publish({ what: 'certificate', id: difference.certificateId })
  return counts
}

function goneOf({ mappings }: Partner, { noun, foreignKey: key }: StoredDifference): Foreign {
  return { kind: mappings[noun]?.kind ?? '', key, version: '', gone: true, fields: {} }
}

async function agree(partner: Partner, { noun, foreignKey: key }: StoredDifference, item: Foreign): Promise<boolean> {
  const [theirs] = item.gone ? [] : await new Teller(partner).tell(noun, [item])
  const held = await documentsByKey(partner.ports.database.db, { base: partner.base.rowId, noun }, [key])
  return judge(theirs, held.get(key)) === null
}
