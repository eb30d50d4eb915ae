/** How much waits: requests by base and state, open troubles, differences of the latest reconciliation. For monitoring; no names, no sums. */
import { OPEN_STATES } from '../domain/sync.ts'
import type { Asking, Row } from './asking.ts'
import { number, text } from './rows.ts'

export interface Figures {
  intents: { base: string; state: string; count: number }[]
  openTroubles: number
  /** Of the latest finished certificate of each base; `at` is UTC ISO text. */
  reconciled: { base: string; differences: number; at: string }[]
}

export async function figures({ db }: Pick<Asking, 'db'>): Promise<Figures> {
  const rows = (await db('intents')
    .join('bases', 'bases.id', 'intents.base_id')
    .whereIn('intents.state', OPEN_STATES)
    .groupBy('bases.name', 'intents.state')
    .select('bases.name as base', 'intents.state as state')
    .count({ number: 'intents.id' })) as Row[]
  const troubles = (await db('troubles').where('state', 'open').count({ number: 'id' }).first()) as Row
  return {
    intents: rows.map((row) => ({ base: text(row, 'base'), state: text(row, 'state'), count: number(row, 'number') })),
    openTroubles: number(troubles, 'number'),
    reconciled: await reconciled(db),
  }
}

async function reconciled(db: Asking['db']): Promise<Figures['reconciled']> {
  const latest = db('certificates').where('state', 'done').groupBy('base_id').max('id')
  const open = db('differences')
    .whereRaw('differences.certificate_id = certificates.id')
    .whereNot('differences.state', 'mended')
    .count('differences.id')
  const rows = (await db('certificates')
    .join('bases', 'bases.id', 'certificates.base_id')
    .whereIn('certificates.id', latest)
    .select('bases.name as base', 'certificates.finished_at as at', { number: open })) as Row[]
  return rows.map((row) => ({ base: text(row, 'base'), differences: number(row, 'number'), at: text(row, 'at') }))
}
