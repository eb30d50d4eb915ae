/** What a world consists of before it is written: one record in the base's own words, and who wrote it. */
import type { Scalar } from '../base/model.ts'

export type DraftRow = Record<string, Scalar>

export interface Draft {
  /** `Catalog_Контрагенты`, `Document_СчетНаОплатуПокупателю` ... */
  set: string
  key: string
  fields: Record<string, Scalar>
  /** Tabular section -> rows in order, without `LineNumber`. */
  rows: Record<string, DraftRow[]>
  /** A document that is posted after it was written. */
  posted: boolean
  /** A record that is marked for deletion at the end (such a document stays unposted). */
  marked: boolean
  /** Person of the base who wrote it. */
  author: string
  /** When it was written, by the journal of the base. */
  writtenAt: string
}

/** Reference records of a world are older than its documents. */
const LONG_AGO = '2024-01-09T09:00:00'

/** Completes a draft: no rows, neither posted nor marked, written by the accountant of the demo. */
export function draft(partial: Pick<Draft, 'set' | 'key' | 'fields'> & Partial<Draft>): Draft {
  return {
    rows: {},
    posted: false,
    marked: false,
    author: 'Кузнецова',
    writtenAt: writtenAt(partial.fields),
    ...partial,
  }
}

/** Both properties of a composite attribute that holds a reference. */
export function pointer(name: string, set: string, key: string): Record<string, Scalar> {
  return { [name]: key, [`${name}_Type`]: `StandardODATA.${set}` }
}

function writtenAt(fields: Draft['fields']): string {
  return String(fields['Date'] ?? fields['Дата'] ?? LONG_AGO)
}
