/** Do both sides say the same of a document, and of all of them by month and firm? What differs has a name that people use. */
import type { InvoiceState } from './invoice.ts'
import { invoiceState } from './invoice-state.ts'

/** Documents that carry money; each has its own listing in a base. */
export type Reconciled = 'invoice' | 'bank-receipt' | 'cash-receipt'
export const RECONCILED: Reconciled[] = ['invoice', 'bank-receipt', 'cash-receipt']

/** A document as either side tells it. Parties are row ids of ours, null = none that we know; money is kopecks. */
export interface Told {
  number: string
  /** `YYYY-MM-DD` */
  date: string
  organisation: number | null
  counterparty: number | null
  contract: number | null
  sumMinor: number
  vatMinor: number
  posted: boolean
  marked: boolean
  gone: boolean
  /** Lines of an invoice, rows of a receipt that name an invoice: one text each. */
  rows: string[]
}

export type Field = keyof Told | 'paid' | 'state'

/** Both sides as text; of parties and rows only that they differ. */
export interface FieldDifference {
  field: Field
  ours: string
  theirs: string
}

/** What differs, in the order of how grave it is. */
export type DifferenceKind =
  | 'missing-with-us'
  | 'gone-in-base'
  | 'unreadable'
  | 'lost-link'
  | 'double'
  | 'other-sum'
  | 'other-state'
  | 'other-paid'
  | 'other-content'

/**
 * Why it differs: a trouble that a person has not decided, a request of ours that is not proven, a change that was not read yet, or
 * nothing of the exchange: one of the two was changed past it.
 */
export type Because = 'trouble' | 'in-flight' | 'not-read' | 'past-exchange'

/**
 * Whether reading the record again can bring both sides together. What waits for a decision or for a request of ours is mended
 * there; two documents that are one with us, and a row whose document nobody can name, only a person can tell apart.
 */
export function mendedByReading(one: { kind: DifferenceKind; because: Because; foreignKey: string }): boolean {
  return one.foreignKey !== '' && !BY_READING.notOf.includes(one.kind) && BY_READING.because.includes(one.because)
}

/** Causes that reading mends, and kinds that it never does. */
export const BY_READING: { because: Because[]; notOf: DifferenceKind[] } = {
  because: ['not-read', 'past-exchange'],
  notOf: ['double', 'unreadable'],
}

/** Fields that differ, money first. */
export function fieldsThatDiffer(ours: Told, theirs: Told): FieldDifference[] {
  const differ = COMPARED.filter((field) => texts(ours[field]) !== texts(theirs[field]))
  return differ.map((field) => ({ field, ours: texts(ours[field]), theirs: texts(theirs[field]) }))
}

const COMPARED: (keyof Told)[] = [
  'sumMinor',
  'vatMinor',
  'posted',
  'marked',
  'gone',
  'number',
  'date',
  'organisation',
  'counterparty',
  'contract',
  'rows',
]

function texts(value: Told[keyof Told]): string {
  return Array.isArray(value) ? value.join('\n') : String(value ?? '')
}

export function kindOf(fields: FieldDifference[]): DifferenceKind {
  const named = new Set(fields.map(({ field }) => field))
  if (named.has('sumMinor') || named.has('vatMinor')) return 'other-sum'
  if (named.has('posted') || named.has('marked') || named.has('gone') || named.has('state')) return 'other-state'
  return named.has('paid') ? 'other-paid' : 'other-content'
}

/** States that an invoice may show by what the base holds, the plainest first; of a draft also where our request for it stands. */
export function statesByFacts(told: Told, paidMinor: number): InvoiceState[] {
  const state = invoiceState({ ...told, totalMinor: told.sumMinor, paidMinor }, null)
  return state === 'draft' ? ['draft', 'queued', 'checking', 'refused'] : [state]
}

/** Only what is posted and not marked moves money. */
export function counts({ posted, marked, gone }: Pick<Told, 'posted' | 'marked' | 'gone'>): boolean {
  return posted && !marked && !gone
}

/** How many documents that count, and their sum. */
export interface Sum {
  count: number
  sumMinor: number
}

/** Both sides of one month and firm. */
export interface MonthSum {
  what: 'invoice' | 'payment'
  /** `YYYY-MM` */
  month: string
  organisation: string
  ours: Sum
  theirs: Sum
}

/** What a certificate says besides its differences. */
export interface Comparison {
  /** Documents that the base listed. */
  compared: number
  /** Receipts that are no payments of buyers: nobody keeps them. */
  leftOut: number
  /** Documents that people worked at during the comparison: the next one will tell. */
  moving: number
  /** Differences beyond those that are listed. */
  more: number
  months: MonthSum[]
}

export function totalOf(months: MonthSum[], what: MonthSum['what'], side: 'ours' | 'theirs'): Sum {
  return months
    .filter((month) => month.what === what)
    .reduce((total, { [side]: sum }) => plus(total, sum), { count: 0, sumMinor: 0 })
}

export function plus(one: Sum, other: Sum): Sum {
  return { count: one.count + other.count, sumMinor: one.sumMinor + other.sumMinor }
}
