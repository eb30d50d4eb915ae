/** Which payments came, and on which invoices does their money lie? */
import type { Allocation, AllocationReason, Payment } from '../domain/payment.ts'
import type { Asking, Query, Row } from './asking.ts'
import { groupBy, number, sourceOf, text, textOrNull, yes } from './rows.ts'

/** Payments with their allocations, newest first; `narrow` says which. */
export async function payments(asking: Asking, narrow: (query: Query) => void): Promise<Payment[]> {
  const rows: Row[] = await asking
    .db('payments')
    .leftJoin('counterparties', 'counterparties.id', 'payments.counterparty_id')
    .leftJoin('organisations', 'organisations.id', 'payments.organisation_id')
    .leftJoin('bases', 'bases.id', 'payments.base_id')
    .select(
      'payments.*',
      'counterparties.uuid as counterparty_uuid',
      'organisations.uuid as organisation_uuid',
      'bases.name as base_name',
    )
    .modify(narrow)
    .orderBy([
      { column: 'payments.date', order: 'desc' },
      { column: 'payments.id', order: 'desc' },
    ])
  const allocations = groupBy(await allocationsOf(asking, rows), 'payment_id')
  return rows.map((row) => toPayment(row, allocations.get(number(row, 'id')) ?? []))
}

async function allocationsOf({ db }: Asking, rows: Row[]): Promise<Row[]> {
  return db('allocations')
    .join('invoices', 'invoices.id', 'allocations.invoice_id')
    .whereIn(
      'allocations.payment_id',
      rows.map((row) => number(row, 'id')),
    )
    .orderBy('allocations.row')
    .select('allocations.*', 'invoices.uuid as invoice_uuid')
}

function toPayment(row: Row, allocations: Row[]): Payment {
  const id = text(row, 'uuid')
  return {
    id,
    channel: text(row, 'channel') === 'cash' ? 'cash' : 'bank',
    number: text(row, 'number'),
    date: text(row, 'date'),
    bankNumber: text(row, 'bank_number'),
    bankDate: text(row, 'bank_date'),
    counterpartyId: textOrNull(row, 'counterparty_uuid'),
    payerName: text(row, 'payer_name'),
    organisationId: textOrNull(row, 'organisation_uuid'),
    amountMinor: number(row, 'amount_minor'),
    purpose: text(row, 'purpose'),
    posted: yes(row, 'posted'),
    marked: yes(row, 'marked'),
    gone: yes(row, 'gone'),
    allocations: allocations.map((allocation) => toAllocation(allocation, id)),
    advanceMinor: number(row, 'advance_minor'),
    source: sourceOf(row),
  }
}

function toAllocation(row: Row, paymentId: string): Allocation {
  return {
    paymentId,
    invoiceId: text(row, 'invoice_uuid'),
    amountMinor: number(row, 'amount_minor'),
    reason: text(row, 'reason') as AllocationReason,
    row: number(row, 'row'),
  }
}
