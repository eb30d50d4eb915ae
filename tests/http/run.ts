/** A finished run of the one base with a line about a counterparty, in rows. */
import { randomUUID } from 'node:crypto'
import type { Db } from '../../bridge/store/db.ts'

const AT = '2026-02-16T08:00:00.000Z'

/** @returns its id by the noun of an address */
export async function seedRun(db: Db): Promise<{ runs: string }> {
  const runs = randomUUID()
  const base: { id: number } | undefined = await db('bases').first('id')
  const counts = { counterparty: { seen: 1, applied: 1, skipped: 0, conflict: 0, pending: 0 } }
  const row = { uuid: runs, base_id: base?.id, started_at: AT, finished_at: AT, outcome: 'done' }
  await db('runs').insert({ ...row, counts: JSON.stringify(counts) })
  const stored: { id: number } | undefined = await db('runs').where('uuid', runs).first('id')
  const line = { noun: 'counterparty', foreign_key: randomUUID(), version: 'AAAA', outcome: 'applied', reason: '' }
  const said = { body: JSON.stringify({ Description: 'Ромашка' }), mapping_version: '0123456789abcdef' }
  await db('journal').insert({ base_id: base?.id, run_id: stored?.id, at: AT, direction: 'in', ...line, ...said })
  return { runs }
}
