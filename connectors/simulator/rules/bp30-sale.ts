/** БП: the sale of goods and services. A sale of goods alone loses its rows of services (observed); the sum is recomputed. */
import { sumOf } from '../base/amounts.ts'
import type { Books, ObjectRules } from '../ledger/books.ts'
import type { Draft } from '../ledger/draft.ts'
import { documentMinor } from './bp30-invoice.ts'
import { isEmptyRef, rowsOf } from './lookups.ts'

export const sale: ObjectRules = { beforeWrite, objections }

function beforeWrite(_books: Books, draft: Draft): void {
  if (draft.fields['ВидОперации'] === 'Товары') draft.rows['Услуги'] = []
  draft.fields['СуммаДокумента'] = sumOf(documentMinor(draft, allRows(draft)))
}

function objections(_books: Books, draft: Draft): string[] {
  const reasons: string[] = []
  if (isEmptyRef(draft.fields['Организация_Key'])) reasons.push('Поле "Организация" не заполнено.')
  if (isEmptyRef(draft.fields['Контрагент_Key'])) reasons.push('Поле "Контрагент" не заполнено.')
  if (isEmptyRef(draft.fields['ДоговорКонтрагента_Key'])) reasons.push('Поле "Договор" не заполнено.')
  if (allRows(draft).length === 0) reasons.push('Не введено ни одной строки в списки "Товары" и "Услуги".')
  return reasons
}

function allRows(draft: Draft): Draft['rows'][string] {
  return [...rowsOf(draft, 'Товары'), ...rowsOf(draft, 'Услуги')]
}
