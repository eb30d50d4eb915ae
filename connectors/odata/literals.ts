/** OData texts: literals and addresses. Everything that enters a URL passes through here. */
import { Refused } from '../errors.ts'

export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000'
export const EMPTY_DATE = '0001-01-01T00:00:00'
export const UNDEFINED_TYPE = 'StandardODATA.Undefined'

/** `guid'…'`, lower case. @throws Refused `base.bad-value` when it is none */
export function guid(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw bad('guid', id)
  return `guid'${id.toLowerCase()}'`
}

/** `'it''s'`: quotes are doubled. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/** `datetime'2025-06-16T10:15:00'`, without a zone as 1C has none. */
export function datetime(naive: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(naive)) throw bad('date', naive)
  return `datetime'${naive}'`
}

/** A number as 1C writes it: digits, at most one point. */
export function number(value: string | number): string {
  const digits = String(value)
  if (!/^-?\d{1,20}(\.\d{1,10})?$/.test(digits)) throw bad('number', digits)
  return digits
}

/** `/Catalog_X(guid'…')`, encoded. */
export function entityPath(kind: string, key: string): string {
  return `/${encodeURIComponent(kind)}(${guid(key)})`
}

/**
 * `?a=b&c=d` in the encoding 1C understands: a space is `%20`; `+`, which `URLSearchParams` writes, is answered with 400 (observed). A quote
 * is written as the URL standard writes it in a query.
 */
export function query(parts: Record<string, string | undefined>): string {
  const pairs = Object.entries(parts).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&')}`
}

function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll("'", '%27')
}

function bad(what: string, value: string): Refused {
  return new Refused('base.bad-value', `not a ${what} that 1C would understand: ${value.slice(0, 60)}`)
}
