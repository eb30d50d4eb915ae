/**
 * Records as they travel between the bridge and a base, already in our words. Mapping files name exactly these fields.
 * A `...Key` is the base's own id of another record ('' = empty reference); money is kopecks, quantities thousandths,
 * dates `YYYY-MM-DD` of the base's calendar ('' = empty).
 */
import type { Requisites } from './client.ts'

interface FromBase {
  marked: boolean
}

export interface OrganisationRecord extends FromBase {
  name: string
  fullName: string
  taxNumber: string
  reasonCode: string
  prefix: string
}

export interface CounterpartyRecord extends FromBase, Requisites {
  isGroup: boolean
}

export interface ContractRecord extends FromBase {
  isGroup: boolean
  name: string
  counterpartyKey: string
  organisationKey: string
  number: string
  date: string
  sort: 'with-buyer' | 'other'
}

export interface ProductRecord extends FromBase {
  isGroup: boolean
  name: string
  sku: string
  service: boolean
}

export interface InvoiceLineRecord {
  productKey: string
  text: string
  quantityMilli: number
  priceMinor: number
  sumMinor: number
  vatRate: string
  vatMinor: number
}

export interface InvoiceRecord extends FromBase {
  /** '' on the way out: the base gives it. */
  number: string
  /** Day for people; the moment itself is the base's. */
  date: string
  organisationKey: string
  counterpartyKey: string
  contractKey: string
  vatIncluded: boolean
  /** Computed by the base; never sent. */
  totalMinor: number
  posted: boolean
  comment: string
  lines: InvoiceLineRecord[]
}

export interface ReceiptRowRecord {
  /** '' when the accountant named no invoice. */
  invoiceKey: string
  contractKey: string
  amountMinor: number
}

/** Bank receipt or cash receipt. */
export interface ReceiptRecord extends FromBase {
  number: string
  date: string
  bankNumber: string
  bankDate: string
  organisationKey: string
  counterpartyKey: string
  amountMinor: number
  purpose: string
  posted: boolean
  /** Payment of a buyer; other operations are skipped with a reason. */
  fromBuyer: boolean
  rows: ReceiptRowRecord[]
}

/** Noun -> its record. */
export interface Records {
  organisation: OrganisationRecord
  counterparty: CounterpartyRecord
  contract: ContractRecord
  product: ProductRecord
  invoice: InvoiceRecord
  'bank-receipt': ReceiptRecord
  'cash-receipt': ReceiptRecord
}
