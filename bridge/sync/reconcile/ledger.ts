/** Adds both sides up by month and firm while documents go by, and keeps what payments put on each invoice. */
import { counts, plus, type MonthSum, type Reconciled, type Sum, type Told } from '../../domain/reconciliation.ts'
import type { OurDocument } from '../../store/mirror-documents.ts'
import type { Theirs } from './theirs.ts'

/** Where a document counts on one side. */
interface Side {
  month: string
  organisation: number | null
  sumMinor: number
}

interface Entry {
  what: MonthSum['what']
  ours: Side | null
  theirs: Side | null
  /** Total by the base and what we hold as paid; of invoices that both sides have. */
  invoice: { totalMinor: number; paidMinor: number } | null
}

export interface NamedMonth extends Omit<MonthSum, 'organisation'> {
  /** Row id of the firm. */
  organisation: number | null
}

export class Ledger {
  readonly #entries = new Map<string, Entry>()
  readonly #parts = new Map<string, Theirs['parts']>()
  /** Row of ours -> the key under which it was met first. */
  readonly #keys = new Map<string, string>()

  has(noun: Reconciled, key: string): boolean {
    return this.#entries.has(`${noun}/${key}`)
  }

  /** The last word of both sides about a document. @returns false when its row is known under another key already */
  take(noun: Reconciled, key: string, { theirs, ours }: { theirs: Theirs | undefined; ours: OurDocument | undefined }) {
    const what = noun === 'invoice' ? 'invoice' : 'payment'
    const alone = ours === undefined || this.#isFirst(`${what}/${ours.rowId}`, key)
    const left = theirs?.foreign === true
    this.#entries.set(`${noun}/${key}`, {
      what,
      ours: left || !alone ? null : sideOf(ours),
      theirs: left ? null : sideOf(theirs?.told),
      invoice: noun === 'invoice' && theirs?.told && ours ? { totalMinor: theirs.told.sumMinor, ...ours } : null,
    })
    if (noun !== 'invoice') this.#parts.set(key, theirs?.parts ?? [])
    return alone
  }

  /** People work at it: it counts on neither side, and nothing is concluded about the invoices that it names. */
  leaveOut(noun: Reconciled, key: string): void {
    this.#entries.delete(`${noun}/${key}`)
    this.#parts.delete(key)
  }

  #isFirst(row: string, key: string): boolean {
    const first = this.#keys.get(row)
    if (first === undefined) this.#keys.set(row, key)
    return first === undefined || first === key
  }

  /** Invoices whose paid sum is not what the receipts of the base put on them: key -> that sum, kopecks. */
  wronglyPaid(): Map<string, number> {
    const named = new Map<string, number>()
    for (const parts of this.#parts.values())
      for (const { invoiceKey, amountMinor } of parts)
        named.set(invoiceKey, (named.get(invoiceKey) ?? 0) + Math.max(0, amountMinor))
    const wrong = new Map<string, number>()
    for (const [place, { invoice }] of this.#entries) {
      if (invoice === null) continue
      const key = place.slice(place.indexOf('/') + 1)
      const paid = Math.min(Math.max(0, invoice.totalMinor), named.get(key) ?? 0)
      if (paid !== invoice.paidMinor) wrong.set(key, paid)
    }
    return wrong
  }

  /** Documents that count, newest month first. */
  months(): NamedMonth[] {
    const found = new Map<string, NamedMonth>()
    for (const { what, ours, theirs } of this.#entries.values()) {
      if (ours) addTo(found, { what, side: 'ours', ...ours })
      if (theirs) addTo(found, { what, side: 'theirs', ...theirs })
    }
    return [...found.values()].toSorted((one, other) => other.month.localeCompare(one.month))
  }

  /** A document that we hold beside the links counts with us alone. */
  takeUnlinked(noun: Reconciled, ours: OurDocument): void {
    const what = noun === 'invoice' ? 'invoice' : 'payment'
    this.#entries.set(`${noun}/unlinked ${ours.rowId}`, { what, ours: sideOf(ours), theirs: null, invoice: null })
  }
}

function sideOf(told: Told | null | undefined): Side | null {
  if (!told || !counts(told)) return null
  return { month: told.date.slice(0, 'YYYY-MM'.length), organisation: told.organisation, sumMinor: told.sumMinor }
}

function addTo(
  found: Map<string, NamedMonth>,
  { what, side, month, organisation, sumMinor }: Side & { what: MonthSum['what']; side: 'ours' | 'theirs' },
): void {
  const key = `${what} ${month} ${organisation}`
  const nothing: Sum = { count: 0, sumMinor: 0 }
  const sum = found.get(key) ?? { what, month, organisation, ours: nothing, theirs: nothing }
  found.set(key, { ...sum, [side]: plus(sum[side], { count: 1, sumMinor }) })
}
