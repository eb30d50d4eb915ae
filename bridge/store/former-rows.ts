/** A row as it was: its changes are undone, newest first, down to the moment that is asked about. */
import { TABLES, type Tracked, type Was } from './changes.ts'
import type { Db } from './db.ts'

export interface KeptChange {
  id: number
  noun: Tracked
  ourId: number
  at: string
  who: string
  deed: string
  runId: number
  mappingVersion: string
  /** null = it was not there before. */
  was: Was | null
}

export type Row = Record<string, string | number | boolean | null | undefined>

export interface Former {
  /** `not-yet` = it was not there; `unknown` = its changes were not kept then. */
  state: 'known' | 'not-yet' | 'unknown'
  /** Before this moment nothing is known of it, UTC ISO text; null = all of it is known. */
  knownSince: string | null
  /** With `lines` of an invoice as text; of a state that is not `known` only `as_of` is to be trusted. null = not there. */
  row: Row | null
  /** Since when it is there; null = since before its changes were kept, or without a moment of its own. */
  bornAt: string | null
  /** The latest change up to that moment that was kept. */
  last: KeptChange | undefined
}

type Recorded = Exclude<Tracked, 'tie'>

/** Changes per question, and in all: a record with more is known since the oldest of them. */
const PAGE_SIZE = 500
const MOST_UNDONE = 10_000

/** @param at UTC ISO text; what happened at that very moment has happened */
export async function rowAt(db: Db, { noun, row }: { noun: Recorded; row: Row }, at: string): Promise<Former> {
  const { undone, last, tooMany } = await changesAfter(db, { noun, ourId: Number(row['id']) }, at)
  const former: Row = { ...row }
  for (const { was, at: bornAt } of undone) {
    if (was === null) return { state: 'not-yet', knownSince: null, row: null, bornAt, last: undefined }
    for (const [column, value] of Object.entries(was))
      former[column] = Array.isArray(value) ? JSON.stringify(value) : (value as Row[string])
  }
  const since = tooMany ? (undone.at(-1)?.at ?? '') : await beginningOf(db, noun, Number(row['id']))
  const found = { knownSince: since, row: former, bornAt: null, last }
  if (last) return { ...found, state: 'known' }
  if (since !== null) return { ...found, state: at < since ? 'unknown' : 'known' }
  // Brought by the base, and not changed between then and the oldest line.
  const bornAt = String(former['as_of'] ?? '')
  return at < bornAt ? { ...found, state: 'not-yet', row: null, bornAt } : { ...found, state: 'known', bornAt }
}

/** Newest first. @param before row id of a change: only older ones */
export async function changesOf(
  db: Db,
  { noun, ourIds, before }: { noun: Tracked; ourIds: number[]; before?: number },
  limit: number,
): Promise<KeptChange[]> {
  const rows = (await db('changes')
    .where({ noun })
    .whereIn('our_id', ourIds)
    .modify((query) => {
      if (before !== undefined) void query.where('id', '<', before)
    })
    .orderBy('id', 'desc')
    .limit(limit)) as Line[]
  return rows.map(fromLine)
}

/** When the changes of a record began to be kept; null = it has been so since the record is there. */
export async function beginningOf(db: Db, noun: Recorded, ourId: number): Promise<string | null> {
  const row: { at: string } | undefined = await db('changes')
    .where({ noun: 'beginning', deed: noun })
    .where('our_id', '>=', ourId)
    .first('at')
  return row?.at ?? null
}

/** Names of records at a moment, by row id. */
export async function namesAt(
  db: Db,
  { noun, ids }: { noun: Recorded; ids: number[] },
  at: string,
): Promise<Map<number, string>> {
  const names = new Map<number, string>()
  const rows = (await db(TABLES[noun]).whereIn('id', ids)) as Row[]
  for (const row of rows) {
    const former = await rowAt(db, { noun, row }, at)
    names.set(Number(row['id']), String((former.row ?? row)['name'] ?? ''))
  }
  return names
}

interface Undone {
  undone: KeptChange[]
  last: KeptChange | undefined
  tooMany: boolean
}

async function changesAfter(db: Db, of: { noun: Tracked; ourId: number }, at: string): Promise<Undone> {
  const undone: KeptChange[] = []
  const where = { noun: of.noun, ourIds: [of.ourId] }
  for (let page = await changesOf(db, where, PAGE_SIZE); page.length > 0;) {
    // In the order of their ids: the clocks of two servers may differ by a little.
    const reached = page.findIndex((change) => change.at <= at)
    undone.push(...(reached === -1 ? page : page.slice(0, reached)))
    if (reached !== -1) return { undone, last: page[reached], tooMany: false }
    if (undone.length >= MOST_UNDONE) return { undone, last: undefined, tooMany: true }
    const oldest = undone.at(-1)
    page = await changesOf(db, { ...where, ...(oldest && { before: oldest.id }) }, PAGE_SIZE)
  }
  return { undone, last: undefined, tooMany: false }
}

interface Line {
  id: number
  noun: Tracked
  our_id: number
  at: string
  who: string
  deed: string
  run_id: number
  mapping_version: string
  was: string
}

function fromLine({ our_id: ourId, run_id: runId, mapping_version: mappingVersion, was, ...line }: Line): KeptChange {
  return { ...line, ourId, runId, mappingVersion, was: was === '' ? null : (JSON.parse(was) as Was) }
}
