/** What is different between two versions of an invoice, line by line, so that a manager sees what the accountant changed. */
import type { Invoice, InvoiceChange, InvoiceLine } from './invoice.ts'
import { milliText, minorText } from './money.ts'
import { searchKey } from './search-key.ts'

/** The part of an invoice that a person compares. */
export type Compared = Pick<
  Invoice,
  'number' | 'date' | 'counterpartyName' | 'contractName' | 'totalMinor' | 'vatMinor' | 'lines'
>

interface Pair {
  before: InvoiceLine | null
  after: InvoiceLine | null
}

/** Header first, then the lines in the order of the newer version, then those that were removed. Sums are decimal text. */
export function differences(before: Compared, after: Compared): InvoiceChange[] {
  return [...headerChanges(before, after), ...pairs(before.lines, after.lines).flatMap(lineChanges)]
}

function headerChanges(before: Compared, after: Compared): InvoiceChange[] {
  return changed(0, [
    ['number', before.number, after.number],
    ['date', before.date, after.date],
    ['counterparty', before.counterpartyName, after.counterpartyName],
    ['contract', before.contractName, after.contractName],
    ['total', minorText(before.totalMinor), minorText(after.totalMinor)],
    ['vat', minorText(before.vatMinor), minorText(after.vatMinor)],
  ])
}

/** A line is itself when it sells the same thing; what is left over is paired by position: its text was rewritten. */
function pairs(before: InvoiceLine[], after: InvoiceLine[]): Pair[] {
  const left = new Set(before)
  const take = (line: InvoiceLine, fits: (old: InvoiceLine) => boolean): InvoiceLine | null => {
    const found = nearest([...left].filter(fits), line.position)
    if (found !== null) left.delete(found)
    return found
  }
  const exact = after.map((line) => take(line, (old) => sells(old) === sells(line) && isSameCount(old, line)))
  const same = after.map((line, index) => exact[index] ?? take(line, (old) => sells(old) === sells(line)))
  const placed = after.map((line, index) => same[index] ?? take(line, (old) => old.position === line.position))
  const kept = after.map((line, index) => ({ before: placed[index] ?? null, after: line }))
  return [...kept, ...[...left].map((line) => ({ before: line, after: null }))]
}

function nearest(lines: InvoiceLine[], position: number): InvoiceLine | null {
  const far = (line: InvoiceLine) => Math.abs(line.position - position)
  return lines.reduce<InvoiceLine | null>((best, line) => (best === null || far(line) < far(best) ? line : best), null)
}

function sells(line: InvoiceLine): string {
  return line.productId ?? `text ${searchKey(line.text)}`
}

function isSameCount(one: InvoiceLine, other: InvoiceLine): boolean {
  return one.quantityMilli === other.quantityMilli && one.priceMinor === other.priceMinor
}

function lineChanges({ before, after }: Pair): InvoiceChange[] {
  if (after === null) return before === null ? [] : changed(before.position, [['line-removed', spoken(before), '']])
  if (before === null) return changed(after.position, [['line-added', '', spoken(after)]])
  return changed(after.position, [
    ['text', before.text, after.text],
    ['quantity', milliText(before.quantityMilli), milliText(after.quantityMilli)],
    ['price', minorText(before.priceMinor), minorText(after.priceMinor)],
    ['sum', minorText(before.sumMinor), minorText(after.sumMinor)],
    ['vat-rate', before.vatRate, after.vatRate],
    ['vat', minorText(before.vatMinor), minorText(after.vatMinor)],
  ])
}

/** `Лицензия 2 x 1000.00 = 2000.00` */
function spoken(line: InvoiceLine): string {
  const count = `${milliText(line.quantityMilli)} x ${minorText(line.priceMinor)} = ${minorText(line.sumMinor)}`
  return `${line.text} ${count}`.trim()
}

/** What is said before and after in each field, as far as it differs. */
function changed(line: number, said: [InvoiceChange['field'], string, string][]): InvoiceChange[] {
  return said
    .filter(([, before, after]) => before !== after)
    .map(([field, before, after]) => ({ line, field, before, after }))
}
