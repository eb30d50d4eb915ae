/** БП: the payment status of an invoice. It moves only when a payment is posted, so it may lie afterwards (observed). */
import { minorOf } from '../base/amounts.ts'
import type { Books } from '../ledger/books.ts'
import type { Entity, RegisterRecord } from '../base/model.ts'
import { UNDEFINED_TYPE } from '../base/model.ts'
import { objectOf } from '../base/objects.ts'
import { recordKeyOf } from '../base/record-key.ts'
import { text } from './lookups.ts'

const STATUSES = 'InformationRegister_СтатусыДокументов'
const PAYMENTS = 'AccumulationRegister_ОплатаСчетов'
const INVOICE = 'Document_СчетНаОплатуПокупателю'
const STATUS_TYPE = 'UnavailableEnums.СтатусОплатыСчета'

/** Statuses that the base still moves; what a person set (`Оплачен`, `Отменен`) is never touched. */
const MOVABLE = ['', 'НеОплачен', 'ОплаченЧастично']

/** Recomputes the status of the named invoices from the payment register. */
export function updatePaymentStatuses(books: Books, invoiceKeys: string[]): void {
  const object = objectOf(books.base.profile, STATUSES)
  if (object?.class !== 'InformationRegister') return
  for (const key of invoiceKeys) {
    const invoice = books.base.get(INVOICE, key)
    if (!invoice) continue
    const record = statusRecord(invoice)
    const recordKey = recordKeyOf(object, record)
    const before = books.base.record(STATUSES, recordKey) ?? record
    if (!MOVABLE.includes(text(before['Статус']))) continue
    const status = statusFor(paidMinor(books, key), minorOf(invoice.fields['СуммаДокумента']))
    books.base.putRecord(STATUSES, recordKey, { ...before, Статус: status, Статус_Type: STATUS_TYPE })
  }
}

/** Kopecks paid for an invoice: the sum of active lines of the payment register. */
export function paidMinor({ base }: Books, invoiceKey: string): number {
  let total = 0
  for (const [, records] of base.recordSets(PAYMENTS)) {
    for (const record of records) {
      if (record['СчетНаОплату'] === invoiceKey && record['Active'] === true) total += minorOf(record['Сумма'])
    }
  }
  return total
}

function statusFor(paidSumMinor: number, owedMinor: number): string {
  if (paidSumMinor >= owedMinor) return 'Оплачен'
  return paidSumMinor > 0 ? 'ОплаченЧастично' : 'НеОплачен'
}

function statusRecord(invoice: Entity): RegisterRecord {
  return {
    Организация_Key: invoice.fields['Организация_Key'] ?? '',
    Документ: invoice.key,
    Документ_Type: `StandardODATA.${INVOICE}`,
    Статус: '',
    Статус_Type: UNDEFINED_TYPE,
    ДополнительныйСтатус: '',
    ДополнительныйСтатус_Type: UNDEFINED_TYPE,
  }
}
