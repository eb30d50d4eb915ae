/** БП: money that came to the bank or the cash desk, what its posting writes about invoices, and when it is refused. */
import { minorOf, sumOf } from '../base/amounts.ts'
import type { Books, Movement, ObjectRules } from '../ledger/books.ts'
import type { Draft } from '../ledger/draft.ts'
import { refuse } from '../odata/errors.ts'
import type { Entity, Row, Scalar } from '../base/model.ts'
import { objectOf, emptyValues, sectionsOf } from '../base/objects.ts'
import { updatePaymentStatuses } from './bp30-status.ts'
import { isEmptyRef, rowsOf, text, totalMinor } from './lookups.ts'

const DETAILS = 'РасшифровкаПлатежа'
const INVOICE = 'Document_СчетНаОплатуПокупателю'

export const cashReceipt: ObjectRules = { objections, movements, afterPosting }
export const bankReceipt: ObjectRules = { ...cashReceipt, beforeWrite }

/** No details make one row of the whole sum without an invoice; the contract of the header is that of the first row. */
function beforeWrite(books: Books, draft: Draft): void {
  if (books.settings.directBank) assertUnmarked(books, draft)
  if (rowsOf(draft, DETAILS).length === 0) draft.rows[DETAILS] = [wholeSumRow(books, draft)]
  const [first] = rowsOf(draft, DETAILS)
  if (first) draft.fields['ДоговорКонтрагента_Key'] = first['ДоговорКонтрагента_Key'] ?? ''
}

/** With a direct link to the bank its documents stay (observed). */
function assertUnmarked({ base }: Books, draft: Draft): void {
  const marked = base.get(draft.set, draft.key)?.fields['DeletionMark'] === true
  if (draft.fields['DeletionMark'] !== true || marked) return
  throw refuse.business('Документ получен из банка по прямому обмену, пометить его на удаление нельзя.')
}

function wholeSumRow(books: Books, draft: Draft): Row {
  const object = objectOf(books.base.profile, draft.set)
  const section = object && sectionsOf(object).find(({ name }) => name === DETAILS)
  const sum = draft.fields['СуммаДокумента'] ?? 0
  return {
    ...(Object.assign({}, ...(section?.fields ?? []).map(emptyValues)) as Row),
    LineNumber: '1',
    ДоговорКонтрагента_Key: draft.fields['ДоговорКонтрагента_Key'] ?? '',
    СпособПогашенияЗадолженности: 'Автоматически',
    СуммаПлатежа: sum,
    СуммаВзаиморасчетов: sum,
    КурсВзаиморасчетов: 1,
    КратностьВзаиморасчетов: '1',
  }
}

function objections(_books: Books, draft: Draft): string[] {
  const { fields } = draft
  const details = rowsOf(draft, DETAILS)
  const reasons: string[] = []
  if (isEmptyRef(fields['Организация_Key'])) reasons.push('Поле "Организация" не заполнено.')
  if (isEmptyRef(fields['Контрагент'])) reasons.push('Поле "Контрагент" не заполнено.')
  if (minorOf(fields['СуммаДокумента']) === 0) reasons.push('Поле "Сумма" не заполнено.')
  if (details.length === 0) reasons.push('Не введено ни одной строки в список "Расшифровка платежа".')
  else if (totalMinor(details, 'СуммаПлатежа') !== minorOf(fields['СуммаДокумента'])) {
    reasons.push('Сумма документа не равна итогу по строкам списка "Расшифровка платежа".')
  }
  return reasons
}

/** One line of `ОплатаСчетов` for each payment row that names an invoice; the sum is in the currency of the invoice. */
function movements({ base }: Books, document: Entity): Movement[] {
  return paidRows(document).map((row) => {
    const invoice = base.get(INVOICE, text(row['СчетНаОплату_Key']))
    const paidIn = document.fields['ВалютаДокумента_Key'] ?? ''
    const owedIn = invoice?.fields['ВалютаДокумента_Key'] ?? paidIn
    const sum = owedIn === paidIn ? row['СуммаПлатежа'] : row['СуммаВзаиморасчетов']
    return {
      register: 'AccumulationRegister_ОплатаСчетов',
      record: paymentRecord(document, row, { sum, currency: owedIn }),
    }
  })
}

function paymentRecord(document: Entity, row: Row, paid: { sum: Scalar | undefined; currency: Scalar }): Row {
  return {
    Организация_Key: document.fields['Организация_Key'] ?? '',
    СчетНаОплату: row['СчетНаОплату_Key'] ?? '',
    СчетНаОплату_Type: `StandardODATA.${INVOICE}`,
    СтавкаНДС: row['СтавкаНДС'] ?? '',
    Сумма: sumOf(minorOf(paid.sum)),
    СуммаНДС: sumOf(minorOf(row['СуммаНДС'])),
    Валюта_Key: paid.currency,
  }
}

function afterPosting(books: Books, document: Entity): void {
  updatePaymentStatuses(books, [...new Set(paidRows(document).map((row) => text(row['СчетНаОплату_Key'])))])
}

function paidRows(document: Entity): Row[] {
  return rowsOf(document, DETAILS).filter((row) => !isEmptyRef(row['СчетНаОплату_Key']))
}
