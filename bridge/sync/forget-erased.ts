/** What a base says of an erased person is forgotten before anything of it is kept: only its mark for deletion is taken. */
import type { Receiving } from '../actions/receiving.ts'
import { erasedCounterparty, erasedWords } from '../domain/personal-data.ts'
import type { Records } from '../domain/received.ts'
import { erasedKeys } from '../store/tombstones.ts'
import { arrivalOf } from './arrival.ts'
import type { Batch } from './sift.ts'

/** Inside the transaction of the page: an erasure that was committed while the page was on its way is seen. */
export async function forgetErased(ctx: Receiving, batch: Batch): Promise<void> {
  if (batch.noun !== 'counterparty') return
  const erased = await erasedKeys(ctx.db, ctx.base.rowId, batch.keys)
  if (erased.size === 0) return
  batch.quotesErased = true
  const marks = new Map(batch.arrivals.map(({ key, record }) => [key, (record as Records['counterparty']).marked]))
  for (const [key, act] of erased) {
    const said = batch.raw.get(key)
    if (!said) continue
    const fields = { ...erasedWords(act, marks.get(key) ?? false) }
    batch.raw.set(key, { item: { ...said.item, fields }, at: null })
  }
  batch.arrivals = batch.arrivals.map((arrival) => {
    const act = erased.get(arrival.key)
    if (act === undefined) return arrival
    const record = erasedCounterparty(erasedWords(act, marks.get(arrival.key) ?? false))
    return { ...arrival, ...arrivalOf(arrival, record, arrival.link) }
  })
}
