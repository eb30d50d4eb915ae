/** Which bases are we connected to, how are they, and how much waits for each? */
import { LIVE_STATES, type BaseHealth } from '../domain/sync.ts'
import type { BaseLine } from './answers.ts'
import type { Asking, Query, Row } from './asking.ts'
import { json, number, text } from './rows.ts'
import { onlySeenTroubles } from './troubles.ts'

const UNKNOWN: BaseHealth = { state: 'never-seen', reason: '', since: '', nextTryAt: null, lastSeenAt: null }
const MOST_BASES = 100

export async function bases(asking: Asking): Promise<{ items: BaseLine[] }> {
  return { items: (await baseRows(asking)).map(toBaseLine) }
}

/** Rows for `toBaseLine`; `narrow` says which. Troubles are counted as this viewer will find them listed. */
export async function baseRows(asking: Asking, narrow: (query: Query) => void = () => undefined): Promise<Row[]> {
  const { db } = asking
  const queued = db('intents')
    .whereRaw('intents.base_id = bases.id')
    .whereIn('intents.state', LIVE_STATES)
    .count('intents.id')
  const troubles = db('troubles')
    .whereRaw('troubles.base_id = bases.id')
    .where('troubles.state', 'open')
    .modify(onlySeenTroubles(asking))
    .count('troubles.id')
  return db('bases')
    .where('bases.enabled', true)
    .modify(narrow)
    .orderBy('bases.id')
    .limit(MOST_BASES)
    .select('bases.*', { queued, troubles })
}

export function toBaseLine(row: Row): BaseLine {
  return {
    id: text(row, 'uuid'),
    name: text(row, 'name'),
    health: json(row, 'health', UNKNOWN),
    queued: number(row, 'queued'),
    openTroubles: number(row, 'troubles'),
  }
}
