/** Amounts, quantities and moments as people see and type them; parsing is exact, digit by digit. */
import { russianDay } from '../base/presentation.ts'

const NBSP = '\u00a0'
/** Twelve digits of roubles stay exact in kopecks and in thousandths. */
const MAX_WHOLE_DIGITS = 12

/** Kopecks of `1 000,03`, `48500`, `7.5`; null when it is not an amount. */
export function parseMinor(text: string): number | null {
  return parseDecimal(text, 2)
}

/** Thousandths of `3` or `0,125`; null when it is not a quantity. */
export function parseMilli(text: string): number | null {
  return parseDecimal(text, 3)
}

/** `16350001` -> `163 500,01`. */
export function showMinor(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, NBSP)
  return `${minor < 0 ? '−' : ''}${whole},${digits.slice(-2)}`
}

/** Kopecks for an input field: `1000,03`, without separators of thousands. */
export function typedMinor(minor: number): string {
  return showMinor(minor).replaceAll(NBSP, '').replace('−', '-')
}

/** Thousandths for an input field: `3`, `0,125`. */
export function typedMilli(milli: number): string {
  const digits = String(Math.abs(milli)).padStart(4, '0')
  const fraction = digits.slice(-3).replace(/0+$/, '')
  return `${milli < 0 ? '-' : ''}${digits.slice(0, -3)}${fraction === '' ? '' : `,${fraction}`}`
}

/** `2026-11-24T13:07:12` -> `24.11.2026 13:07`. */
export function showMoment(naive: string): string {
  return `${russianDay(naive)} ${naive.slice(11, 16)}`
}

/** Moment of a `datetime-local` field with seconds added; '' when it is not one. */
export function parseMoment(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?$/.exec(text.trim())
  if (!match) return ''
  const naive = `${match[1]}T${match[2]}${match[3] ?? ':00'}`
  const time = Date.parse(`${naive}Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(naive) ? naive : ''
}

function parseDecimal(text: string, places: number): number | null {
  const match = /^(-?)(\d+)(?:[.,](\d*))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''))
  const [, sign = '', whole = '', fraction = ''] = match ?? []
  if (!match || whole.length > MAX_WHOLE_DIGITS || fraction.length > places) return null
  const value = Number(whole + fraction.padEnd(places, '0'))
  return sign === '-' ? -value || 0 : value
}
