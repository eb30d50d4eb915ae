/** Works out an invoice from what a manager asked for: sums, tax and totals, exactly as the base will arrive at them. */
import { multiply } from './money.ts'
import { Problem } from './problem.ts'
import { documentTotals, generalRate, vatOf } from './vat.ts'

/** `P` = how the caller names a product. */
export interface AskedLine<P> {
  productId: P | null
  /** Printed instead of the name of the product; a line needs one of the two. */
  text: string
  quantityMilli: number
  priceMinor: number
  /** Absent = the general rate of the date, `none` when the organisation pays no VAT. */
  vatRate?: string
}

export interface AskedInvoice<P> {
  /** `YYYY-MM-DD`; decides about the rate. */
  date: string
  vatIncluded: boolean
  /** Does our organisation pay VAT? */
  paysVat: boolean
  lines: AskedLine<P>[]
}

export interface DrawnLine<P> extends AskedLine<P> {
  /** From 1. */
  position: number
  sumMinor: number
  vatRate: string
  vatMinor: number
}

export interface DrawnInvoice<P> {
  lines: DrawnLine<P>[]
  vatMinor: number
  totalMinor: number
}

/** More lines than an accountant would check. */
const MOST_LINES = 1_000
/** The base keeps 15 digits with two of them for kopecks, twelve whole ones for quantities (documented). */
const MOST_MINOR = 999_999_999_999_999
const MOST_MILLI = 999_999_999_999_999

/**
 * @throws Problem `invoice.no-lines` `invoice.too-many-lines` `invoice.line-empty` `invoice.line-quantity`
 * `invoice.line-price` `invoice.too-large` `vat.unknown-rate`, with the field, e.g. `lines.0.quantity`
 */
export function drawUpInvoice<P>(asked: AskedInvoice<P>): DrawnInvoice<P> {
  if (asked.lines.length === 0) throw new Problem('invoice.no-lines', {}, 'lines')
  if (asked.lines.length > MOST_LINES) throw new Problem('invoice.too-many-lines', { most: MOST_LINES }, 'lines')
  const usual = asked.paysVat ? generalRate(asked.date) : 'none'
  const lines = asked.lines.map((line, index) => {
    checkLine(line, `lines.${index}`)
    return drawnLine(line, { index, usual, included: asked.vatIncluded })
  })
  const totals = documentTotals(lines, asked.vatIncluded)
  if (totals.totalMinor > MOST_MINOR) throw new Problem('invoice.too-large', {}, 'lines')
  return { lines, ...totals }
}

function checkLine(line: AskedLine<unknown>, at: string): void {
  const { quantityMilli, priceMinor } = line
  if (line.productId === null && line.text.trim() === '') throw new Problem('invoice.line-empty', {}, `${at}.text`)
  if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0 || quantityMilli > MOST_MILLI)
    throw new Problem('invoice.line-quantity', {}, `${at}.quantity`)
  if (!Number.isSafeInteger(priceMinor) || priceMinor < 0 || priceMinor > MOST_MINOR)
    throw new Problem('invoice.line-price', {}, `${at}.price`)
  if (BigInt(quantityMilli) * BigInt(priceMinor) > BigInt(MOST_MINOR) * 1000n)
    throw new Problem('invoice.too-large', {}, `${at}.price`)
}

function drawnLine<P>(line: AskedLine<P>, by: { index: number; usual: string; included: boolean }): DrawnLine<P> {
  const vatRate = line.vatRate ?? by.usual
  const sumMinor = multiply(line.quantityMilli, line.priceMinor)
  const vatMinor = vatOf(sumMinor, vatRate, by.included)
  const { productId, text, quantityMilli, priceMinor } = line
  return { position: by.index + 1, productId, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor }
}
