/** Shapes of what the panel inside the accounting program shows. Money is kopecks, times are UTC ISO text. */
import type { InvoiceChange, InvoiceState } from '../domain/invoice.ts'
import type { PanelNoun } from '../domain/panel.ts'

/** One record of accounting as the CRM knows it: nothing of it is for managers alone. */
export interface PanelContext {
  noun: PanelNoun
  /** When it was looked up. */
  at: string
  /** Name of the base. */
  base: string
  /** The CRM has read this record; false = it is too new, or no mapping reads it. */
  known: boolean
  /** Number of the document or name of the counterparty. */
  title: string
  client: string
  deals: PanelDeal[]
  agreed: PanelAgreed | null
  money: PanelMoney | null
  /** The invoice itself, what the counterparty has not paid, or what the receipt settles. */
  invoices: PanelInvoice[]
  payments: PanelPayment[]
  changes: PanelChanges | null
  why: PanelWhy | null
}

export interface PanelDeal {
  title: string
  clientName: string
  stageName: string
  stageSince: string
  managerName: string
  cause: string
  totalMinor: number
}

/** What the deal says was agreed. */
export interface PanelAgreed {
  contractName: string
  totalMinor: number
  lines: { text: string; quantityMilli: number; priceMinor: number; sumMinor: number }[]
}

export interface PanelMoney {
  invoicedMinor: number
  paidMinor: number
  remainderMinor: number
  advanceMinor: number
  /** When the base was read; null = it has not said anything yet. */
  asOf: string | null
}

export interface PanelInvoice {
  number: string
  date: string
  state: InvoiceState
  totalMinor: number
  paidMinor: number
  remainderMinor: number
}

export interface PanelPayment {
  number: string
  date: string
  /** What of it lies here; of the receipt itself the whole. */
  amountMinor: number
  purpose: string
}

/** The latest difference between what was asked for and what the base holds. */
export interface PanelChanges {
  at: string
  /** Who brought it: a person of ours, or the name of a base. */
  author: string
  /** The manager has seen it. */
  accepted: boolean
  items: InvoiceChange[]
}

/** Why this document is there. */
export interface PanelWhy {
  /** Who asked for it in the CRM, and when; null = it was made in accounting. */
  asked: { by: string; at: string; mapping: PanelMapping | null } | null
  /** When it was last read into the CRM, by which rules; null = never. */
  read: { at: string; version: string; mapping: PanelMapping | null } | null
}

export interface PanelMapping {
  file: string
  version: string
}
