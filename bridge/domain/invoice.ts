/** Invoices: ours by request, numbered by the accounting base alone. */
import type { Source } from './client.ts'

/**
 * Where an invoice stands. `queued` waits for its turn, `checking` = the outcome of a write is unknown and being read,
 * `issued` = the base holds it posted; `part-paid`/`paid` follow payments; `marked` = marked for deletion in the base;
 * `refused` = the base or a check said no and a person must decide; `cancelled` = withdrawn before anything was written;
 * `draft` = the base holds it unposted.
 */
export type InvoiceState =
  'queued' | 'checking' | 'draft' | 'issued' | 'part-paid' | 'paid' | 'marked' | 'gone' | 'refused' | 'cancelled'

export interface InvoiceLine {
  position: number
  productId: string | null
  text: string
  quantityMilli: number
  priceMinor: number
  /** Kopecks after discount, VAT included when the invoice says so. */
  sumMinor: number
  /** `none` `0` `5` `7` `10` `18` `20` `22` and calculated `10/110`...; see vat.ts. */
  vatRate: string
  vatMinor: number
}

export interface Invoice {
  id: string
  /** Given by the base; '' until then. */
  number: string
  /** Earlier numbers, still searchable. */
  formerNumbers: string[]
  /** `YYYY-MM-DD` by the base's own calendar; '' until the base gave it. */
  date: string
  state: InvoiceState
  dealId: string | null
  counterpartyId: string
  counterpartyName: string
  organisationId: string
  organisationName: string
  contractId: string | null
  contractName: string
  vatIncluded: boolean
  totalMinor: number
  vatMinor: number
  paidMinor: number
  /** total - paid, never below zero. */
  remainderMinor: number
  lines: InvoiceLine[]
  posted: boolean
  marked: boolean
  comment: string
  source: Source
  version: number
}

/** One difference between two versions of an invoice. */
export interface InvoiceChange {
  /** 0 = header, otherwise the position of the line. */
  line: number
  field:
    | 'number'
    | 'date'
    | 'total'
    | 'text'
    | 'quantity'
    | 'price'
    | 'sum'
    | 'vat-rate'
    | 'vat'
    | 'line-added'
    | 'line-removed'
    | 'contract'
    | 'counterparty'
  before: string
  after: string
}
