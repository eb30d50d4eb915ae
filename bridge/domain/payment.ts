/** Payments as facts, with allocations to invoices, remainder and advance; never guessed from a status. */
import type { Source } from './client.ts'

/** Why a part of a payment settles an invoice. */
export type AllocationReason =
  | 'named-in-base' // the accountant put this invoice into the row of the receipt
  | 'number-in-purpose' // suggestion only

export interface Allocation {
  paymentId: string
  invoiceId: string
  amountMinor: number
  reason: AllocationReason
  /** Row of the receipt in the base, for the explanation. */
  row: number
}

export interface Payment {
  id: string
  channel: 'bank' | 'cash'
  number: string
  /** `YYYY-MM-DD`. */
  date: string
  /** Number and date that the payer's bank gave, '' when unknown. */
  bankNumber: string
  bankDate: string
  counterpartyId: string | null
  payerName: string
  organisationId: string | null
  amountMinor: number
  purpose: string
  /** Only posted, unmarked payments count. */
  posted: boolean
  marked: boolean
  gone: boolean
  allocations: Allocation[]
  /** Part that settles no invoice. */
  advanceMinor: number
  source: Source
}
