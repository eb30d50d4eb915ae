/** Takes the news that the base physically deleted records: what they did is reversed, what they were stays readable. */
import type { Noun } from '../domain/sync.ts'
import { formerly, keepChanges, rowsBefore } from '../store/changes.ts'
import { touchLink, type Link } from '../store/links.ts'
import { allocationTargets, dropAllocations } from '../store/payment-rows.ts'
import { settleInvoices } from '../store/settlement.ts'
import { followFacts } from './follow-fact.ts'
import { causeNamed, applied, type Receiving, type Verdict } from './receiving.ts'

const TABLES: Record<Noun, string> = {
  organisation: 'organisations',
  counterparty: 'counterparties',
  contract: 'contracts',
  product: 'products',
  invoice: 'invoices',
  'bank-receipt': 'payments',
  'cash-receipt': 'payments',
}

export async function receiveGone(ctx: Receiving, links: Link[]): Promise<Verdict[]> {
  for (const link of links) {
    await keepBefore(ctx, link)
    await ctx
      .db(TABLES[link.noun])
      .where('id', link.ourId)
      .update({ gone: true, as_of: ctx.now() })
      .increment('version', 1)
    if (!ctx.again) await touchLink(ctx.db, ctx.base.rowId, { ...link, gone: true, version: '', hash: '' })
    if (link.noun === 'invoice') await loseInvoice(ctx, link.ourId)
    if (TABLES[link.noun] === 'payments') await losePayment(ctx, link.ourId)
  }
  return links.map((link) => applied(link.foreignKey))
}

/** Payments have no history of their own: what they did to invoices is part of theirs. */
async function keepBefore(ctx: Receiving, { noun, ourId }: Link): Promise<void> {
  if (noun === 'bank-receipt' || noun === 'cash-receipt') return
  const before = (await rowsBefore(ctx.db, noun, [ourId])).get(ourId) ?? {}
  const version = Number(Reflect.get(before, 'version')) + 1
  const set = { gone: true, as_of: ctx.now(), version, ...(noun === 'invoice' && { state: 'gone', posted: false }) }
  await keepChanges(ctx.db, causeNamed(ctx, noun, 'deleted'), [{ noun, ourId, was: formerly(before, set) }])
}

async function loseInvoice(ctx: Receiving, id: number): Promise<void> {
  await ctx.db('invoices').where('id', id).update({ state: 'gone', posted: false })
  const row: { uuid: string } | undefined = await ctx.db('invoices').where('id', id).first('uuid')
  if (row) ctx.changed('invoice', row.uuid)
  await followFacts(ctx, await settleInvoices(ctx.db, [id], ctx.causeOf('invoice')))
}

async function losePayment(ctx: Receiving, id: number): Promise<void> {
  const targets = await allocationTargets(ctx.db, [id])
  await dropAllocations(ctx.db, [id])
  await ctx.db('payments').where('id', id).update({ advance_minor: 0, posted: false })
  await followFacts(ctx, await settleInvoices(ctx.db, targets, causeNamed(ctx, 'bank-receipt', 'settled')))
}
