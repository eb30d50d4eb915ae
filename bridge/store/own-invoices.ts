/** One invoice as an action sees it: who may touch it, where its request stands. */
import type { InvoiceState } from '../domain/invoice.ts'
import type { Context } from './context.ts'
import { onlySeenInvoice } from './visibility.ts'

export interface OwnInvoice {
  rowId: number
  id: string
  state: InvoiceState
  dealRowId: number | null
  baseRowId: number
  totalMinor: number
  managerId: string | null
  department: string
}

/** @returns undefined when it is not there or the viewer may not see it */
export async function findOwnInvoice(ctx: Context, id: string): Promise<OwnInvoice | undefined> {
  const row = (await ctx
    .db('invoices')
    .leftJoin('deals', 'deals.id', 'invoices.deal_id')
    .leftJoin('users', 'users.id', 'deals.manager_id')
    .where('invoices.uuid', id)
    .modify(onlySeenInvoice(ctx))
    .first('invoices.*', 'users.uuid as manager', 'users.department as department')) as
    Record<string, string | number | null> | undefined
  if (!row) return undefined
  return {
    rowId: Number(row['id']),
    id: String(row['uuid']),
    state: row['state'] as InvoiceState,
    dealRowId: row['deal_id'] === null ? null : Number(row['deal_id']),
    baseRowId: Number(row['base_id']),
    totalMinor: Number(row['total_minor']),
    managerId: row['manager'] === null ? null : String(row['manager']),
    department: String(row['department'] ?? ''),
  }
}
