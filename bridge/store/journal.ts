/** The journal of the exchange: what a base told us and what we told it, per record, append-only, inputs kept. */
import { insertRows } from './bulk.ts'
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

export async function appendJournal(
  db: Db,
  where: { base: number; run: number; at: string; mappingVersion: string },
  lines: JournalLine[],
): Promise<void> {
  const head = { base_id: where.base, run_id: where.run, at: where.at, mapping_version: where.mappingVersion }
  const rows = lines.map(({ foreignKey, body, ...line }) => ({
    ...head,
    ...line,
    foreign_key: foreignKey,
    body: JSON.stringify(body),
  }))
  await insertRows(db, 'journal', rows)
}
