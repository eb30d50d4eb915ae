/** The lines of a deal while somebody types: texts as typed, what is wrong with them, and the sums so far. */
import { lineSum, parseMoney, parseQuantity, typedMoney, typedQuantity, type Wrong } from './amounts.ts'

export interface DraftLine {
  /** Stays with the line while it is edited. */
  key: string
  productId: string | null
  text: string
  quantity: string
  price: string
}

export interface CheckedLine {
  sumMinor: number | null
  wrong: { text?: 'empty'; quantity?: Wrong; price?: Wrong }
}

export interface ReadyLine {
  productId: string | null
  text: string
  quantityMilli: number
  priceMinor: number
}

export interface CheckedLines {
  lines: CheckedLine[]
  totalMinor: number
  /** What may be saved; null = something is wrong. Untouched lines are left out. */
  ready: ReadyLine[] | null
}

export function checkLines(drafts: DraftLine[]): CheckedLines {
  const ready: ReadyLine[] = []
  const lines = drafts.map((draft) => checkLine(draft, ready))
  const good = lines.every((line) => Object.keys(line.wrong).length === 0)
  return {
    lines,
    totalMinor: lines.reduce((total, line) => total + (line.sumMinor ?? 0), 0),
    ready: good ? ready : null,
  }
}

function checkLine(draft: DraftLine, ready: ReadyLine[]): CheckedLine {
  if (isUntouched(draft)) return { sumMinor: null, wrong: {} }
  const quantity = parseQuantity(draft.quantity)
  const price = parseMoney(draft.price)
  const wrong: CheckedLine['wrong'] = {}
  if (draft.text.trim() === '') wrong.text = 'empty'
  if ('wrong' in quantity) wrong.quantity = quantity.wrong
  if ('wrong' in price) wrong.price = price.wrong
  if ('wrong' in quantity || 'wrong' in price) return { sumMinor: null, wrong }
  ready.push({
    productId: draft.productId,
    text: draft.text.trim(),
    quantityMilli: quantity.value,
    priceMinor: price.value,
  })
  return { sumMinor: lineSum(quantity.value, price.value), wrong }
}

/** A fresh line holds a quantity of one and nothing else. */
export function isUntouched(draft: DraftLine): boolean {
  return draft.productId === null && draft.text.trim() === '' && draft.price.trim() === ''
}

export function emptyLine(key: string): DraftLine {
  return { key, productId: null, text: '', quantity: '1', price: '' }
}

/** Saved lines as a person would have typed them. */
export function toDrafts(lines: (ReadyLine & { id: string })[], mark: ',' | '.'): DraftLine[] {
  return lines.map((line) => ({
    key: line.id,
    productId: line.productId,
    text: line.text,
    quantity: typedQuantity(line.quantityMilli, mark),
    price: typedMoney(line.priceMinor, mark),
  }))
}

/** Whether saving would change anything. */
/**
 * Somebody else has changed the lines under what is being typed: saving would take their work back in silence.
 * @param known what typing began with, and everything that was sent from here since
 */
export function isOvertaken(known: ReadyLine[][], current: ReadyLine[]): boolean {
  return !known.some((lines) => sameLines(lines, current))
}

export function sameLines(one: ReadyLine[], other: ReadyLine[]): boolean {
  const short = (lines: ReadyLine[]) =>
    JSON.stringify(lines.map((line) => [line.productId, line.text, line.quantityMilli, line.priceMinor]))
  return short(one) === short(other)
}
