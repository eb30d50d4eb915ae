/** Which rounds brought these changes, and when did each begin? */
import type { KeptChange } from '../store/former-rows.ts'
import type { Asking, Row } from './asking.ts'
import { number, text } from './rows.ts'

/** By row id. */
export type Runs = Map<number, { id: string; startedAt: string }>

export async function runsOf({ db }: Asking, changes: KeptChange[]): Promise<Runs> {
  const ids = [...new Set(changes.map(({ runId }) => runId).filter((id) => id > 0))]
  if (ids.length === 0) return new Map()
  const rows: Row[] = await db('runs').whereIn('id', ids).select('id', 'uuid', 'started_at')
  return new Map(rows.map((row) => [number(row, 'id'), { id: text(row, 'uuid'), startedAt: text(row, 'started_at') }]))
}
