/** Rebuilds the mirror of a base from the journal alone: emptied, then told line by line what the base has told, in its order. */
import { Problem } from '../../domain/problem.ts'
import type { Noun, RunCounts } from '../../domain/sync.ts'
import type { Base } from '../../store/bases.ts'
import type { Db } from '../../store/db.ts'
import { emptyMirror, type Emptied } from '../../store/empty-mirror.ts'
import type { Link } from '../../store/links.ts'
import { mirrorHash, type MirrorHash } from '../../store/mirror-hash.ts'
import { isGone, TAKEN, toldLines, Words, type ToldLine } from '../../store/journal-told.ts'
import { dispatch } from '../dispatch.ts'
import { refuseGaps } from './reach.ts'
import { readSaid, Rules } from './rules.ts'
import { receivingOf, Rows, type AnyArrival, type JournalPorts, type Telling, type Verdict } from './telling.ts'

export interface Rebuilt {
  /** Lines of the journal that were told again. */
  lines: number
  /** Lines of records whose link is lost: their rows, where there are any, stay as they are. */
  withoutLink: number
  /** Rows that were not there any more and came back. */
  cameBack: number
  before: MirrorHash
  after: MirrorHash
  equal: boolean
  counts: Record<string, RunCounts>
}

/**
 * @param db the transaction in which it happens; it must not be committed when this fails
 * @throws Problem `journal.too-short` `journal.lines-missing` `journal.rules-lost` `journal.lookup-not-kept` `journal.not-repeatable`
 */
export async function rebuildMirror(ports: JournalPorts, base: Base, db: Db): Promise<Rebuilt> {
  const before = await mirrorHash(db, base.rowId)
  const emptied = await emptyMirror(db, base.rowId)
  await refuseGaps(db, base.rowId, emptied)
  const round = new Rebuilding({ ports, base, db }, emptied)
  for await (const lines of toldLines(db, { base: base.rowId, outcomes: TAKEN, from: 0 })) await round.tell(lines)
  const after = await mirrorHash(db, base.rowId)
  const { lines, withoutLink, counts } = round
  const cameBack = emptied.filter(({ lost }) => lost).length
  return { lines, withoutLink, cameBack, before, after, equal: before.hash === after.hash, counts }
}

class Rebuilding {
  lines = 0
  withoutLink = 0
  readonly counts: Record<string, RunCounts> = {}
  readonly #given: { ports: JournalPorts; base: Base; db: Db }
  readonly #rules: Rules
  readonly #words: Words
  readonly #rows = new Rows()
  /** By noun and key. */
  readonly #emptied: Map<string, Emptied>
  readonly #lost: Set<string>

  constructor(given: { ports: JournalPorts; base: Base; db: Db }, emptied: Emptied[]) {
    this.#given = given
    this.#rules = new Rules(given.db, given.base.rowId)
    this.#words = new Words(given.db)
    this.#emptied = new Map(emptied.map((one) => [nameOf(one), one]))
    this.#lost = new Set(emptied.filter(({ lost }) => lost).map(({ noun, ourId }) => `${noun}/${ourId}`))
  }

  async tell(lines: ToldLine[]): Promise<void> {
    const known = lines.filter((line) => this.#emptied.has(nameOf(line)))
    this.withoutLink += lines.length - known.length
    const said = await this.#words.of(known)
    for (const together of groups(known)) await this.#tellGroup(together, said)
  }

  async #tellGroup(lines: ToldLine[], said: Map<number, Record<string, unknown>>): Promise<void> {
    const [first] = lines
    if (!first) return
    const ctx = receivingOf(this.#tellingAt(first.at))
    const gone = lines.filter(({ id }) => isGone(said.get(id) ?? {}))
    const arrivals: AnyArrival[] = []
    for (const line of lines)
      if (!gone.includes(line)) arrivals.push(await this.#arrivalOf(line, said.get(line.id) ?? {}))
    const { noun } = first
    const verdicts = await dispatch(ctx, { noun, arrivals, gone: gone.map((line) => this.#linkOf(line)) })
    refuseOther(noun, verdicts)
    this.#count(noun, lines.length)
  }

  #tellingAt(at: string): Telling {
    const isLost = (noun: Noun, ourId: number) => this.#lost.has(`${noun}/${ourId}`)
    return { ...this.#given, author: '', at, deed: '', run: 0, rows: this.#rows, changes: [], again: { isLost } }
  }

  async #arrivalOf(line: ToldLine, fields: Record<string, unknown>): Promise<AnyArrival> {
    const { noun, key, version, mappingVersion } = line
    const rules = await this.#rules.of(noun, mappingVersion)
    const { record } = readSaid(this.#given.ports, rules, { key, version, fields })
    if (record === null) throw new Problem('journal.not-repeatable', { noun, key, line: line.id })
    return { key, version, hash: '', day: '', record, link: this.#linkOf(line) }
  }

  #linkOf(line: ToldLine): Link {
    const { noun, key: foreignKey } = line
    const ourId = this.#emptied.get(nameOf(line))?.ourId ?? 0
    return { noun, ourId, foreignKey, version: '', hash: '', day: '', gone: false }
  }

  #count(noun: Noun, lines: number): void {
    const counts = (this.counts[noun] ??= { seen: 0, applied: 0, skipped: 0, conflict: 0, pending: 0 })
    counts.seen += lines
    counts.applied += lines
    this.lines += lines
  }
}

const nameOf = ({ noun, key }: { noun: Noun; key: string }) => `${noun}/${key}`

/** Lines that were taken at one moment are taken together again, each record once. */
function groups(lines: ToldLine[]): ToldLine[][] {
  const found: ToldLine[][] = []
  const keys = new Set<string>()
  for (const line of lines) {
    const last = found.at(-1)
    const [first] = last ?? []
    const together = first && first.noun === line.noun && first.at === line.at && !keys.has(line.key)
    if (!together) keys.clear()
    keys.add(line.key)
    if (together) last?.push(line)
    else found.push([line])
  }
  return found
}

/** What was applied then must be applied now, or something is missing that was there. */
function refuseOther(noun: Noun, verdicts: Verdict[]): void {
  const other = verdicts.find(({ outcome }) => outcome !== 'applied')
  if (other) throw new Problem('journal.not-repeatable', { noun, key: other.key, line: 0 })
}
