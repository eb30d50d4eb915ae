/**
 * Finds the journal lines of one record. Lines with words of their own are found by an index; those of a whole answer have none,
 * because it would cost as much as the lines themselves. They are found by their moment: ids grow with time, so a few questions by id
 * lead to the lines of the transaction that brought the row as it stands.
 */
import type { Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'

export interface FoundLine {
  id: number
  runId: number
  at: string
  direction: 'in' | 'out'
  version: string
  outcome: string
  reason: string
  mappingVersion: string
}

export interface Sought {
  /** Row id of the base. */
  base: number
  noun: Noun
  key: string
  /** When the row of ours was last brought up to date, UTC ISO text. */
  asOf: string
}

interface Row {
  id: number
  run_id: number
  at: string
  direction: 'in' | 'out'
  version: string
  outcome: string
  reason: string
  mapping_version: string
}

const COLUMNS = ['id', 'run_id', 'at', 'direction', 'version', 'outcome', 'reason', 'mapping_version']
/** Lines of one record that are looked at, newest first. */
const MOST_LINES = 50

/** Newest first: what came in and what went out about the record, word for word in each line. */
export async function singleLines(db: Db, { base, noun, key }: Sought): Promise<FoundLine[]> {
  const rows: Row[] = await db('journal')
    .where({ foreign_key: key, noun, base_id: base })
    .whereNull('observation_id')
    .orderBy('id', 'desc')
    .limit(MOST_LINES)
    .select(COLUMNS)
  return rows.map(fromRow)
}

/** The latest words of its own by that moment: what came in, or the draft that a base answered to a request of ours. */
export async function tellingLine(db: Db, { base, noun, key }: Sought, at: string): Promise<FoundLine | undefined> {
  const row: Row | undefined = await db('journal')
    .where({ foreign_key: key, noun, base_id: base })
    .whereNull('observation_id')
    .where('at', '<=', at)
    .where((tells) => {
      void tells
        .where('direction', 'in')
        .orWhere((drafted) => drafted.where('outcome', 'stored').whereNot('body', '{}'))
    })
    .orderBy('id', 'desc')
    .first(COLUMNS)
  return row && fromRow(row)
}

/** A page is saved, journal included, within so long of its moment, milliseconds; clocks of servers differ by less. */
export const BEFORE_MS = 2_000
export const AFTER_MS = 30_000
/** Most lines that are passed over, about 0.2 s; what is sought stands near the beginning. */
const MOST_PASSED = 200_000

/** The line by which an answer that is kept whole brought the row as it stands; undefined = it came otherwise. */
export async function lineOfAnswer(db: Db, { base, noun, key, asOf }: Sought): Promise<FoundLine | undefined> {
  const from = await firstSince(db, moved(asOf, -BEFORE_MS))
  const until = await firstSince(db, moved(asOf, AFTER_MS))
  const row: Row | undefined = await db('journal')
    .where('id', '>=', from)
    .where('id', '<', Math.min(until, from + MOST_PASSED))
    .where({ foreign_key: key, noun, base_id: base, direction: 'in' })
    .whereNotNull('observation_id')
    .where('at', '>=', asOf)
    // The first: a line is written right after the moment of its row.
    .orderBy('id')
    .first(COLUMNS)
  return row && fromRow(row)
}

/** Id of the first line written at that moment or later, halving the ids; one above the last when there is none. */
export async function firstSince(db: Db, at: string): Promise<number> {
  // One end per question: SQLite walks all ids to answer for both at once.
  const first = (await db('journal').orderBy('id').first('id')) as Id | undefined
  const last = (await db('journal').orderBy('id', 'desc').first('id')) as Id | undefined
  let low = first?.id ?? 0
  let high = (last?.id ?? 0) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const line = (await db('journal').where('id', '>=', middle).orderBy('id').first('id', 'at')) as
      { id: number; at: string } | undefined
    if (!line || line.at >= at) high = middle
    else low = line.id + 1
  }
  return low
}

interface Id {
  id: number
}

export function moved(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString()
}

function fromRow({ run_id: runId, mapping_version: mappingVersion, ...row }: Row): FoundLine {
  return { ...row, runId, mappingVersion }
}
