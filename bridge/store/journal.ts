/** The journal of the exchange: what a base told us and what we told it, per record, append-only, inputs kept. */
import type { Db } from './db.ts'

export interface JournalLine {
  direction: 'in' | 'out'
  noun: string
  foreignKey: string
  version: string
  /** `applied` `skipped` `conflict` `pending` for what came in; `sent` `stored` `posted` `refused` `uncertain` for what went out. */
  outcome: string
  reason: string
  body: unknown
}

/** Lines per insert statement: below every database's limit of parameters. */
const BATCH = 100

export async function appendJournal(
  db: Db,
  where: { base: number; run: number; at: string; mappingVersion: string },
  lines: JournalLine[],
): Promise<void> {
  for (let from = 0; from < lines.length; from += BATCH) {
    const rows = lines.slice(from, from + BATCH).map((line) => ({
      base_id: where.base,
      run_id: where.run,
      at: where.at,
      mapping_version: where.mappingVersion,
      direction: line.direction,
      noun: line.noun,
      foreign_key: line.foreignKey,
      version: line.version,
      outcome: line.outcome,
      reason: line.reason,
      body: JSON.stringify(line.body),
    }))
    await db('journal').insert(rows)
  }
}
