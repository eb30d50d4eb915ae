/** Server-side logic of «Бухгалтерия предприятия 3.0», object by object (sections 9.2 and 9.6 of the reference). */
import type { Rules } from '../ledger/books.ts'
import { contract } from './bp30-contract.ts'
import { counterparty } from './bp30-counterparty.ts'
import { invoice } from './bp30-invoice.ts'
import { bankReceipt, cashReceipt } from './bp30-receipt.ts'
import { sale } from './bp30-sale.ts'

export const bp30: Rules = {
  Catalog_Контрагенты: counterparty,
  Catalog_ДоговорыКонтрагентов: contract,
  Document_СчетНаОплатуПокупателю: invoice,
  Document_ПоступлениеНаРасчетныйСчет: bankReceipt,
  Document_ПриходныйКассовыйОрдер: cashReceipt,
  Document_РеализацияТоваровУслуг: sale,
}
