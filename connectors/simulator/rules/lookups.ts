/** Small questions that the logic of several objects asks the base. */
import { minorOf } from '../base/amounts.ts'
import type { Base } from '../base/base.ts'
import type { Draft } from '../ledger/draft.ts'
import type { Row, Scalar } from '../base/model.ts'
import { EMPTY_GUID } from '../base/model.ts'

const RUBLE_CODE = '643'

export function text(value: Scalar | undefined): string {
  return String(value ?? '')
}

/** A reference that points nowhere by itself; a dangling one does point somewhere. */
export function isEmptyRef(value: Scalar | undefined): boolean {
  return value === undefined || value === '' || value === EMPTY_GUID
}

/** The national currency; an unknown currency is taken for it, as nothing says that it is foreign. */
export function isRuble(base: Base, currencyKey: Scalar | undefined): boolean {
  if (isEmptyRef(currencyKey)) return true
  const currency = base.get('Catalog_Валюты', text(currencyKey))
  return currency === undefined || currency.fields['Code'] === RUBLE_CODE
}

export function rowsOf(draft: Draft, section: string): Row[] {
  return draft.rows[section] ?? []
}

/** Kopecks of a column summed over rows. */
export function totalMinor(rows: Row[], column: string): number {
  return rows.reduce((total, row) => total + minorOf(row[column]), 0)
}
