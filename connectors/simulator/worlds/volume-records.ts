/** Invented counterparties, invoices and receipts of the volume world as drafts. */
import { minorOf, sumOf } from '../base/amounts.ts'
import { EMPTY_GUID } from '../base/model.ts'
import { companyTaxId } from './check-digits.ts'
import { contactRows } from './common.ts'
import { demoKeys } from './demo-keys.ts'
import type { Draft } from './draft.ts'
import { draft } from './draft.ts'
import { guidOf } from './ids.ts'
import type { Chance } from './random.ts'
import type { InvoiceLine } from './trade-drafts.ts'
import { COUNTERPARTIES, invoiceDraft, receiptDraft } from './trade-drafts.ts'

/** Every so many-th counterparty is the one before it again, spelled differently: 4 % of duplicates to find. */
const DUPLICATE_EVERY = 25

const NAMES = ['Берёза', 'Вега', 'Горизонт', 'Дельта', 'Енисей', 'Заря', 'Импульс', 'Кедр', 'Лидер', 'Маяк'] as const
const FIELDS = ['Связь', 'Торг', 'Строй', 'Сервис', 'Транс', 'Пром', 'Мед', 'Агро'] as const
const PRODUCTS = [
  demoKeys.products.license,
  demoKeys.products.setup,
  demoKeys.products.support,
  demoKeys.products.phone,
]

export interface VolumeInvoice {
  draft: Draft
  key: string
  number: string
  date: string
  counterparty: number
  totalMinor: number
}

function volumeCounterpartyKey(at: number): string {
  return guidOf(`volume/counterparty/${at}`)
}

export function volumeCounterparty(at: number): Draft {
  const doubled = at % DUPLICATE_EVERY === DUPLICATE_EVERY - 1
  const source = doubled ? at - 1 : at
  const name = `${NAMES[source % NAMES.length]}${FIELDS[source % FIELDS.length]}-${source + 1}`
  const region = String(10 + (source % 67))
  const key = volumeCounterpartyKey(at)
  return draft({
    set: COUNTERPARTIES,
    key,
    fields: {
      Code: `00-${String(at + 1).padStart(6, '0')}`,
      Description: doubled ? `ООО ${name.toUpperCase()}` : `${name} ООО`,
      НаименованиеПолное: `ООО «${name}»`,
      ИНН: companyTaxId(`${region}${String(source + 1).padStart(7, '0')}`),
      КПП: doubled ? '' : `${region}0101001`,
      ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо',
      ГоловнойКонтрагент_Key: key,
      СтранаРегистрации_Key: demoKeys.russia,
    },
    rows: { КонтактнаяИнформация: contactRows({ mail: `client${at + 1}@volume.example` }) },
  })
}

/** An invoice of one to nine lines, five on average. */
export function volumeInvoice(
  head: { at: number; date: string; counterparty: number; number: string },
  luck: Chance,
): VolumeInvoice {
  const key = guidOf(`volume/invoice/${head.at}`)
  const made = invoiceDraft({
    ...head,
    key,
    organisation: demoKeys.organisations.O1,
    account: demoKeys.accounts.O1,
    counterparty: volumeCounterpartyKey(head.counterparty),
    contract: EMPTY_GUID,
    lines: Array.from({ length: luck.between(1, 9) }, (): InvoiceLine => volumeLine(luck)),
    taxed: true,
    posted: true,
    marked: false,
  })
  return { ...head, key, draft: made, totalMinor: minorOf(made.fields['СуммаДокумента']) }
}

export function volumeReceipt(receipt: {
  at: number
  date: string
  amountMinor: number
  number: string
  invoice: VolumeInvoice
}): Draft {
  const { invoice } = receipt
  return receiptDraft({
    key: guidOf(`volume/receipt/${receipt.at}`),
    number: receipt.number,
    bankNumber: String(receipt.at + 1),
    date: receipt.date,
    organisation: demoKeys.organisations.O1,
    account: demoKeys.accounts.O1,
    payer: volumeCounterpartyKey(invoice.counterparty),
    parts: [{ invoice: invoice.key, contract: EMPTY_GUID, amountMinor: receipt.amountMinor }],
    purpose: `Оплата по счету № ${invoice.number}, ${sumOf(receipt.amountMinor)} руб.`,
    taxed: true,
  })
}

function volumeLine(luck: Chance): InvoiceLine {
  const product = PRODUCTS[luck.between(0, PRODUCTS.length - 1)] ?? demoKeys.products.license
  return { product, quantityMilli: luck.between(1, 12) * 1000, priceMinor: luck.between(5_000, 4_000_000) }
}
