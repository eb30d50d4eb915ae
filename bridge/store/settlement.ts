/**
 * Puts allocations, paid sums and advances in order for a set of invoices: an invoice takes no more than its total, the
 * oldest payment first; what is left over stays with the payer as advance. Only posted, unmarked, present payments count:
 * an allocation of any other has an effective amount of zero.
 */
import { formerly, keepChanges, type Cause } from './changes.ts'
import type { Db } from './db.ts'
import { among, statement } from './statement.ts'

/** Ids per statement: below every database's limit of parameters. */
const BATCH = 400

/** @returns row ids of deals whose invoices were touched. */
export async function settleInvoices(db: Db, invoiceIds: number[], cause: Cause): Promise<number[]> {
  const deals = new Set<number>()
  for (let from = 0; from < invoiceIds.length; from += BATCH) {
    const ids = invoiceIds.slice(from, from + BATCH)
    await shareOut(db, ids)
    await countPaid(db, ids, cause)
    for (const id of await dealsOf(db, ids)) deals.add(id)
  }
  return [...deals]
}

/** Finds the invoices on which more was put than they could take, or on which a payment does not count; shares those out. */
async function shareOut(db: Db, ids: number[]): Promise<void> {
  for (const { id } of await uneven(db, { ids })) await shareOutOne(db, id)
}

/** Row ids of invoices. */
type OfInvoices = { ids: number[] }

const uneven = statement<OfInvoices, { id: number }[]>((db, its) =>
  db('allocations')
    .join('invoices', 'invoices.id', 'allocations.invoice_id')
    .modify(among('allocations.invoice_id', its.ids))
    .groupBy('invoices.id', 'invoices.total_minor')
    .havingRaw(
      'sum(allocations.named_minor) > invoices.total_minor or ' +
        'sum(case when allocations.amount_minor <> allocations.named_minor then 1 else 0 end) > 0',
    )
    .select('invoices.id as id'),
)

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

/** Paid sum and the state that follows from it, for invoices that the base holds posted. */
async function countPaid(db: Db, ids: number[], cause: Cause): Promise<void> {
  const before = await sumsOf(db, { ids })
  await sumPaid(db, { ids })
  await stateBySums(db, { ids })
  const after = new Map((await sumsOf(db, { ids })).map((sums) => [sums.id, sums]))
  const changes = before.map((sums) => {
    return { noun: 'invoice' as const, ourId: sums.id, was: formerly(sums, after.get(sums.id) ?? sums) }
  })
  await keepChanges(db, cause, changes)
}

interface Sums {
  id: number
  paid_minor: number | string
  state: string
}

const sumsOf = statement<OfInvoices, Sums[]>((db, its) =>
  db('invoices').modify(among('id', its.ids)).select('id', 'paid_minor', 'state'),
)

const sumPaid = statement<OfInvoices, number>((db, its) => {
  const paid = db('allocations').whereRaw('allocations.invoice_id = invoices.id').sum('amount_minor')
  return db('invoices')
    .modify(among('id', its.ids))
    .update({ paid_minor: db.raw('coalesce((?), 0)', [paid]) })
})

const stateBySums = statement<OfInvoices, number>((db, its) =>
  db('invoices')
    .modify(among('id', its.ids))
    .whereIn('state', ['issued', 'part-paid', 'paid'])
    .whereRaw(`state <> ${STATE_BY_SUMS}`)
    .update({ state: db.raw(STATE_BY_SUMS) }),
)

/** What is unchanged is not written again: most first payments leave an invoice paid, most invoices have none. */
const STATE_BY_SUMS = `case when paid_minor <= 0 then 'issued' when paid_minor >= total_minor then 'paid' else 'part-paid' end`

async function dealsOf(db: Db, ids: number[]): Promise<number[]> {
  return (await dealIds(db, { ids })).map((row) => row.deal_id)
}

const dealIds = statement<OfInvoices, { deal_id: number }[]>((db, its) =>
  db('invoices').modify(among('id', its.ids)).whereNotNull('deal_id').distinct('deal_id'),
)
