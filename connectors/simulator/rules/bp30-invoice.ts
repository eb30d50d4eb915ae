/** БП: the buyer's invoice. The base recomputes its sum and fills what it can; posting sets the flag and writes nothing. */
import { createHash } from 'node:crypto'
import { sumOf } from '../base/amounts.ts'
import type { Books, ObjectRules } from '../ledger/books.ts'
import type { Draft } from '../ledger/draft.ts'
import type { Row } from '../base/model.ts'
import { defaultContract } from './contracts.ts'
import { isEmptyRef, rowsOf, text, totalMinor } from './lookups.ts'

const REFERENCE_ID_SIGNS = 16

export const invoice: ObjectRules = { beforeWrite, objections }

function beforeWrite(books: Books, draft: Draft): void {
  const { fields, rows } = draft
  if (isEmptyRef(fields['СтруктурнаяЕдиница_Key'])) fillBankAccount(books, draft)
  if (isEmptyRef(fields['ДоговорКонтрагента_Key'])) fields['ДоговорКонтрагента_Key'] = defaultContract(books, draft)
  if (isTaxAgentBuyer(books, draft)) rows['Товары'] = rowsOf(draft, 'Товары').map((row) => ({ ...row, СуммаНДС: 0 }))
  fields['СуммаДокумента'] = sumOf(documentMinor(draft, rowsOf(draft, 'Товары')))
  if (text(fields['СсылочныйИдентификатор']) === '') fields['СсылочныйИдентификатор'] = referenceId(draft.key)
}

/** Sum of rows, with VAT on top of it when prices do not include VAT, less discounts. Returnable tare is left out. */
export function documentMinor(draft: Draft, rows: Row[]): number {
  const vatMinor = draft.fields['СуммаВключаетНДС'] === true ? 0 : totalMinor(rows, 'СуммаНДС')
  return totalMinor(rows, 'Сумма') + vatMinor - totalMinor(rows, 'СуммаСкидки')
}

/** The account of the firm, when it has exactly one. */
function fillBankAccount({ base }: Books, { fields }: Draft): void {
  const receiver = fields['ОрганизацияПолучатель_Key']
  const firm = isEmptyRef(receiver) ? fields['Организация_Key'] : receiver
  const accounts = [...base.all('Catalog_БанковскиеСчета')].filter(
    (account) => account.fields['Owner'] === firm && account.fields['DeletionMark'] !== true,
  )
  const [only] = accounts
  if (only && accounts.length === 1) fields['СтруктурнаяЕдиница_Key'] = only.key
}

function isTaxAgentBuyer({ base }: Books, { fields }: Draft): boolean {
  const contract = base.get('Catalog_ДоговорыКонтрагентов', text(fields['ДоговорКонтрагента_Key']))
  return contract?.fields['УчетАгентскогоНДСПокупателем'] === true
}

/** Sixteen small letters and digits, the same for the same document. */
function referenceId(key: string): string {
  const number = BigInt(`0x${createHash('sha256').update(key).digest('hex')}`)
  return number.toString(36).slice(0, REFERENCE_ID_SIGNS)
}

function objections(_books: Books, draft: Draft): string[] {
  const { fields } = draft
  const goods = rowsOf(draft, 'Товары')
  const reasons: string[] = []
  if (isEmptyRef(fields['Организация_Key'])) reasons.push('Поле "Организация" не заполнено.')
  if (isEmptyRef(fields['Контрагент_Key'])) reasons.push('Поле "Контрагент" не заполнено.')
  if (isEmptyRef(fields['ВалютаДокумента_Key'])) reasons.push('Поле "Валюта документа" не заполнено.')
  if (goods.length === 0) reasons.push('Не введено ни одной строки в список "Товары".')
  for (const row of goods) {
    if (isNameless(row))
      reasons.push(`Не заполнена колонка "Номенклатура" в строке ${text(row['LineNumber'])} списка "Товары".`)
  }
  return reasons
}

/** A row needs an item or a text of its own. */
function isNameless(row: Row): boolean {
  const item = row['Номенклатура_Key'] ?? row['Номенклатура']
  return isEmptyRef(item) && text(row['Содержание']).trim() === ''
}
