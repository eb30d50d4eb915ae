/** Makes drafts of invoices and bank receipts the way the document forms fill them: row sums, VAT by date, one row per part. */
import { minorOf, sumOf, vatOf } from '../base/amounts.ts'
import { EMPTY_GUID } from '../base/model.ts'
import { generalRate, rowSumMinor } from '../ledger/rates.ts'
import { commonKeys } from './common.ts'
import type { Draft, DraftRow } from './draft.ts'
import { draft, pointer } from './draft.ts'

export const INVOICES = 'Document_СчетНаОплатуПокупателю'
export const RECEIPTS = 'Document_ПоступлениеНаРасчетныйСчет'
export const COUNTERPARTIES = 'Catalog_Контрагенты'

export interface InvoiceLine {
  product: string
  quantityMilli: number
  priceMinor: number
  /** Text printed instead of the product's name. */
  text?: string
}

export interface InvoiceDraft {
  key: string
  number: string
  date: string
  organisation: string
  account: string
  counterparty: string
  contract: string
  lines: InvoiceLine[]
  /** Its organisation pays VAT. */
  taxed: boolean
  comment?: string
  posted: boolean
  marked: boolean
}

export function invoiceDraft(invoice: InvoiceDraft): Draft {
  const rows = invoice.lines.map((line) => invoiceRow(line, invoice.taxed ? generalRate(invoice.date) : 'БезНДС'))
  return draft({
    set: INVOICES,
    key: invoice.key,
    posted: invoice.posted,
    marked: invoice.marked,
    fields: {
      Number: invoice.number,
      Date: invoice.date,
      Организация_Key: invoice.organisation,
      ОрганизацияПолучатель_Key: invoice.organisation,
      СтруктурнаяЕдиница_Key: invoice.account,
      Контрагент_Key: invoice.counterparty,
      ДоговорКонтрагента_Key: invoice.contract,
      ВалютаДокумента_Key: commonKeys.rouble,
      КурсВзаиморасчетов: 1,
      КратностьВзаиморасчетов: '1',
      СуммаВключаетНДС: true,
      ДокументБезНДС: !invoice.taxed,
      СуммаДокумента: sumOf(rows.reduce((total, row) => total + minorOf(row['Сумма']), 0)),
      Комментарий: invoice.comment ?? '',
    },
    rows: { Товары: rows },
  })
}

export interface ReceiptPart {
  /** Key of the invoice, '' = none. */
  invoice: string
  contract: string
  amountMinor: number
}

export interface ReceiptDraft {
  key: string
  number: string
  bankNumber: string
  date: string
  organisation: string
  account: string
  payer: string
  parts: ReceiptPart[]
  purpose: string
  taxed: boolean
}

export function receiptDraft(receipt: ReceiptDraft): Draft {
  const rate = receipt.taxed ? generalRate(receipt.date) : 'БезНДС'
  const totalMinor = receipt.parts.reduce((total, part) => total + part.amountMinor, 0)
  return draft({
    set: RECEIPTS,
    key: receipt.key,
    posted: true,
    fields: {
      Number: receipt.number,
      Date: receipt.date,
      ВидОперации: 'ОплатаПокупателя',
      Организация_Key: receipt.organisation,
      СчетОрганизации_Key: receipt.account,
      НомерВходящегоДокумента: receipt.bankNumber,
      ДатаВходящегоДокумента: `${receipt.date.slice(0, 10)}T00:00:00`,
      ...pointer('Контрагент', COUNTERPARTIES, receipt.payer),
      ДоговорКонтрагента_Key: receipt.parts[0]?.contract ?? EMPTY_GUID,
      ВалютаДокумента_Key: commonKeys.rouble,
      СуммаДокумента: sumOf(totalMinor),
      НазначениеПлатежа: receipt.purpose,
    },
    rows: { РасшифровкаПлатежа: receipt.parts.map((part) => receiptRow(part, rate)) },
  })
}

function invoiceRow(line: InvoiceLine, rate: string): DraftRow {
  const sumMinor = rowSumMinor(line.quantityMilli, line.priceMinor)
  return {
    Номенклатура_Key: line.product,
    Содержание: line.text ?? '',
    Количество: line.quantityMilli / 1000,
    Цена: sumOf(line.priceMinor),
    Сумма: sumOf(sumMinor),
    СтавкаНДС: rate,
    СуммаНДС: sumOf(vatOf(sumMinor, rate, true)),
  }
}

function receiptRow(part: ReceiptPart, rate: string): DraftRow {
  return {
    ДоговорКонтрагента_Key: part.contract,
    СпособПогашенияЗадолженности: 'Автоматически',
    СуммаПлатежа: sumOf(part.amountMinor),
    СуммаВзаиморасчетов: sumOf(part.amountMinor),
    КурсВзаиморасчетов: 1,
    КратностьВзаиморасчетов: '1',
    СтавкаНДС: rate,
    СуммаНДС: sumOf(vatOf(part.amountMinor, rate, true)),
    СчетНаОплату_Key: part.invoice === '' ? EMPTY_GUID : part.invoice,
  }
}
