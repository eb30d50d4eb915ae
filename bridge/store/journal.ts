/** The journal of the exchange: what a base told us and what we told it, per record, append-only, inputs kept. */
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, brotliDecompressSync, constants, type BrotliOptions } from 'node:zlib'
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'

export interface JournalLine {
  direction: 'in' | 'out'
  noun: string
  foreignKey: string
  version: string
  /** `applied` `skipped` `conflict` `pending` for what came in; `sent` `stored` `posted` `refused` `uncertain` `doubted` for what went out. */
  outcome: string
  reason: string
  /** What was said; left to the observation when the line has an `item`. */
  body?: unknown
  /** Place in the list of the observed answer, from 0. */
  item?: number
}

export interface JournalHead {
  base: number
  run: number
  at: string
  mappingVersion: string
  /** The answer that brought all records of the lines, as `packed` gives it. */
  answer?: Uint8Array
}

export async function appendJournal(db: Db, where: JournalHead, lines: JournalLine[]): Promise<void> {
  if (lines.length === 0) return
  const observation = where.answer ? await keepObservation(db, where.answer) : null
  const same = {
    base_id: where.base,
    run_id: where.run,
    at: where.at,
    mapping_version: where.mappingVersion,
    observation_id: observation,
  }
  const rows = lines.map((line) => ({
    direction: line.direction,
    noun: line.noun,
    foreign_key: line.foreignKey,
    version: line.version,
    outcome: line.outcome,
    reason: line.reason,
    body: line.item === undefined ? JSON.stringify(line.body) : '',
    item: line.item ?? null,
  }))
  await insertRows(db, { table: 'journal', same }, rows)
}

/** What was said about the record of a line; undefined = there is no such line. @param id row id of the line */
export async function saidIn(db: Db, id: number): Promise<unknown> {
  const line: { body: string; item: number | null; packed: Uint8Array | null } | undefined = await db('journal')
    .leftJoin('observations', 'observations.id', 'journal.observation_id')
    .where('journal.id', id)
    .first('journal.body', 'journal.item', 'observations.body as packed')
  if (!line) return undefined
  if (line.packed === null || line.item === null) return JSON.parse(line.body)
  const answer = JSON.parse(brotliDecompressSync(line.packed).toString('utf8')) as { value: unknown[] }
  return answer.value[line.item]
}

/** @returns its row id */
async function keepObservation(db: Db, body: Uint8Array): Promise<number> {
  const [stored] = (await db('observations').insert({ body }).returning('id')) as { id: number }[]
  return stored?.id ?? 0
}

/**
 * An answer as it is kept: JSON in UTF-8, its list under `value`. A large one is packed in another thread, for a page takes as long as
 * putting in more than a hundred of its records.
 */
export async function packed(said: Uint8Array): Promise<Uint8Array> {
  return said.length < SMALL_BYTES ? brotliCompressSync(said, PACKING) : inAnotherThread(said, PACKING)
}

const inAnotherThread = promisify<Uint8Array, BrotliOptions, Uint8Array>(brotliCompress)

/** Below this the way to another thread takes longer than the packing. */
const SMALL_BYTES = 65_536
/** Measured on pages of documents: the quickest packing makes a fourteenth of them, at 750 MB a second. */
const PACKING: BrotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }
