/** Exact arithmetic of kopecks (`Minor`) and thousandths (`Milli`): decimal digits and integers, never fractions of a float. */

const MINOR_DIGITS = 2
const MILLI_DIGITS = 3
const MILLI = 1000n

/** Plain decimal text: sign, whole digits, fraction. Exponents and thousands separators are not numbers of a base. */
const DECIMAL = /^([+-]?)(\d{1,18})(?:\.(\d{0,20}))?$/

/** Kopecks out of `"1234.5"`, `1234.5` or `"-0.05"`; null when it is not a sum or has more than two decimals that matter. */
export function parseMinor(value: unknown): number | null {
  return parseScaled(value, MINOR_DIGITS)
}

/** Thousandths out of `1.5`; null when it is not a quantity or is finer than a thousandth. */
export function parseMilli(value: unknown): number | null {
  return parseScaled(value, MILLI_DIGITS)
}

/** Kopecks as decimal text, `120050` -> `1200.50`. */
export function minorText(minor: number): string {
  return scaledText(minor, MINOR_DIGITS)
}

/** Thousandths as decimal text without idle zeros, `1500` -> `1.5`. */
export function milliText(milli: number): string {
  return scaledText(milli, MILLI_DIGITS).replace(/\.?0+$/, '')
}

/** Quantity (thousandths) x price (kopecks) in kopecks, half a kopeck goes away from zero. */
export function multiply(quantityMilli: number, priceMinor: number): number {
  return divideHalfAway(BigInt(quantityMilli) * BigInt(priceMinor), MILLI)
}

/**
 * Whole quotient, half goes away from zero.
 * @throws RangeError when the result is not a safe integer, so that a sum is never quietly inexact
 */
export function divideHalfAway(dividend: bigint, divisor: bigint): number {
  const negative = dividend < 0n !== divisor < 0n
  const top = dividend < 0n ? -dividend : dividend
  const bottom = divisor < 0n ? -divisor : divisor
  const rounded = (2n * top + bottom) / (2n * bottom)
  return safe(negative ? -rounded : rounded)
}

/** Sum of kopecks. @throws RangeError beyond the safe integers */
export function sumMinor(amounts: Iterable<number>): number {
  let total = 0n
  for (const amount of amounts) total += BigInt(amount)
  return safe(total)
}

function parseScaled(value: unknown, digits: number): number | null {
  if (typeof value === 'number') {
    const scaled = wholeOf(value, digits)
    if (scaled !== null) return scaled
  }
  const parts = DECIMAL.exec(decimalOf(value))
  if (parts === null) return null
  const [, sign, whole = '', fraction = ''] = parts
  if (/[1-9]/.test(fraction.slice(digits))) return null
  const scaled = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  if (!Number.isSafeInteger(scaled) || (typeof value === 'number' && scaled > MOST_OF_A_NUMBER)) return null
  return sign === '-' && scaled !== 0 ? -scaled : scaled
}

/** Fifteen digits: the most for which the shortest text of a JSON number is certainly the one that was written. 1C keeps no more. */
const MOST_OF_A_NUMBER = 999_999_999_999_999

/**
 * The quick way for most JSON numbers: a whole number of kopecks divided by 100 is rounded exactly as the decimal text of it is
 * when JSON is read, so what gives the same number back is what was written. null = only the digits can tell.
 */
function wholeOf(value: number, digits: number): number | null {
  const scale = SCALES[digits] ?? 1
  const scaled = Math.round(value * scale)
  return Math.abs(scaled) <= MOST_OF_A_NUMBER && scaled / scale === value ? scaled + 0 : null
}

const SCALES = [1, 10, 100, 1000]

function decimalOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' ? String(value) : ''
}

function scaledText(value: number, digits: number): string {
  const whole = String(Math.abs(value)).padStart(digits + 1, '0')
  return `${value < 0 ? '-' : ''}${whole.slice(0, -digits)}.${whole.slice(-digits)}`
}

function safe(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError('a sum beyond the safe integers')
  return number === 0 ? 0 : number
}
