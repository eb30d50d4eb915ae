/** Shapes of what is answered about reconciliations. Money is kopecks, times are UTC ISO text. */
import type { Because, DifferenceKind, FieldDifference, MonthSum, Reconciled, Sum } from '../domain/reconciliation.ts'

export type { Because, DifferenceKind, FieldDifference, MonthSum, Reconciled, Sum }

/** Documents that count, as each side holds them. */
export interface BothSides {
  ours: Sum
  theirs: Sum
}

export interface CertificateLine {
  id: string
  baseId: string
  baseName: string
  state: 'asked' | 'running' | 'done' | 'failed'
  /** Key of the reason why it failed, '' otherwise. */
  reason: string
  askedAt: string
  /** '' = by the clock. */
  askedBy: string
  finishedAt: string | null
  invoices: BothSides
  payments: BothSides
  /** All that were found. */
  differences: number
  /** Not mended so far. */
  openDifferences: number
  signedBy: string
  signedAt: string | null
}

export interface CertificateList {
  items: CertificateLine[]
  /** Bases that can be compared. */
  bases: { id: string; name: string }[]
  /** Give it back as `after`; null = that was all. */
  next: string | null
  may: string[]
}

export interface Certificate extends CertificateLine {
  /** Documents that the base listed. */
  compared: number
  /** Receipts that are no payments of buyers. */
  leftOut: number
  /** Documents that people worked at during the comparison. */
  moving: number
  /** Differences that are counted and not listed. */
  more: number
  months: MonthSum[]
  items: Difference[]
  /** SHA-256 over what it says; stands in the audit trail when it is signed. */
  hash: string
  may: string[]
}

export interface Difference {
  id: string
  noun: Reconciled
  kind: DifferenceKind
  because: Because
  number: string
  date: string
  organisation: string
  counterparty: string
  sumMinor: number
  fields: FieldDifference[]
  /** Code of the trouble that stands behind it, '' = none. */
  troubleCode: string
  /** Where it is mended when not by reading again, e.g. `/troubles`; '' = nowhere in the CRM. */
  place: string
  mayReadAgain: boolean
  state: 'open' | 'asked' | 'mended' | 'stayed'
  /** Who wanted it read again. */
  askedBy: string
}
