/** Arithmetic of naive dates `YYYY-MM-DDTHH:MM:SS` for filters; units as in the query language of 1C. */

export const UNITS = ['second', 'minute', 'hour', 'day', 'month', 'quarter', 'year'] as const
export type Unit = (typeof UNITS)[number]

const MS: Record<'second' | 'minute' | 'hour' | 'day', number> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}
const MONTHS: Record<'month' | 'quarter' | 'year', number> = { month: 1, quarter: 3, year: 12 }

/** `year`, `quarter`, `month`, `day`, `hour`, `minute`, `second`, `dayofyear`, `dayofweek` (Monday = 1, inferred). */
export const PARTS: Record<string, (naive: string) => number> = {
  year: (naive) => Number(naive.slice(0, 4)),
  quarter: (naive) => Math.ceil(Number(naive.slice(5, 7)) / 3),
  month: (naive) => Number(naive.slice(5, 7)),
  day: (naive) => Number(naive.slice(8, 10)),
  hour: (naive) => Number(naive.slice(11, 13)),
  minute: (naive) => Number(naive.slice(14, 16)),
  second: (naive) => Number(naive.slice(17, 19)),
  dayofyear: (naive) => countOf(naive, 'day') - countOf(`${naive.slice(0, 4)}-01-01T00:00:00`, 'day') + 1,
  dayofweek: (naive) => new Date(`${naive}Z`).getUTCDay() || 7,
}

/** A month is added by the calendar: 31 January plus one month is the last day of February. */
export function addTo(naive: string, unit: Unit, amount: number): string {
  if (isShort(unit)) return naiveOf(Date.parse(`${naive}Z`) + amount * MS[unit])
  const months = monthsOf(naive) + amount * MONTHS[unit]
  const year = Math.floor(months / 12)
  const month = months - year * 12
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Math.min(PARTS['day']?.(naive) ?? 1, lastDay)
  return `${pad(year, 4)}-${pad(month + 1, 2)}-${pad(day, 2)}${naive.slice(10)}`
}

/** How many boundaries of the unit lie between the two moments, as the query language counts. */
export function differenceOf(from: string, till: string, unit: Unit): number {
  return countOf(till, unit) - countOf(from, unit)
}

function countOf(naive: string, unit: Unit): number {
  if (isShort(unit)) return Math.floor(Date.parse(`${naive}Z`) / MS[unit])
  return Math.floor(monthsOf(naive) / MONTHS[unit])
}

function isShort(unit: Unit): unit is keyof typeof MS {
  return unit in MS
}

function monthsOf(naive: string): number {
  return Number(naive.slice(0, 4)) * 12 + Number(naive.slice(5, 7)) - 1
}

function naiveOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19)
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
