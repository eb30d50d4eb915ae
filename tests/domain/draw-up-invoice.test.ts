/** An invoice is refused before anything is written when a line cannot be counted. */
import { describe, expect, it } from 'vitest'
import { drawUpInvoice, type AskedInvoice } from '../../bridge/domain/draw-up-invoice.ts'
import { Problem } from '../../bridge/domain/problem.ts'

const good = { productId: 'p', text: '', quantityMilli: 2000, priceMinor: 12200 }
const asked = (over: Partial<AskedInvoice<string>> = {}): AskedInvoice<string> => ({
  date: '2026-03-01',
  vatIncluded: true,
  paysVat: true,
  lines: [good],
  ...over,
})
/** Fifteen digits. */
const MOST = 999_999_999_999_999
const problemOf = (deed: () => unknown): { code: string; field: string | undefined } => {
  try {
    deed()
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, field: error.field }
    throw error
  }
  throw new Error('it went through')
}

describe('Drawing up an invoice', () => {
  it('counts sums, tax and totals', () => {
    expect(drawUpInvoice(asked())).toEqual({
      lines: [{ ...good, position: 1, sumMinor: 24400, vatRate: '22', vatMinor: 4400 }],
      vatMinor: 4400,
      totalMinor: 24400,
    })
  })

  it('puts the tax on top when prices come without it', () => {
    expect(drawUpInvoice(asked({ vatIncluded: false }))).toMatchObject({ vatMinor: 5368, totalMinor: 29768 })
  })

  it('carries no tax when the organisation pays none', () => {
    expect(drawUpInvoice(asked({ paysVat: false }))).toMatchObject({ vatMinor: 0, lines: [{ vatRate: 'none' }] })
  })

  it.each([
    ['no lines', [], 'invoice.no-lines', 'lines'],
    ['neither product nor text', [{ ...good, productId: null, text: ' ' }], 'invoice.line-empty', 'lines.0.text'],
    ['quantity zero', [{ ...good, quantityMilli: 0 }], 'invoice.line-quantity', 'lines.0.quantity'],
    ['half a thousandth', [{ ...good, quantityMilli: 0.5 }], 'invoice.line-quantity', 'lines.0.quantity'],
    ['a negative price', [good, { ...good, priceMinor: -1 }], 'invoice.line-price', 'lines.1.price'],
    [
      'more than the base can hold',
      [{ ...good, quantityMilli: 1e15 - 1, priceMinor: 1e15 - 1 }],
      'invoice.too-large',
      'lines.0.price',
    ],
    ['a thousand and one lines', Array.from({ length: 1001 }, () => good), 'invoice.too-many-lines', 'lines'],
  ])('refuses %s and names the field', (_name, lines, code, field) => {
    expect(problemOf(() => drawUpInvoice(asked({ lines })))).toEqual({ code, field })
  })

  it.each([
    ['a thousand lines', Array.from({ length: 1000 }, () => good)],
    ['text instead of a product', [{ ...good, productId: null, text: 'Доставка' }]],
    ['the least quantity', [{ ...good, quantityMilli: 1 }]],
    ['a present', [{ ...good, priceMinor: 0 }]],
    ['the largest quantity', [{ ...good, quantityMilli: MOST, priceMinor: 0 }]],
    ['the largest price and sum', [{ ...good, quantityMilli: 1000, priceMinor: MOST }]],
  ])('takes %s', (_name, lines) => {
    expect(drawUpInvoice(asked({ lines })).lines).toHaveLength(lines.length)
  })

  it.each([
    [
      'a larger quantity',
      [{ ...good, quantityMilli: MOST + 1, priceMinor: 0 }],
      'invoice.line-quantity',
      'lines.0.quantity',
    ],
    ['a larger price', [{ ...good, quantityMilli: 1, priceMinor: MOST + 1 }], 'invoice.line-price', 'lines.0.price'],
    [
      'a larger sum of a line',
      [{ ...good, quantityMilli: 1001, priceMinor: MOST }],
      'invoice.too-large',
      'lines.0.price',
    ],
    [
      'a larger total',
      [
        { ...good, quantityMilli: 1000, priceMinor: MOST },
        { ...good, quantityMilli: 1000, priceMinor: 1 },
      ],
      'invoice.too-large',
      'lines',
    ],
  ])('refuses %s than the base keeps', (_name, lines, code, field) => {
    expect(problemOf(() => drawUpInvoice(asked({ lines })))).toEqual({ code, field })
  })
})
