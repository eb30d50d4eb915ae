/** VAT is the base's VAT: per line, half away from zero, by the rate of the date (traps T1 and T2, S25, M-8). */
import { describe, expect, it } from 'vitest'
import { drawUpInvoice } from '../../bridge/domain/draw-up-invoice.ts'
import { parseMilli, parseMinor } from '../../bridge/domain/money.ts'
import { documentTotals, generalRate, isRateOf, ratesOn, vatOf } from '../../bridge/domain/vat.ts'
import { fixture, fixturesPresent } from '../fixtures.ts'

const minor = (text: string) => parseMinor(text) ?? Number.NaN
const T1: [number, number][] = [
  [3000, 3333333],
  [1000, 4850000],
  [7000, 214286],
]
const T2: [number, number][] = [
  [3000, 100003],
  [3000, 33335],
  [7000, 14289],
  [1000, 3],
]
const asked = (date: string, goods: [number, number][]) => ({
  date,
  vatIncluded: true,
  paysVat: true,
  lines: goods.map(([quantityMilli, priceMinor]) => ({ productId: 'p', text: '', quantityMilli, priceMinor })),
})

describe('VAT', () => {
  it.each([
    ['T1', T1, '2025-12-31', 16350001, 2725000],
    ['T1', T1, '2026-01-01', 16350001, 2948361],
    ['T2', T2, '2025-12-31', 500040, 83342],
    ['T2', T2, '2026-01-01', 500040, 90172],
  ] as const)('of trap %s is counted line by line at the rate of the day', (_name, goods, date, total, vat) => {
    const drawn = drawUpInvoice(asked(date, [...goods]))

    expect(drawn).toMatchObject({ totalMinor: total, vatMinor: vat })
  })

  it.each([
    ['2018-12-31', '18'],
    ['2019-01-01', '20'],
    ['2025-12-31', '20'],
    ['2026-01-01', '22'],
  ])('has on %s the general rate %s', (date, rate) => {
    expect(generalRate(date)).toBe(rate)
    expect(ratesOn(date)[0]).toBe(rate)
  })

  it.each([
    ['2004-01-01', ['18', '10', '0', 'none', '18/118', '10/110']],
    ['2019-01-01', ['20', '10', '0', 'none', '20/120', '10/110']],
    ['2025-01-01', ['20', '10', '7', '5', '0', 'none', '20/120', '10/110', '7/107', '5/105']],
    ['2026-01-01', ['22', '10', '7', '5', '0', 'none', '22/122', '10/110', '7/107', '5/105']],
  ])('may on %s be any rate of the law of that day, and no other', (date, rates) => {
    expect(ratesOn(date)).toEqual(rates)
  })

  it('has no rates before the law that set them, and says which day was asked for', () => {
    expect(() => ratesOn('2003-12-31')).toThrow(
      expect.objectContaining({ code: 'vat.no-rates', field: 'date', facts: { date: '2003-12-31' } }),
    )
  })

  it('takes last year’s rate for something a person has to confirm', () => {
    expect(isRateOf('2026-01-01', '20')).toBe(false)
    expect(isRateOf('2026-01-01', 'none')).toBe(true)
  })

  it.each([
    [12000, '20/120', true, 2000],
    [12000, '20/120', false, 2000],
    [-100, '20', true, -17],
    [-15, '10', false, -2],
    [10000, 'none', true, 0],
    [10000, '0', false, 0],
  ])('of %i kopecks at %s (included: %s) is %i', (sum, rate, included, vat) => {
    expect(vatOf(sum, rate, included)).toBe(vat)
  })

  it.each(['', '20%', 'НДС20', '20/122', '-5'])('refuses to count with the unknown rate %j', (rate) => {
    expect(() => vatOf(100, rate, true)).toThrow('vat.unknown-rate')
  })

  it('stands on top of the total when prices come without it', () => {
    const lines = [{ sumMinor: 10000, vatMinor: 2200 }]
    expect(documentTotals(lines, false)).toEqual({ totalMinor: 12200, vatMinor: 2200 })
  })
})

interface Vectors {
  cases: { amount: string; rate: string; included: boolean; vat: string }[]
  halfCases: Vectors['cases']
  documents: {
    lines: { qty: string; price: string; rate: string; amount: string; vat: string | null }[]
    total: string
    vatTotal: string
  }[]
}

describe.skipIf(!fixturesPresent)('VAT by the reference vectors (skipped when the reference folder is absent)', () => {
  const vectors = fixturesPresent ? (JSON.parse(fixture('requisites/vat.json')) as Vectors) : null

  it('agrees on every sum', () => {
    const cases = [...(vectors?.cases ?? []), ...(vectors?.halfCases ?? [])]

    expect(cases.length).toBeGreaterThan(70)
    for (const { amount, rate, included, vat } of cases)
      expect(vatOf(minor(amount), rate, included), `${amount} at ${rate}`).toBe(minor(vat))
  })

  it('agrees on whole documents', () => {
    for (const { lines, total, vatTotal } of vectors?.documents ?? []) {
      const drawn = drawUpInvoice({
        date: '2026-02-01',
        vatIncluded: true,
        paysVat: true,
        lines: lines.map(({ qty, price, rate }) => ({
          productId: null,
          text: 'товар',
          quantityMilli: parseMilli(qty) ?? 0,
          priceMinor: minor(price),
          vatRate: rate === 'without' ? 'none' : rate,
        })),
      })
      expect(drawn).toMatchObject({ totalMinor: minor(total), vatMinor: minor(vatTotal) })
    }
  })
})
