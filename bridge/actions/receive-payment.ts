/**
 * Takes bank and cash receipts from the base as facts: which invoice each row of the receipt names is the accountant's
 * word, the rest is the payer's advance. A status of an invoice is never believed, only these rows are.
 */
import type { ReceiptRecord, ReceiptRowRecord } from '../domain/received.ts'
import { awaitInvoices, awaitNothing, type AwaitedInvoice } from '../store/awaited-invoices.ts'
import { insertRows } from '../store/bulk.ts'
import { allocationTargets, dropAllocations, invoiceUuids, type AllocationRow } from '../store/payment-rows.ts'
import { settleInvoices } from '../store/settlement.ts'
import { followFacts } from './follow-fact.ts'
import {
  applied,
  causeNamed,
  linkUp,
  seen,
  skipped,
  type Arrival,
  type Columns,
  type Receiving,
  type Verdict,
} from './receiving.ts'

type ReceiptArrival = Arrival<ReceiptRecord>
type Channel = 'bank' | 'cash'

/** @param channel which kind of receipt the arrivals are; both live in one table */
export async function receivePayments(
  ctx: Receiving,
  channel: Channel,
  arrivals: ReceiptArrival[],
): Promise<Verdict[]> {
  const foreign = arrivals.filter(({ record, link }) => !record.fromBuyer && !link)
  const ours = arrivals.filter((arrival) => !foreign.includes(arrival))
  const rowOf = await storePayments(ctx, channel, ours)
  const known = ours.flatMap(({ link }) => (link ? [link.ourId] : []))
  const before = await allocationTargets(ctx.db, known)
  await dropAllocations(ctx.db, known)
  await awaitNothing(ctx.db, known)
  const rows = ours.flatMap((arrival) => allocationsOf(ctx, arrival, rowOf.get(arrival.key) ?? 0))
  await insertRows(ctx.db, 'allocations', rows)
  const awaited = ours.flatMap((arrival) => awaitedOf(ctx, arrival, rowOf.get(arrival.key) ?? 0))
  await awaitInvoices(ctx.db, ctx.base.rowId, awaited)
  const noun = channel === 'bank' ? 'bank-receipt' : 'cash-receipt'
  await linkUp(ctx, { noun, arrivals: ours }, ({ key }) => rowOf.get(key) ?? 0)
  await settle(ctx, [...new Set([...before, ...rows.map((row) => row.invoice_id)])])
  return [...foreign.map(({ key }) => skipped(key, 'skip.not-from-buyer')), ...ours.map(({ key }) => applied(key))]
}

async function storePayments(
  ctx: Receiving,
  channel: Channel,
  arrivals: ReceiptArrival[],
): Promise<Map<string, number>> {
  const fresh = arrivals.filter(({ link }) => !link)
  const ids = await insertRows(
    ctx.db,
    { table: 'payments', same: { ...seen(ctx), channel, payer_name: '' } },
    fresh.map((arrival) => Object.assign(columns(ctx, arrival), { uuid: ctx.newId() })),
  )
  const rowOf = new Map(fresh.map((arrival, at) => [arrival.key, ids[at] ?? 0]))
  for (const arrival of arrivals) {
    if (!arrival.link) continue
    rowOf.set(arrival.key, arrival.link.ourId)
    await ctx
      .db('payments')
      .where('id', arrival.link.ourId)
      .update({ ...columns(ctx, arrival), ...seen(ctx) })
      .increment('version', 1)
  }
  return rowOf
}

function columns(ctx: Receiving, { record }: ReceiptArrival): Columns {
  const named = record.rows.reduce((sum, row) => sum + (target(ctx, row) === undefined ? 0 : row.amountMinor), 0)
  return {
    number: record.number,
    date: record.date,
    bank_number: record.bankNumber,
    bank_date: record.bankDate,
    counterparty_id: ctx.ourId('counterparty', record.counterpartyKey) ?? null,
    organisation_id: ctx.ourId('organisation', record.organisationKey) ?? null,
    amount_minor: record.amountMinor,
    advance_minor: counts(record) ? record.amountMinor - named : 0,
    purpose: record.purpose,
    posted: record.posted,
    marked: record.marked,
  }
}

function allocationsOf(ctx: Receiving, { record }: ReceiptArrival, paymentId: number): AllocationRow[] {
  return record.rows.flatMap((row, at) => {
    const invoiceId = target(ctx, row)
    if (invoiceId === undefined) return []
    return {
      payment_id: paymentId,
      invoice_id: invoiceId,
      row: at + 1,
      named_minor: row.amountMinor,
      amount_minor: counts(record) ? row.amountMinor : 0,
      reason: 'named-in-base',
    }
  })
}

/** Rows that name an invoice which cannot be taken yet: until it comes, they are part of the advance. */
function awaitedOf(ctx: Receiving, { record }: ReceiptArrival, paymentId: number): AwaitedInvoice[] {
  return record.rows.flatMap((row, at) => {
    if (row.invoiceKey === '' || target(ctx, row) !== undefined) return []
    return { key: row.invoiceKey, paymentId, row: at + 1, namedMinor: row.amountMinor }
  })
}

function target(ctx: Receiving, row: ReceiptRowRecord): number | undefined {
  return row.invoiceKey === '' ? undefined : ctx.ourId('invoice', row.invoiceKey)
}

/** Only a posted, unmarked payment of a buyer moves money. */
function counts(record: ReceiptRecord): boolean {
  return record.posted && !record.marked && record.fromBuyer
}

async function settle(ctx: Receiving, invoiceIds: number[]): Promise<void> {
  const deals = await settleInvoices(ctx.db, invoiceIds, causeNamed(ctx, 'bank-receipt', 'settled'))
  for (const uuid of await invoiceUuids(ctx.db, invoiceIds)) ctx.changed('invoice', uuid)
  await followFacts(ctx, deals)
}
