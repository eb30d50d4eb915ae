/** Shows on the invoice where its request stands, as soon as that changes. */
import { invoiceState } from '../domain/invoice-state.ts'
import { changeInvoice } from '../store/changed-invoice.ts'
import type { Db } from '../store/db.ts'
import { invoiceRowsToChange } from '../store/invoice-rows.ts'
import type { Held } from './hold.ts'
import type { Change } from './ports.ts'

/** @returns what screens must be told of after the transaction */
export async function showState(db: Db, held: Held): Promise<Change[]> {
  if (held.intent.noun !== 'invoice') return []
  const row = (await invoiceRowsToChange(db, [held.intent.subjectRowId])).get(held.intent.subjectRowId)
  if (!row) return []
  const { posted, marked, gone, total_minor: totalMinor, paid_minor: paidMinor } = row
  const inBase = row.as_of === '' ? null : { posted, marked, gone, totalMinor, paidMinor }
  const state = invoiceState(inBase, held.state)
  if (state !== row.state) {
    const cause = { at: held.at(), who: held.intent.authorName, deed: 'moved', run: 0, rules: '' }
    await changeInvoice(db, cause, { rowId: row.id, before: row, set: { state } })
  }
  return [{ what: 'invoice', id: row.uuid }]
}
