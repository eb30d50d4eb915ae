/** Sums and quantities as people type them. */
import { assert, constantFrom, nat, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineSum, parseMoney, parseQuantity, typedMoney, typedQuantity } from '../../ui-extension/crm/lib/amounts.ts'

describe('Typing a price', () => {
  it.each([
    ['33 333,33', 3333333],
    ['33\u00A0333.33', 3333333],
    ['48500', 4850000],
    ['0,03', 3],
    [',5', 50],
    ['1,50 ₽', 150],
    ['1,500', 150],
  ])('"%s" is understood', (text, value) => {
    expect(parseMoney(text)).toEqual({ value })
  })

  it.each([
    ['', 'empty'],
    ['сто', 'letters'],
    ['1e5', 'letters'],
    ['1,2,3', 'letters'],
    [',', 'letters'],
    ['-5', 'negative'],
    ['1,005', 'too-fine-money'],
    ['1234567890123', 'too-big'],
  ])('"%s" is refused with the reason %s', (text, wrong) => {
    expect(parseMoney(text)).toEqual({ wrong })
  })

  it('gives back what was typed, for every sum and both decimal marks', () => {
    assert(
      property(nat({ max: 1_000_000_000_000 }), constantFrom(',' as const, '.' as const), (minor, mark) => {
        expect(parseMoney(typedMoney(minor, mark))).toEqual({ value: minor })
      }),
    )
  })
})

describe('Typing a quantity', () => {
  it('takes thousandths and nothing finer', () => {
    expect(parseQuantity('1,5')).toEqual({ value: 1500 })
    expect(parseQuantity('0,0001')).toEqual({ wrong: 'too-fine-quantity' })
  })

  it('refuses zero: nothing can be sold in it', () => {
    expect(parseQuantity('0')).toEqual({ wrong: 'zero' })
  })

  it('comes back as it was typed', () => {
    expect(typedQuantity(1500, ',')).toBe('1,5')
    expect(typedQuantity(2000, ',')).toBe('2')
  })
})

describe('The sum of a line while it is typed', () => {
  it.each([
    [3000, 3333333, 9999999],
    [7000, 214286, 1500002],
    [500, 1, 1],
    [333, 100, 33],
  ])('%d thousandths at %d kopecks make %d kopecks', (quantityMilli, priceMinor, sum) => {
    expect(lineSum(quantityMilli, priceMinor)).toBe(sum)
  })
})
