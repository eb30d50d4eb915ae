/** Links between our rows and the base's records: one of theirs belongs to one of ours, one of ours may have many. */
import type { Noun } from '../domain/sync.ts'
import { insertIfFree, insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import { among, statement, type Values } from './statement.ts'
import { updateOf } from './update.ts'

export interface Link {
  noun: Noun
  ourId: number
  foreignKey: string
  /** DataVersion last seen. */
  version: string
  /** Hash of the record as last applied. */
  hash: string
  /** Date of a document `YYYY-MM-DD`, '' for catalogues. */
  day: string
  gone: boolean
}

interface LinkRow {
  noun: Noun
  our_id: number
  foreign_key: string
  version: string
  hash: string
  day: string
  gone: number | boolean
}

/** Keys per question: below every database's limit of parameters. */
const BATCH = 500

/** Links of one noun in one base (row id). */
export interface LinksOf {
  base: number
  noun: Noun
}

export async function linksByKey(db: Db, { base, noun }: LinksOf, keys: string[]): Promise<Map<string, Link>> {
  const found = new Map<string, Link>()
  for (let from = 0; from < keys.length; from += BATCH) {
    const rows = await rowsByKey(db, { base, noun, keys: keys.slice(from, from + BATCH) })
    for (const row of rows) found.set(row.foreign_key, fromRow(row))
  }
  return found
}

const rowsByKey = statement<LinksOf & Values & { keys: string[] }, LinkRow[]>((db, its) =>
  db('links').where({ base_id: its.base, noun: its.noun }).modify(among('foreign_key', its.keys)),
)

/** The link of one of our rows in a base; the newest that is not gone, else the newest. */
export async function linkOf(db: Db, { base, noun }: LinksOf, ourId: number): Promise<Link | undefined> {
  const row: LinkRow | undefined = await db('links')
    .where({ base_id: base, noun, our_id: ourId })
    .orderBy([{ column: 'gone' }, { column: 'id', order: 'desc' }])
    .first()
  return row && fromRow(row)
}

/** Links of several of our rows in a base; where a row has more than one, the newest that is not gone, else the newest. */
export async function linksOfRows(db: Db, base: number, rows: Pick<Link, 'noun' | 'ourId'>[]): Promise<Link[]> {
  const wanted = new Map<Noun, Set<number>>()
  for (const { noun, ourId } of rows) wanted.set(noun, (wanted.get(noun) ?? new Set()).add(ourId))
  const found: Link[] = []
  for (const [noun, ids] of wanted) found.push(...(await linksOfNoun(db, { base, noun }, [...ids])))
  return found
}

async function linksOfNoun(db: Db, { base, noun }: LinksOf, ids: number[]): Promise<Link[]> {
  const found = new Map<number, Link>()
  for (let from = 0; from < ids.length; from += BATCH)
    for (const row of await rowsOfOurs(db, { base, noun, ids: ids.slice(from, from + BATCH) }))
      found.set(row.our_id, fromRow(row))
  return [...found.values()]
}

/** Of one noun: SQLite tries a list of nouns with each of a list of ids, which takes it six times as long as noun by noun. */
const rowsOfOurs = statement<LinksOf & Values & { ids: number[] }, LinkRow[]>((db, its) =>
  db('links')
    .where({ base_id: its.base, noun: its.noun })
    .modify(among('our_id', its.ids))
    .orderBy([{ column: 'gone', order: 'desc' }, { column: 'id' }]),
)

/** Keys of documents dated in `[from, until)`, or of all records without bounds; those known to be gone are left out. */
export async function keysWithin(
  db: Db,
  { base, noun }: LinksOf,
  days?: { from: string; until: string },
): Promise<string[]> {
  const rows = db('links').where({ base_id: base, noun, gone: false }).select('foreign_key')
  // Said twice, because the index of days holds nothing else and is used only where that is said in its own words.
  if (days) void rows.whereRaw(`day <> ''`).where('day', '>=', days.from).where('day', '<', days.until)
  return ((await rows) as { foreign_key: string }[]).map((row) => row.foreign_key)
}

export async function addLinks(db: Db, base: number, links: Link[]): Promise<void> {
  const rows = links.map((link) => ({
    noun: link.noun,
    our_id: link.ourId,
    foreign_key: link.foreignKey,
    version: link.version,
    hash: link.hash,
    day: link.day,
    gone: link.gone,
  }))
  await insertRows(db, { table: 'links', same: { base_id: base } }, rows)
}

/** Couples a row with the key under which the base now holds it, unless that is known already. */
export async function coupleRow(
  db: Db,
  base: number,
  { noun, ourId, foreignKey }: Pick<Link, 'noun' | 'ourId' | 'foreignKey'>,
): Promise<void> {
  const link = { noun, ourId, foreignKey, version: '', hash: '', day: '', gone: false }
  await insertIfFree(db, 'links', { base_id: base, ...toRow(link) })
}

/** Somebody else has stored another version of the record since it was looked at: look again. */
export class Overtaken extends Error {}

/** Stores the version, hash and day last seen. */
export async function touchLink(db: Db, base: number, link: Link): Promise<void> {
  const { noun, foreign_key, ...seen } = toRow(link)
  await db('links').where({ base_id: base, noun, foreign_key }).update(seen)
}

/**
 * The same for a record that is being applied.
 * @param from what was held when the record was looked at
 * @throws Overtaken when another version is held by now, and the transaction must not be committed
 */
export async function moveLink(db: Db, base: number, { link, from }: { link: Link; from: Link }): Promise<void> {
  const { noun, foreign_key: key, ...set } = toRow(link)
  const change = { set, before: toRow(from) }
  if ((await move(db, { base, noun, key, from: from.version, to: link.version }, change)) === 0) throw new Overtaken()
}

const INDEXED = ['our_id', 'day'] as const

type Moved = { base: number; noun: Noun; key: string; from: string; to: string }

const move = updateOf<Moved>(
  'links',
  (query, its) =>
    void query
      .where({ base_id: its.base, noun: its.noun, foreign_key: its.key })
      .whereIn('version', [its.from, its.to]),
  INDEXED,
)

function fromRow(row: LinkRow): Link {
  const { our_id: ourId, foreign_key: foreignKey, gone, noun, version, hash, day } = row
  return { noun, ourId, foreignKey, version, hash, day, gone: Boolean(gone) }
}

function toRow(link: Link): Omit<LinkRow, 'gone'> & { gone: boolean } {
  const { noun, ourId: our_id, foreignKey: foreign_key, version, hash, day, gone } = link
  return { noun, our_id, foreign_key, version, hash, day, gone }
}
