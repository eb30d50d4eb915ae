/** Exact arithmetic over the numbers of the base: sums are added as integer kopecks, never as floats. */
import type { Scalar } from './model.ts'

const MINOR_DIGITS = 2

/** Kopecks of a sum stored as a number (`1234.5` -> `123450`); text of a number is read alike, anything else is 0. */
export function minorOf(value: Scalar | undefined): number {
  return scaled(String(value ?? 0), MINOR_DIGITS)
}

/** The number that the base stores for kopecks: `123450` -> `1234.5`. */
export function sumOf(minor: number): number {
  return Number(unscaled(minor, MINOR_DIGITS))
}

/** Rounds half away from zero to so many digits after the point, on the decimal text: `rounded(1.005, 2)` is `1.01`. */
export function rounded(value: number, fraction: number): number {
  return Number(unscaled(scaled(plain(value), fraction), fraction))
}

/**
 * VAT of a line in kopecks, half up, as the document form of the base computes it.
 * @param rate name of the rate: `НДС20`, `НДС10_110`, `БезНДС`
 */
export function vatOf(sumMinor: number, rate: string, included: boolean): number {
  const percent = percentOf(rate)
  const dividend = Math.abs(sumMinor) * percent
  const divisor = included ? 100 + percent : 100
  return Math.sign(sumMinor) * Math.floor((2 * dividend + divisor) / (2 * divisor)) || 0
}

/** `НДС20` and `НДС20_120` -> 20; rates without tax -> 0. */
function percentOf(rate: string): number {
  return Number(/^НДС(\d+)/.exec(rate)?.[1] ?? 0)
}

/** A decimal text as a whole number of its last digit: `scaled('12.5', 3)` is 12500; rounds half away from zero. */
export function scaled(text: string, digits: number): number {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!parts) return 0
  const [, sign = '', whole = '0', tail = ''] = parts
  const kept = Number(whole + tail.slice(0, digits).padEnd(digits, '0'))
  const up = (tail[digits] ?? '0') >= '5' ? 1 : 0
  return (sign === '-' ? -(kept + up) : kept + up) || 0
}

/** The decimal text behind a whole number of its last digit: `unscaled(12500, 3)` is `12.500`. */
export function unscaled(value: number, digits: number): string {
  const text = String(Math.abs(value)).padStart(digits + 1, '0')
  const cut = text.length - digits
  return `${value < 0 ? '-' : ''}${text.slice(0, cut)}${digits > 0 ? '.' : ''}${text.slice(cut)}`
}

/** A number without an exponent. */
function plain(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20) : text
}
