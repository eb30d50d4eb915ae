/** Sums are exact to the kopeck (arithmetic of money, S25). */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  divideHalfAway,
  milliText,
  minorText,
  multiply,
  parseMilli,
  parseMinor,
  sumMinor,
} from '../../bridge/domain/money.ts'

describe('Money', () => {
  it.each([
    ['1234.5', 123450],
    [1234.5, 123450],
    [0.1, 10],
    ['-0.05', -5],
    [1000000000000.01, 100000000000001],
    ['0', 0],
    ['-0', 0],
    [-0, 0],
    ['90071992547409.91', 9007199254740991],
    ['12.3400', 1234],
    [' 7 ', 700],
    [9_999_999_999_999.99, 999_999_999_999_999],
  ])('reads %j as %i kopecks', (value, minor) => {
    expect(parseMinor(value)).toBe(minor)
  })

  it.each([
    '',
    'abc',
    '12,50',
    '1 200',
    '1e3',
    1e21,
    NaN,
    Infinity,
    null,
    undefined,
    true,
    {},
    '0.001',
    '99999999999999999',
    '１',
    '1e21',
    70_071_992_547_409.94,
    10_000_000_000_000,
  ])('says that %j is no sum', (value) => {
    expect(parseMinor(value)).toBeNull()
  })

  it.each([
    [3000, 3333333, 9999999],
    [1500, 9999, 14999],
    [1, 500, 1],
    [1, 499, 0],
    [-1, 500, -1],
    [333, 1000, 333],
  ])('multiplies %i thousandths by %i kopecks to %i, half a kopeck away from zero', (milli, minor, sum) => {
    expect(multiply(milli, minor)).toBe(sum)
  })

  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [100, '1.00'],
    [120_050, '1200.50'],
  ])('of %i kopecks is written %s', (minor, text) => {
    expect(minorText(minor)).toBe(text)
  })

  it.each([
    [7n, -2n, -4],
    [-7n, -2n, 4],
    [-7n, 2n, -4],
    [0n, -2n, 0],
  ])('of %s divided by %s is %i, whatever the signs', (dividend, divisor, quotient) => {
    expect(divideHalfAway(dividend, divisor)).toBe(quotient)
  })

  it('says so when a sum is too large to be exact', () => {
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow('beyond the safe integers')
  })

  it('comes back from decimal text as it was', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (minor) => {
        expect(parseMinor(minorText(minor))).toBe(minor === 0 ? 0 : minor)
        expect(parseMilli(milliText(minor))).toBe(minor === 0 ? 0 : minor)
      }),
    )
  })

  it('survives the trip through a JSON number of fifteen digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (minor) => {
        expect(parseMinor(JSON.parse(JSON.stringify(Number(minorText(minor)))))).toBe(minor === 0 ? 0 : minor)
      }),
    )
  })

  it('adds up to what whole numbers add up to', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }), { maxLength: 1001 }), (amounts) => {
        const reference = amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)
        expect(BigInt(sumMinor(amounts))).toBe(reference)
      }),
    )
  })

  it('never lies further than half a unit from the true quotient', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.bigInt({ min: 1n, max: 10_000n }),
        (top, bottom) => {
          const away = BigInt(divideHalfAway(top, bottom)) * bottom - top
          expect((away < 0n ? -away : away) * 2n <= bottom).toBe(true)
        },
      ),
    )
  })

  it('refuses a sum too large to be exact instead of blurring it', () => {
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError)
  })
})
