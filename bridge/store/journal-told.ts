/** What a base has told, read back from the journal in the order in which it came, with its words. */
import { brotliDecompressSync } from 'node:zlib'
import { erasedIn } from '../domain/personal-data.ts'
import type { Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'

/** A line about something that came in. */
export interface ToldLine {
  id: number
  runId: number
  at: string
  noun: Noun
  key: string
  version: string
  outcome: string
  reason: string
  mappingVersion: string
  /** Where its words stand when not in the line: row id of the answer, and the place in its list. */
  observation: number | null
  item: number | null
}

/** Outcomes after which our rows said what the line says: taken when it came, or once more when a run was taken back. */
export const TAKEN = ['applied', 'reversed']

/** What was applied, or could not be. */
export const JUDGED = [...TAKEN, 'skipped', 'conflict', 'pending']

export interface ToldOf {
  /** Row id. */
  base: number
  outcomes: string[]
  /** Row id of a run; absent = of any. */
  run?: number
  /** Line ids: `from` on, and below `until`. */
  from: number
  until?: number
}

const PAGE_SIZE = 1_000

interface LineRow {
  id: number
  run_id: number
  at: string
  noun: Noun
  foreign_key: string
  version: string
  outcome: string
  reason: string
  mapping_version: string
  observation_id: number | null
  item: number | null
}

const COLUMNS = ['id', 'run_id', 'at', 'noun', 'foreign_key', 'version', 'outcome', 'reason', 'mapping_version']

/** Oldest first, a page at a time. */
export async function* toldLines(db: Db, of: ToldOf): AsyncGenerator<ToldLine[]> {
  for (let from = of.from; ;) {
    const lines = await pageOf(db, of, (query) => query.where('id', '>=', from).orderBy('id', 'asc'))
    const last = lines.at(-1)
    if (!last) return
    yield lines
    from = last.id + 1
  }
}

/** Newest first, from below `until` down to `from`. */
export async function* toldLinesBack(db: Db, of: ToldOf & { until: number }): AsyncGenerator<ToldLine[]> {
  for (let until = of.until; ;) {
    const lines = await pageOf(db, { ...of, until }, (query) => query.where('id', '>=', of.from).orderBy('id', 'desc'))
    const last = lines.at(-1)
    if (!last) return
    yield lines
    until = last.id
  }
}

type Lines = ReturnType<Db['queryBuilder']>

async function pageOf(db: Db, of: ToldOf, narrow: (query: Lines) => Lines): Promise<ToldLine[]> {
  const query = db('journal')
    .where({ base_id: of.base, direction: 'in' })
    .whereIn('outcome', of.outcomes)
    .limit(PAGE_SIZE)
    .select([...COLUMNS, 'observation_id', 'item'])
  if (of.run !== undefined) void query.where('run_id', of.run)
  if (of.until !== undefined) void query.where('id', '<', of.until)
  return ((await narrow(query)) as LineRow[]).map(fromRow)
}

function fromRow(row: LineRow): ToldLine {
  const { id, at, noun, version, outcome, reason, item } = row
  const found = { runId: row.run_id, key: row.foreign_key, mappingVersion: row.mapping_version }
  return { id, at, noun, version, outcome, reason, item, ...found, observation: row.observation_id }
}

/** Ids per question: below every database's limit of parameters. */
const BATCH = 500
/** Answers that stay unpacked: lines that follow one another share theirs. */
const MOST_UNPACKED = 4

/** Words of lines: those of a whole answer are unpacked once for all its lines that follow one another. */
export class Words {
  readonly #db: Db
  readonly #unpacked = new Map<number, unknown[]>()

  constructor(db: Db) {
    this.#db = db
  }

  /** @returns by id of the line what the base said about its record */
  async of(lines: Pick<ToldLine, 'id' | 'observation' | 'item'>[]): Promise<Map<number, Record<string, unknown>>> {
    const said = new Map<number, Record<string, unknown>>()
    const own = lines.filter(({ observation, item }) => observation === null || item === null)
    for (let from = 0; from < own.length; from += BATCH) {
      const ids = own.slice(from, from + BATCH).map(({ id }) => id)
      const rows: { id: number; body: string }[] = await this.#db('journal').whereIn('id', ids).select('id', 'body')
      for (const { id, body } of rows) said.set(id, JSON.parse(body) as Record<string, unknown>)
    }
    for (const { id, observation, item } of lines)
      if (observation !== null && item !== null) said.set(id, (await this.#answer(observation))[item] as never)
    return said
  }

  async #answer(id: number): Promise<unknown[]> {
    const known = this.#unpacked.get(id)
    if (known) return known
    const row: { body: Uint8Array } | undefined = await this.#db('observations').where('id', id).first('body')
    const value = row ? (JSON.parse(brotliDecompressSync(row.body).toString('utf8')) as { value: unknown[] }).value : []
    if (this.#unpacked.size >= MOST_UNPACKED) this.#unpacked.clear()
    this.#unpacked.set(id, value)
    return value
  }
}

/** Words of a line that says no more than that the base has deleted the record. */
export function isGone(said: Record<string, unknown>): boolean {
  return said['gone'] === true && Object.keys(said).length === 1
}

/** Words of a line about a person who was erased since. */
export function isErased(said: Record<string, unknown>): boolean {
  return erasedIn(said) !== undefined
}
