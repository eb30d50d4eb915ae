/** Reads the journal by other rules, from a run on: which records would say something else, and on demand lets them say it. */
import type { RunCounts } from '../../domain/sync.ts'
import { appendAgain } from '../../store/journal-again.ts'
import { linksByKey, type Link } from '../../store/links.ts'
import { Words, type ToldLine } from '../../store/journal-told.ts'
import { raiseConflicts, settleConflicts } from '../conflicts.ts'
import { dispatch } from '../dispatch.ts'
import type { Mapping, Mappings } from '../mapping/mapping.ts'
import { READ_ORDER } from '../partner.ts'
import { latestLines } from './latest-lines.ts'
import { Reader, type Read } from './read-anew.ts'
import { receivingOf, rowsNamedBy, type AnyArrival, type Telling, type Verdict } from './telling.ts'
import { Tally, type Replayed } from './replay-tally.ts'

/** Records that are read together. */
const BATCH = 500

type Given = Omit<Telling, 'rows'>

/**
 * Each record once, by the latest that the base has said of it.
 * @param given transaction, author and moment; it must not be committed when this fails
 * @param what rules by noun, the first line that counts, and the run into whose lines it is written
 * @throws Problem `journal.rules-lost` `journal.lookup-not-kept` `journal.field-not-kept`
 */
export async function replay(
  given: Given,
  what: { mappings: Mappings; from: number; run: number },
): Promise<Replayed & { counts: Record<string, RunCounts> }> {
  const latest = await latestLines(given.db, given.base.rowId, what.from)
  const tally = new Tally()
  for (const noun of READ_ORDER) {
    const lines = latest.filter((line) => line.noun === noun)
    const mapping = what.mappings[noun]
    if (!mapping || mapping.direction === 'out') tally.leave(noun, lines.length)
    else await replayNoun(given, { mapping, lines, tally, run: what.run })
  }
  return { ...tally.answer(), counts: tally.counts }
}

interface OfNoun {
  mapping: Mapping
  lines: ToldLine[]
  tally: Tally
  run: number
}

async function replayNoun(given: Given, { mapping, lines, tally, run }: OfNoun): Promise<void> {
  const { db, base } = given
  const { noun } = mapping
  const reader = await Reader.open(given, mapping)
  const words = new Words(db)
  for (let from = 0; from < lines.length; from += BATCH) {
    const some = lines.slice(from, from + BATCH)
    const links = await linksByKey(
      db,
      { base: base.rowId, noun },
      some.map(({ key }) => key),
    )
    const read = await reader.read(some, await words.of(some))
    const other = read.filter(({ same, line }) => !same && !links.get(line.key)?.gone)
    const verdicts = await take(given, { mapping, links, read: other })
    await write(given, { mapping, run, read: other, verdicts })
    tally.add(noun, { read, verdicts })
  }
}

interface Taking {
  mapping: Mapping
  links: Map<string, Link>
  read: Read[]
}

/** @returns what became of each, by key */
async function take(given: Given, { mapping: { noun, version }, links, read }: Taking): Promise<Map<string, Verdict>> {
  const arrivals: AnyArrival[] = read.flatMap((one) => arrivalOf(one, links.get(one.line.key)))
  const rows = await rowsNamedBy(given, noun, arrivals)
  const ctx = receivingOf({ ...given, rows, rules: version })
  const verdicts = [
    ...read.flatMap(({ unreadable }) => unreadable ?? []),
    ...(await dispatch(ctx, { noun, arrivals, gone: [] })),
  ]
  await raiseConflicts(ctx, { noun, verdicts })
  await settleConflicts(ctx, { noun, verdicts })
  return new Map(verdicts.map((verdict) => [verdict.key, verdict]))
}

function arrivalOf({ line, record, hash, day }: Read, link: Link | undefined): AnyArrival[] {
  // What was seen of the base since has not changed by our reading it otherwise.
  return record ? [{ key: line.key, version: link?.version || line.version, hash, day, record, link }] : []
}

interface Writing {
  mapping: Mapping
  run: number
  read: Read[]
  verdicts: Map<string, Verdict>
}

async function write({ db, base, at }: Given, { mapping, run, read, verdicts }: Writing): Promise<void> {
  const lines = read.flatMap(({ line }) => {
    const verdict = verdicts.get(line.key)
    // Left out then and left out now: nothing has happened.
    if (!verdict || (verdict.outcome === line.outcome && verdict.outcome !== 'applied')) return []
    const { noun, key, version } = line
    const { outcome, reason } = verdict
    return [{ noun, key, version, outcome, reason, mappingVersion: mapping.version, words: line }]
  })
  await appendAgain(db, { base: base.rowId, run, at }, lines)
}
