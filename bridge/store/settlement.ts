/**
 * Puts allocations, paid sums and advances in order for a set of invoices: an invoice takes no more than its total, the
 * oldest payment first; what is left over stays with the payer as advance. Only posted, unmarked, present payments count:
 * an allocation of any other has an effective amount of zero.
 */
import { stateOf, type Settled } from '../domain/settle.ts'
import { formerly, keepChanges, type Cause, type Change } from './changes.ts'
import type { Db } from './db.ts'
import { among, statement } from './statement.ts'

/** Ids per statement: below every database's limit of parameters. */
const BATCH = 400

/** @returns row ids of deals whose invoices were touched. */
export async function settleInvoices(db: Db, invoiceIds: number[], cause: Cause): Promise<number[]> {
  const deals = new Set<number>()
  for (let from = 0; from < invoiceIds.length; from += BATCH) {
    const ids = invoiceIds.slice(from, from + BATCH)
    const standing = await sharedOut(db, ids)
    await countPaid(db, standing, cause)
    for (const { deal_id: deal } of standing) if (deal !== null) deals.add(deal)
  }
  return [...deals]
}

/** Row ids of invoices. */
type OfInvoices = { ids: number[] }

/** An invoice beside what payments put on it: named by the accountant, and taken by the invoice. */
interface Standing {
  id: number
  deal_id: number | null
  total_minor: number | string
  paid_minor: number | string
  state: string
  named_minor: number | string
  taken_minor: number | string
  /** Payments of which it takes another part than was named. */
  cut: number | string
}

const standingOf = statement<OfInvoices, Standing[]>((db, its) =>
  db('invoices')
    .leftJoin('allocations', 'allocations.invoice_id', 'invoices.id')
    .modify(among('invoices.id', its.ids))
    .groupBy('invoices.id', 'invoices.deal_id', 'invoices.total_minor', 'invoices.paid_minor', 'invoices.state')
    .select('invoices.id', 'invoices.deal_id', 'invoices.total_minor', 'invoices.paid_minor', 'invoices.state')
    .select(
      db.raw('coalesce(sum(allocations.named_minor), 0) as named_minor'),
      db.raw('coalesce(sum(allocations.amount_minor), 0) as taken_minor'),
      db.raw('sum(case when allocations.amount_minor <> allocations.named_minor then 1 else 0 end) as cut'),
    ),
)

/** Shares out anew where more is put on an invoice than it can take, or where a payment does not count in full. */
async function sharedOut(db: Db, ids: number[]): Promise<Standing[]> {
  const standing = await standingOf(db, { ids })
  const uneven = standing.filter((its) => Number(its.named_minor) > Number(its.total_minor) || Number(its.cut) > 0)
  for (const { id } of uneven) await shareOutOne(db, id)
  return uneven.length === 0 ? standing : standingOf(db, { ids })
}

interface AllocationRow {
  id: number
  payment_id: number
  named_minor: number | string
  amount_minor: number | string
  live: boolean
}

async function shareOutOne(db: Db, invoiceId: number): Promise<void> {
  const total: { total_minor: number | string } | undefined = await db('invoices')
    .where('id', invoiceId)
    .first('total_minor')
  let room = Math.max(0, Number(total?.total_minor ?? 0))
  for (const row of await allocationsOf(db, invoiceId)) {
    const amount = row.live ? Math.min(room, Number(row.named_minor)) : 0
    room -= amount
    if (amount === Number(row.amount_minor)) continue
    await db('allocations').where('id', row.id).update({ amount_minor: amount })
    if (row.live) await countAdvance(db, row.payment_id)
  }
}

/** Oldest payment first. */
async function allocationsOf(db: Db, invoiceId: number): Promise<AllocationRow[]> {
  const rows = (await db('allocations')
    .join('payments', 'payments.id', 'allocations.payment_id')
    .where('allocations.invoice_id', invoiceId)
    .orderBy([{ column: 'payments.date' }, { column: 'payments.id' }, { column: 'allocations.row' }])
    .select('allocations.*', 'payments.posted', 'payments.marked', 'payments.gone')) as (AllocationRow & {
    posted: unknown
    marked: unknown
    gone: unknown
  })[]
  return rows.map((row) => ({ ...row, live: Boolean(row.posted) && !row.marked && !row.gone }))
}

async function countAdvance(db: Db, paymentId: number): Promise<void> {
  const allocated = db('allocations').where('payment_id', paymentId).sum('amount_minor')
  await db('payments')
    .where('id', paymentId)
    .update({ advance_minor: db.raw('amount_minor - coalesce((?), 0)', [allocated]) })
}

/** Paid sum and the state that follows from it; only what changes is written: most invoices of a first load have no payment yet. */
async function countPaid(db: Db, standing: Standing[], cause: Cause): Promise<void> {
  const changes: Change[] = []
  for (const its of standing) {
    const was = formerly(its, { paid_minor: its.taken_minor, state: stateBySums(its) })
    if (Object.keys(was).length > 0) changes.push({ noun: 'invoice', ourId: its.id, was })
  }
  if (changes.length === 0) return
  const ids = changes.map(({ ourId }) => ourId)
  await writePaid(db, { ids })
  await writeState(db, { ids })
  await keepChanges(db, cause, changes)
}

/** States of an invoice that the base holds posted. */
const SETTLED: Record<Settled['state'], string> = { unpaid: 'issued', 'part-paid': 'part-paid', paid: 'paid' }
const POSTED = Object.values(SETTLED)

function stateBySums({ state, total_minor: total, taken_minor: taken }: Standing): string {
  return POSTED.includes(state) ? SETTLED[stateOf(Number(total), Number(taken))] : state
}

const writePaid = statement<OfInvoices, number>((db, its) => {
  const taken = db('allocations').whereRaw('allocations.invoice_id = invoices.id').sum('amount_minor')
  return db('invoices')
    .modify(among('id', its.ids))
    .update({ paid_minor: db.raw('coalesce((?), 0)', [taken]) })
})

/** As `stateBySums` has it. */
const writeState = statement<OfInvoices, number>((db, its) =>
  db('invoices')
    .modify(among('id', its.ids))
    .whereIn('state', POSTED)
    .update({
      state: db.raw(
        `case when paid_minor <= 0 then 'issued' when paid_minor >= total_minor then 'paid' else 'part-paid' end`,
      ),
    }),
)
