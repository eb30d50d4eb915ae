/** Sums, dates and moments as people of the language write them. */
import type { Language } from './words.ts'

const NBSP = '\u00a0'

/** `163 500,01 ₽` */
export function money(language: Language, minor: number): string {
  return `${sum(language, minor)}${NBSP}₽`
}

/** Kopecks 16350001 -> `163 500,01`, without a detour over fractions; for tables. */
export function sum(language: Language, minor: number): string {
  const size = Math.abs(minor)
  const whole = grouped(language, (size - (size % 100)) / 100)
  const kopecks = `0${size % 100}`.slice(-2)
  return `${minor < 0 ? '−' : ''}${whole}${language === 'ru' ? ',' : '.'}${kopecks}`
}

/** Thousandths 1500 -> `1,5`. */
export function quantity(language: Language, milli: number): string {
  const rest = `00${milli % 1_000}`.slice(-3).replace(/0+$/, '')
  const whole = grouped(language, (milli - (milli % 1_000)) / 1_000)
  return rest === '' ? whole : `${whole}${language === 'ru' ? ',' : '.'}${rest}`
}

function grouped(language: Language, whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? NBSP : ',')
}

/** `2026-11-24` -> `24.11.2026`; what is no date stays as it is. */
export function day(language: Language, date: string): string {
  const [, year, month, of] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date) || []
  if (year === undefined) return date
  return language === 'ru' ? `${of}.${month}.${year}` : `${of}/${month}/${year}`
}

/** UTC text as a moment on the desk of whoever looks: the time alone for today. */
export function moment(language: Language, at: string, now: Date): string {
  const then = new Date(at)
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`
  if (then.toDateString() === now.toDateString()) return time
  const date = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`
  return `${day(language, date)} ${time}`
}

function two(value: number): string {
  return `0${value}`.slice(-2)
}
