/** Values of columns as the domain knows them: drivers differ in how they give 64-bit numbers and yes-no. */
import type { Facts } from '../domain/problem.ts'

/** PostgreSQL and SQL Server give 64-bit columns as text. */
export type Wide = number | string
/** SQLite gives yes-no as 0 and 1. */
export type YesNo = number | boolean

/**
 * @throws RangeError beyond the safe integers: a sum must never be quietly inexact
 */
export function wide(value: Wide): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`a stored number beyond the safe integers: ${value}`)
  return number
}

export function yes(value: YesNo): boolean {
  return value === true || value === 1
}

export function facts(json: string): Facts {
  return JSON.parse(json) as Facts
}

/** A record together with the integer key that joins and other rows use. */
export type Stored<Record> = Record & { rowId: number }

/** Only what was given: an absent field is not the same as an empty one. */
export function given(set: { [column: string]: string | number | boolean | null | undefined }): {
  [column: string]: string | number | boolean | null
} {
  const known = Object.entries(set).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as { [column: string]: string | number | boolean | null }
}
