/** Puts the lines of an offer into a deal, in the place of the former ones. */
import { allow } from '../domain/allow.ts'
import { multiply, sumMinor } from '../domain/money.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { replaceDealLines } from '../store/deal-lines.ts'
import { changeDeal, findDeal } from '../store/deals.ts'
import { productsByIds } from '../store/products.ts'

export interface SaveLines {
  /** Of the deal that was looked at. */
  version: number
  lines: { productId: string | null; text: string; quantityMilli: number; priceMinor: number }[]
}

/** 10 billion roubles in kopecks: above it somebody mistyped. */
const MOST_MINOR = 1_000_000_000_000

/** @throws Problem `deal.not-found` `access.denied` `deal.changed` `product.not-found` `invoice.too-large` */
export async function saveLines(ctx: Context, dealId: string, input: SaveLines): Promise<void> {
  await ctx.transaction(async (tx) => {
    const deal = await findDeal(tx, dealId)
    allow(tx.viewer, 'change-deal', deal)
    if (deal.version !== input.version) throw new Problem('deal.changed', { deal: dealId })
    const lines = await drawUpLines(tx, input.lines)
    const totalMinor = sumMinor(lines.map((line) => line.sumMinor))
    if (totalMinor > MOST_MINOR) throw new Problem('invoice.too-large', {}, 'lines')
    await replaceDealLines(tx.db, deal.rowId, lines)
    await changeDeal(tx, { rowId: deal.rowId, version: deal.version }, { totalMinor })
    const facts = { lines: lines.length, totalMinor }
    await noteDealEvent(tx, deal.rowId, { code: 'deal.lines-saved', facts })
    await audit(tx, { action: 'save-lines', subject: `deal:${dealId}`, facts })
  })
}

async function drawUpLines(ctx: Context, asked: SaveLines['lines']) {
  const ids = asked.flatMap(({ productId }) => (productId === null ? [] : [productId.toLowerCase()]))
  const products = await productsByIds(ctx, [...new Set(ids)])
  return asked.map(({ productId, text, quantityMilli, priceMinor }, at) => {
    const product = productId === null ? null : products.get(productId.toLowerCase())
    if (product === undefined) throw new Problem('product.not-found', {}, `lines.${at}.productId`)
    return {
      id: ctx.newId(),
      position: at + 1,
      productRowId: product?.rowId ?? null,
      text: text.trim(),
      quantityMilli,
      priceMinor,
      sumMinor: lineSum({ quantityMilli, priceMinor, at }),
    }
  })
}

/** Checked before multiplying, so that no intermediate number is inexact. */
function lineSum({ quantityMilli, priceMinor, at }: { quantityMilli: number; priceMinor: number; at: number }): number {
  if (BigInt(quantityMilli) * BigInt(priceMinor) > BigInt(MOST_MINOR) * 1000n)
    throw new Problem('invoice.too-large', {}, `lines.${at}.priceMinor`)
  return multiply(quantityMilli, priceMinor)
}
