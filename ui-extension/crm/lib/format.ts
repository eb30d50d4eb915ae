/** Writes figures and dates the way people of each language read them; money never passes through a fraction. */

export type Language = 'ru' | 'en'

/** Narrow no-break space between groups of digits, no-break space before a unit. */
const THIN = '\u202F'
const NBSP = '\u00A0'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Above so many hours "3 hours ago" says less than the date. */
const MOST_RELATIVE_HOURS = 12

/** Kopecks -> `163 500,01 ₽`; in English `163,500.01 ₽`. */
export function money(minor: number, language: Language): string {
  return `${amount(minor, language)}${NBSP}₽`
}

/** Kopecks without the currency sign, for table cells and inputs. The minus is a real minus. */
export function amount(minor: number, language: Language): string {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  const mark = language === 'ru' ? ',' : '.'
  return `${minor < 0 ? '−' : ''}${grouped(digits.slice(0, -2), language)}${mark}${digits.slice(-2)}`
}

/** Thousandths -> `1,5`; idle zeros are left out. */
export function quantity(milli: number, language: Language): string {
  const digits = String(Math.abs(milli)).padStart(4, '0')
  const fraction = digits.slice(-3).replace(/0+$/, '')
  const whole = grouped(digits.slice(0, -3), language)
  return `${milli < 0 ? '−' : ''}${whole}${fraction && (language === 'ru' ? ',' : '.')}${fraction}`
}

/** Plain count with groups: 12 480. */
export function count(value: number, language: Language): string {
  return `${value < 0 ? '−' : ''}${grouped(String(Math.abs(value)), language)}`
}

function grouped(digits: string, language: Language): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? THIN : ',')
}

/** Document date `2026-02-01` -> `01.02.2026`; English keeps day, month name, year. '' stays ''. */
export function day(date: string, language: Language): string {
  const [year, month, dayOfMonth] = date.slice(0, 10).split('-')
  if (!year || !month || !dayOfMonth) return ''
  if (language === 'ru') return `${dayOfMonth}.${month}.${year}`
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth)))
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    midnight,
  )
}

/** `09:12` by the clock of the viewer. */
export function clock(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { hour: '2-digit', minute: '2-digit' }).format(
    new Date(iso),
  )
}

/** Time of an observation: the clock today, date and clock otherwise. */
export function stamp(iso: string, language: Language, nowMs: number): string {
  const then = new Date(iso)
  const today = new Date(nowMs)
  return then.toDateString() === today.toDateString() ? clock(iso, language) : exact(iso, language)
}

/** Full date and time, shown on hover. */
export function exact(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso))
}

/** Down to the second, with the zone by whose clock it is. */
export function precise(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso))
}

/** "5 minutes ago" while that helps, then the date itself. */
export function relative(iso: string, language: Language, nowMs: number): string {
  const sinceMs = nowMs - Date.parse(iso)
  if (Math.abs(sinceMs) >= MOST_RELATIVE_HOURS * HOUR_MS) return stamp(iso, language, nowMs)
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (Math.abs(sinceMs) < MINUTE_MS) return words.format(0, 'second')
  if (Math.abs(sinceMs) < HOUR_MS) return words.format(-Math.trunc(sinceMs / MINUTE_MS), 'minute')
  return words.format(-Math.trunc(sinceMs / HOUR_MS), 'hour')
}

/** Whole seconds until a moment, never below zero. */
export function secondsUntil(iso: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(iso) - nowMs) / 1000))
}
