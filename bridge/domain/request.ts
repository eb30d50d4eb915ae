/** Requests to a base, frozen when a person pressed the button: prices, texts and rates do not change afterwards. */
import type { Requisites } from './client.ts'

/** Row ids of ours stand for other records; their keys in the base are found when the request is sent. */
export interface InvoiceRequest {
  noun: 'invoice'
  organisationId: number
  counterpartyId: number
  contractId: number
  /** Naive moment of the base's clock, `YYYY-MM-DDTHH:MM:SS`. */
  moment: string
  vatIncluded: boolean
  /** What the lines add up to; the base must arrive at the same, to the kopeck. */
  totalMinor: number
  comment: string
  lines: {
    productId: number | null
    text: string
    quantityMilli: number
    priceMinor: number
    sumMinor: number
    vatRate: string
    vatMinor: number
  }[]
}

export interface ContractRequest {
  noun: 'contract'
  counterpartyId: number
  organisationId: number
  name: string
  number: string
  date: string
}

export interface CounterpartyRequest extends Requisites {
  noun: 'counterparty'
}

/** Some fields of a counterparty that the base holds already: each with the edit that it comes from, and the new text. */
export interface CounterpartyChange {
  noun: 'counterparty'
  edits: { id: string; field: string; value: string }[]
}

export type Request = InvoiceRequest | ContractRequest | CounterpartyRequest
