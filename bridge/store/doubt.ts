/** Requests of a database that is older than its base: each may have been carried out since, and is looked for first. */
import type { Db } from './db.ts'
import { appendJournal } from './journal.ts'

interface Doubtful {
  id: number
  noun: string
  foreign_key: string
}

/**
 * Nothing of it is sent before the base has been asked for it, and none may be withdrawn as if it had never left. Whoever
 * still holds one has lost it.
 * @returns how many
 */
export async function doubtRequests(tx: Db, base: number, at: string): Promise<number> {
  const open = ['queued', 'sending', 'uncertain', 'refused']
  const rows: Doubtful[] = await tx('intents')
    .where('base_id', base)
    .whereIn('state', open)
    .select('id', 'noun', 'foreign_key')
  await mayHaveLeft(tx, base, at)
  await tx('intents')
    .where('base_id', base)
    .whereIn('state', ['queued', 'sending', 'uncertain'])
    .update({ state: 'uncertain', next_try_at: at, lease_owner: '', lease_until: '', updated_at: at })
    .increment('fence', 1)
  const head = { base, run: 0, at, mappingVersion: '' }
  const lines = rows.map(({ noun, foreign_key: foreignKey }) => ({ ...DOUBTED, noun, foreignKey }))
  await appendJournal(tx, head, lines)
  return rows.length
}

/** As far as this database knows no byte of these has left; the one that it is a copy of may know better. */
async function mayHaveLeft(tx: Db, base: number, at: string): Promise<void> {
  await tx('intents')
    .where({ base_id: base, sent: 0 })
    .whereIn('state', ['queued', 'refused'])
    .update({ sent: 1, updated_at: at })
}

const DOUBTED = { direction: 'out' as const, version: '', outcome: 'doubted', reason: '', body: {} }
