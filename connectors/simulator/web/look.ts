/** Questions the web client asks the base: names behind keys, choices for selects, what is paid. */
import { minorOf } from '../base/amounts.ts'
import type { Base } from '../base/base.ts'
import { EMPTY_GUID, type Entity, type Scalar } from '../base/model.ts'
import type { Choice } from './parts.ts'

export const INVOICES = 'Document_СчетНаОплатуПокупателю'
export const RECEIPTS = 'Document_ПоступлениеНаРасчетныйСчет'
export const COUNTERPARTIES = 'Catalog_Контрагенты'
export const CONTRACTS = 'Catalog_ДоговорыКонтрагентов'
export const PRODUCTS = 'Catalog_Номенклатура'
export const ORGANISATIONS = 'Catalog_Организации'
const PAYMENTS = 'AccumulationRegister_ОплатаСчетов'

/** Most items of a catalogue that a select offers. */
const MAX_CHOICES = 5_000

export function text(value: Scalar | undefined): string {
  return String(value ?? '')
}

/** Key without the meaningless empty guid: `''` when nothing is chosen. */
export function keyText(value: Scalar | undefined): string {
  return value === EMPTY_GUID ? '' : text(value)
}

export function nameOf(base: Base, set: string, key: Scalar | undefined): string {
  return text(base.get(set, text(key))?.fields['Description'])
}

/** Items of a catalogue by name; folders and marked ones are left out, the chosen one always stays. */
export function choicesOf(base: Base, set: string, chosen = ''): Choice[] {
  return choicesAmong(base, { set, chosen, fits: () => true })
}

/** The same for items that fit something, such as the contracts of one buyer. */
export function choicesAmong(
  base: Base,
  wanted: { set: string; chosen: string; fits: (item: Entity) => boolean },
): Choice[] {
  const choices: Choice[] = []
  for (const item of base.all(wanted.set)) {
    if (item.fields['IsFolder'] === true) continue
    const usable = item.fields['DeletionMark'] !== true && wanted.fits(item) && choices.length < MAX_CHOICES
    if (usable || item.key === wanted.chosen) choices.push({ value: item.key, text: text(item.fields['Description']) })
  }
  return choices.sort((left, right) => left.text.localeCompare(right.text, 'ru'))
}

/**
 * Kopecks paid by invoice key, from the register of payments: the exact answer, whatever the status says.
 * @param without key of a receipt whose payments do not count, because its form is being edited
 */
export function paidByInvoice(base: Base, without = ''): Map<string, number> {
  const paid = new Map<string, number>()
  for (const [, records] of base.recordSets(PAYMENTS)) {
    for (const record of records) {
      const invoice = text(record['СчетНаОплату'])
      const counts = record['Active'] === true && record['Recorder'] !== without
      if (counts) paid.set(invoice, (paid.get(invoice) ?? 0) + minorOf(record['Сумма']))
    }
  }
  return paid
}

export interface InvoicePayment {
  receipt: Entity
  amountMinor: number
}

/** Posted payments of one invoice, oldest first. */
export function paymentsOf(base: Base, invoiceKey: string): InvoicePayment[] {
  const payments: InvoicePayment[] = []
  for (const [, records] of base.recordSets(PAYMENTS)) {
    const own = records.filter((record) => record['СчетНаОплату'] === invoiceKey && record['Active'] === true)
    const receipt = base.get(RECEIPTS, text(own[0]?.['Recorder']))
    const amountMinor = own.reduce((sum, record) => sum + minorOf(record['Сумма']), 0)
    if (receipt) payments.push({ receipt, amountMinor })
  }
  return payments.sort((left, right) => byDate(left.receipt, right.receipt))
}

export interface OpenInvoice {
  invoice: Entity
  remainderMinor: number
}

/** Invoices that still want money, oldest first: neither marked nor fully paid. */
export function openInvoices(base: Base, without = ''): OpenInvoice[] {
  const paid = paidByInvoice(base, without)
  const open: OpenInvoice[] = []
  for (const invoice of base.all(INVOICES)) {
    const remainderMinor = minorOf(invoice.fields['СуммаДокумента']) - (paid.get(invoice.key) ?? 0)
    if (invoice.fields['DeletionMark'] !== true && remainderMinor > 0) open.push({ invoice, remainderMinor })
  }
  return open.sort((left, right) => byDate(left.invoice, right.invoice))
}

export type RecordState = 'posted' | 'draft' | 'marked' | 'active'

export function stateOf(entity: Entity): RecordState {
  if (entity.fields['DeletionMark'] === true) return 'marked'
  if (!entity.set.startsWith('Document_')) return 'active'
  return entity.fields['Posted'] === true ? 'posted' : 'draft'
}

function byDate(left: Entity, right: Entity): number {
  return text(left.fields['Date']).localeCompare(text(right.fields['Date']))
}
