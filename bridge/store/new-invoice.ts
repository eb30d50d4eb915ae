/** Stores an invoice that was just asked for: the base has not seen it yet, so it has neither number nor observation. */
import { sumMinor } from '../domain/money.ts'
import type { InvoiceRequest } from '../domain/request.ts'
import { insertRows } from './bulk.ts'
import { deedOf, keepChanges } from './changes.ts'
import type { Context } from './context.ts'
import { lineRow } from './invoice-rows.ts'
import { keepFirstVersion } from './invoice-versions.ts'

/** @returns id for the outside and row id */
export async function addInvoice(
  ctx: Context,
  about: { dealRowId: number; baseRowId: number },
  request: InvoiceRequest,
): Promise<{ id: string; rowId: number }> {
  const id = ctx.newId()
  const row = {
    uuid: id,
    base_id: about.baseRowId,
    deal_id: about.dealRowId,
    counterparty_id: request.counterpartyId,
    organisation_id: request.organisationId,
    contract_id: request.contractId,
    number: '',
    former_numbers: '[]',
    date: request.moment.slice(0, 10),
    state: 'queued',
    vat_included: request.vatIncluded,
    total_minor: request.totalMinor,
    vat_minor: sumMinor(request.lines.map((line) => line.vatMinor)),
    posted: false,
    comment: request.comment,
  }
  const [rowId = 0] = await insertRows(ctx.db, 'invoices', [row])
  const lines = request.lines.map((line, at) => lineRow({ invoice: rowId, product: line.productId, at }, line))
  await insertRows(ctx.db, 'invoice_lines', lines)
  await keepChanges(ctx.db, deedOf(ctx, 'issue-invoice'), [{ noun: 'invoice', ourId: rowId, was: null }])
  await keepFirstVersion(ctx.db, rowId, { author: ctx.viewer.name, at: ctx.now(), acknowledged: true })
  return { id, rowId }
}
