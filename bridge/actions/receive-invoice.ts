/**
 * Takes invoices from the base: number, date, sums and marks are the base's word. A change of one of ours is kept as a
 * version that its manager has to look at; a new number does not hide the old one.
 */
import type { InvoiceRecord } from '../domain/received.ts'
import { invoiceState } from '../domain/invoice-state.ts'
import { takeAwaited } from '../store/awaited-invoices.ts'
import { insertRows } from '../store/bulk.ts'
import { changeInvoice, storeLines } from '../store/changed-invoice.ts'
import { liveIntentOf, settleIntent } from '../store/intents.ts'
import { invoiceRowsToChange, lineRow, type InvoiceRow, type StoredInvoiceRow } from '../store/invoice-rows.ts'
import { keepVersion } from '../store/invoice-versions.ts'
import { settleInvoices } from '../store/settlement.ts'
import { settleTroubles } from '../store/troubles.ts'
import { applied, conflict, linkUp, seen, type Arrival, type Receiving, type Verdict } from './receiving.ts'
import { followFacts } from './follow-fact.ts'

type InvoiceArrival = Arrival<InvoiceRecord>

export async function receiveInvoices(ctx: Receiving, arrivals: InvoiceArrival[]): Promise<Verdict[]> {
  const [whole, verdicts] = withParties(ctx, arrivals)
  const known = await invoiceRowsToChange(
    ctx.db,
    whole.flatMap(({ link }) => (link ? [link.ourId] : [])),
  )
  const fresh = whole.filter(({ link }) => !link)
  const ids = await insertRows(
    ctx.db,
    { table: 'invoices', same: Object.assign(seen(ctx), NEW) },
    fresh.map((arrival) => newRow(ctx, arrival)),
  )
  const rowOf = new Map(fresh.map((arrival, at) => [arrival.key, ids[at] ?? 0]))
  for (const arrival of whole) {
    const before = arrival.link && known.get(arrival.link.ourId)
    if (before) await changeKnown(ctx, before, arrival)
    if (arrival.link) rowOf.set(arrival.key, arrival.link.ourId)
  }
  await takeLines(ctx, whole, rowOf)
  await linkUp(ctx, { noun: 'invoice', arrivals: whole }, (arrival) => rowOf.get(arrival.key) ?? 0)
  await afterChange(ctx, [...known.values()])
  await shareOutAwaited(ctx, ctx.again ? whole : fresh, rowOf)
  return [...verdicts, ...whole.map(({ key }) => applied(key))]
}

/** An invoice without a counterparty or firm that we know cannot be shown to anybody: a visible conflict. */
function withParties(ctx: Receiving, arrivals: InvoiceArrival[]): [InvoiceArrival[], Verdict[]] {
  const whole: InvoiceArrival[] = []
  const rest: Verdict[] = []
  for (const arrival of arrivals) {
    const { counterpartyKey, organisationKey, number } = arrival.record
    const both =
      ctx.ourId('counterparty', counterpartyKey) !== undefined &&
      ctx.ourId('organisation', organisationKey) !== undefined
    if (both) whole.push(arrival)
    else rest.push(conflict(arrival.key, 'invoice.unknown-party', { number }))
  }
  return [whole, rest]
}

/** Columns that follow from the record alone. */
function columns(ctx: Receiving, record: InvoiceRecord) {
  return {
    counterparty_id: ctx.ourId('counterparty', record.counterpartyKey) ?? 0,
    organisation_id: ctx.ourId('organisation', record.organisationKey) ?? 0,
    contract_id: ctx.ourId('contract', record.contractKey) ?? null,
    number: record.number,
    date: record.date,
    vat_included: record.vatIncluded,
    total_minor: record.totalMinor,
    vat_minor: record.lines.reduce((sum, line) => sum + line.vatMinor, 0),
    posted: record.posted,
    marked: record.marked,
    comment: record.comment,
  }
}

/** What no new invoice of the base has yet. */
const NEW = { deal_id: null, former_numbers: '[]', paid_minor: 0 }

function newRow(ctx: Receiving, { record }: InvoiceArrival): Partial<InvoiceRow> {
  const { posted, marked, totalMinor } = record
  const state = invoiceState({ posted, marked, totalMinor, gone: false, paidMinor: 0 }, null)
  return Object.assign(columns(ctx, record), { uuid: ctx.newId(), state })
}

async function changeKnown(ctx: Receiving, before: StoredInvoiceRow, { record }: InvoiceArrival): Promise<void> {
  // The answer to our own posting needs no question: the step of its request is part of this very transaction.
  const settled = before.deal_id === null || (ctx.own && record.posted)
  const intent = settled ? undefined : await liveIntentOf(ctx.db, 'invoice', before.id)
  if (record.posted && intent?.state === 'refused' && !ctx.again)
    await settleIntent(ctx.db, { noun: 'invoice', subjectRowId: before.id, at: ctx.now() })
  const renumbered = before.number !== '' && before.number !== record.number
  const former = JSON.parse(before.former_numbers) as string[]
  const { posted, marked, totalMinor } = record
  const facts = { posted, marked, totalMinor, gone: false, paidMinor: before.paid_minor }
  const set = Object.assign(columns(ctx, record), seen(ctx), {
    former_numbers: JSON.stringify(renumbered ? [...new Set([...former, before.number])] : former),
    state: invoiceState(facts, intent?.state ?? null),
    version: before.version + 1,
  })
  await changeInvoice(ctx.db, ctx.causeOf('invoice'), { rowId: before.id, before, set })
  if (record.posted && !ctx.again)
    await settleTroubles(ctx.db, { noun: 'invoice', subject: before.uuid }, { who: ctx.base.name, at: ctx.now() })
}

async function takeLines(ctx: Receiving, arrivals: InvoiceArrival[], rowOf: Map<string, number>): Promise<void> {
  const rows = arrivals.flatMap(({ key, record }) =>
    record.lines.map((line, at) =>
      lineRow({ invoice: rowOf.get(key) ?? 0, product: ctx.ourId('product', line.productKey) ?? null, at }, line),
    ),
  )
  const known = arrivals.flatMap(({ link }) => (link ? [link.ourId] : []))
  await storeLines(ctx.db, ctx.causeOf('invoice'), { known, rows })
}

/** What a change of a known invoice brings: its version, its payments shared out anew, the stage of its deal. */
async function afterChange(ctx: Receiving, changed: StoredInvoiceRow[]): Promise<void> {
  const deals = await settleInvoices(
    ctx.db,
    changed.map(({ id }) => id),
    ctx.causeOf('invoice'),
  )
  const version = { author: ctx.author, at: ctx.now(), acknowledged: ctx.own }
  for (const row of changed) {
    if (row.deal_id !== null && !ctx.again) await keepVersion(ctx.db, row.id, version)
    ctx.changed('invoice', row.uuid)
  }
  await followFacts(ctx, deals)
}

/** Payments that named an invoice before it could be taken: what waited for it lies on it from now on. */
async function shareOutAwaited(ctx: Receiving, fresh: InvoiceArrival[], rowOf: Map<string, number>): Promise<void> {
  const keys = fresh.map(({ key }) => key)
  const awaited = await takeAwaited(ctx.db, ctx.base.rowId, keys)
  // Nothing of it lies on the invoice before the sharing out, which also sees whether the payment counts.
  const rows = awaited.map(({ key, paymentId, row, namedMinor }) => {
    const about = { payment_id: paymentId, invoice_id: rowOf.get(key) ?? 0, row, named_minor: namedMinor }
    return { ...about, amount_minor: 0, reason: 'named-in-base' }
  })
  await insertRows(ctx.db, 'allocations', rows)
  await followFacts(
    ctx,
    await settleInvoices(ctx.db, [...new Set(rows.map((row) => row.invoice_id))], ctx.causeOf('invoice')),
  )
}
