/** How much waits: requests by base and state, open troubles. For monitoring; no names, no sums. */
import type { Asking, Row } from './asking.ts'
import { number, text } from './rows.ts'
import { OPEN_INTENTS } from './queue.ts'

export interface Figures {
  intents: { base: string; state: string; count: number }[]
  openTroubles: number
}

export async function figures({ db }: Pick<Asking, 'db'>): Promise<Figures> {
  const rows = (await db('intents')
    .join('bases', 'bases.id', 'intents.base_id')
    .whereIn('intents.state', OPEN_INTENTS)
    .groupBy('bases.name', 'intents.state')
    .select('bases.name as base', 'intents.state as state')
    .count({ number: 'intents.id' })) as Row[]
  const troubles = (await db('troubles').where('state', 'open').count({ number: 'id' }).first()) as Row
  return {
    intents: rows.map((row) => ({ base: text(row, 'base'), state: text(row, 'state'), count: number(row, 'number') })),
    openTroubles: number(troubles, 'number'),
  }
}
