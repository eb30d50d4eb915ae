/** Differences of an invoice as people read them: gathered by line, sums and dates written in their language. */
import type { InvoiceChange } from '../../../bridge/http/contract.ts'
import { parseMoney, parseQuantity, type Parsed } from './amounts.ts'
import { day, money, quantity, type Language } from './format.ts'

export interface ChangedLine {
  /** 0 = the header of the invoice. */
  line: number
  fields: InvoiceChange[]
}

/** Header first, then lines in their order. */
export function byLine(changes: InvoiceChange[]): ChangedLine[] {
  const lines = new Map<number, InvoiceChange[]>()
  for (const change of changes) lines.set(change.line, [...(lines.get(change.line) ?? []), change])
  return [...lines].sort(([one], [other]) => one - other).map(([line, fields]) => ({ line, fields }))
}

/** `46075.00` of a price -> `46 075,00 ₽`; texts stay as they are, nothing is a dash. */
export function changeText(field: InvoiceChange['field'], text: string, language: Language): string {
  if (text === '') return '—'
  if (field === 'date') return day(text, language) || text
  if (field === 'quantity') return written(parseQuantity(text), text, (milli) => quantity(milli, language))
  if (SUMS.has(field)) return written(parseMoney(text), text, (minor) => money(minor, language))
  return text
}

const SUMS = new Set<InvoiceChange['field']>(['total', 'price', 'sum', 'vat'])

function written(parsed: Parsed, text: string, write: (value: number) => string): string {
  return 'value' in parsed ? write(parsed.value) : text
}
