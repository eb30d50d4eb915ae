/** How the base spells a value in JSON, both ways (blank reference, blank date, numbers, Int64 as text: documented). */
import { minorText, milliText, parseMilli, parseMinor } from '../../domain/money.ts'

export const BLANK_LINK = '00000000-0000-0000-0000-000000000000'
const BLANK_DATE = '0001-01-01T00:00:00'
export const BLANK_KIND = 'StandardODATA.Undefined'

const DATE = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?$/
const LINK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MIDNIGHT = '00:00:00'

/** Reads one value; undefined = it is not what the word says. A JSON null is blank. */
export const READ = {
  text: (value: unknown) => (typeof value === 'string' ? value : value === null ? '' : undefined),
  number: readWhole,
  money: (value: unknown) => (value === null ? 0 : (parseMinor(value) ?? undefined)),
  quantity: (value: unknown) => (value === null ? 0 : (parseMilli(value) ?? undefined)),
  'yes-no': (value: unknown) => (typeof value === 'boolean' ? value : value === null ? false : undefined),
  date: readDate,
  link: readLink,
}

/** `2026-03-01` -> `2026-03-01T00:00:00`; a moment of the base's clock stays as it is. */
export function dateText(day: string, at = MIDNIGHT): string {
  if (day.includes('T')) return day
  return day === '' ? BLANK_DATE : `${day}T${at}`
}

/** JSON numbers whose decimal text is exact: the digits come from integers and are parsed once. */
export function moneyNumber(minor: number): number {
  return Number(minorText(minor))
}

export function quantityNumber(milli: number): number {
  return Number(milliText(milli))
}

/** `StandardODATA.Catalog_X`, the companion of a composite reference. */
export function companionKind(kind: string): string {
  return `StandardODATA.${kind}`
}

function readWhole(value: unknown): number | undefined {
  if (value === null) return 0
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(number) ? (number as number) : undefined
}

function readDate(value: unknown): string | undefined {
  if (value === null || value === '') return ''
  if (typeof value !== 'string') return undefined
  if (value.startsWith('0001-01-01')) return ''
  return DATE.exec(value)?.[1]
}

function readLink(value: unknown): string | undefined {
  if (value === null || value === '' || value === BLANK_LINK) return ''
  if (typeof value !== 'string') return undefined
  if (LINK.test(value)) return value
  const key = value.toLowerCase()
  return LINK.test(key) ? key : undefined
}
