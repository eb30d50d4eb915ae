/** Journal lines of a run that works with what the journal holds: each leads to the words that it repeats instead of keeping them twice. */
import type { Noun } from '../domain/sync.ts'
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { ToldLine } from './journal-told.ts'

export interface AgainLine {
  noun: Noun
  key: string
  /** Version of the record that the words are about. */
  version: string
  outcome: string
  reason: string
  mappingVersion: string
  /** The line whose words it repeats. */
  words: Pick<ToldLine, 'id' | 'observation' | 'item'>
}

/** @param where row ids of base and run, and the moment of the rows that changed */
export async function appendAgain(
  db: Db,
  where: { base: number; run: number; at: string },
  lines: AgainLine[],
): Promise<void> {
  const bodies = await bodiesOf(db, lines)
  const rows = lines.map(({ words, ...line }) => ({
    noun: line.noun,
    foreign_key: line.key,
    version: line.version,
    outcome: line.outcome,
    reason: line.reason,
    mapping_version: line.mappingVersion,
    observation_id: words.item === null ? null : words.observation,
    item: words.item,
    body: bodies.get(words.id) ?? '',
  }))
  const same = { base_id: where.base, run_id: where.run, at: where.at, direction: 'in' }
  await insertRows(db, { table: 'journal', same }, rows)
}

/** Ids per question: below every database's limit of parameters. */
const BATCH = 500

/** Words that stand in a line of their own are short, and only lines with words are found by their record: they are repeated. */
async function bodiesOf(db: Db, lines: AgainLine[]): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  const ids = [...new Set(lines.map(({ words }) => words.id))]
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows: { id: number; body: string }[] = await db('journal')
      .whereIn('id', ids.slice(from, from + BATCH))
      .select('id', 'body')
    for (const { id, body } of rows) found.set(id, body)
  }
  return found
}
