/** Reads sums and quantities as people type them: decimal comma or point, spaces anywhere between digits, nothing else. */

/** Digits before the mark that still make a safe sum; the server refuses more than 10 billion roubles anyway. */
const MOST_DIGITS = 11
const MILLI = 1000n

export type Parsed = { value: number } | { wrong: Wrong }
/** Keys of the sentence under `amount.`. */
export type Wrong = 'empty' | 'letters' | 'too-fine-money' | 'too-fine-quantity' | 'too-big' | 'negative' | 'zero'

/** `1 234,5` -> 123450 kopecks. */
export function parseMoney(text: string): Parsed {
  return parse(text, 2, 'too-fine-money')
}

/** `1,5` -> 1500 thousandths. Nothing can be sold in a quantity of zero. */
export function parseQuantity(text: string): Parsed {
  const parsed = parse(text, 3, 'too-fine-quantity')
  return 'value' in parsed && parsed.value === 0 ? { wrong: 'zero' } : parsed
}

function parse(text: string, digits: number, tooFine: Wrong): Parsed {
  const bare = text.replace(/[\s\u00A0\u202F]/g, '').replace(/₽$/, '')
  if (bare === '') return { wrong: 'empty' }
  if (/^[-−]/.test(bare)) return { wrong: 'negative' }
  const parts = /^(\d*)(?:[.,](\d*))?$/.exec(bare)
  const [, whole = '', fraction = ''] = parts ?? []
  if (parts === null || whole + fraction === '') return { wrong: 'letters' }
  if (/[1-9]/.test(fraction.slice(digits))) return { wrong: tooFine }
  if (whole.replace(/^0+/, '').length > MOST_DIGITS) return { wrong: 'too-big' }
  return { value: Number(whole + fraction.slice(0, digits).padEnd(digits, '0')) }
}

/** Thousandths x kopecks of one unit = kopecks, half a kopeck up: the rule of the server. */
export function lineSum(quantityMilli: number, priceMinor: number): number {
  return Number((2n * BigInt(quantityMilli) * BigInt(priceMinor) + MILLI) / (2n * MILLI))
}

/** Kopecks as a careful person would type them: `4850000` -> `48 500,00`, groups parted by thin spaces in every language. */
export function typedMoney(minor: number, mark: ',' | '.'): string {
  const digits = String(minor).padStart(3, '0')
  return `${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '\u202F')}${mark}${digits.slice(-2)}`
}

/** Thousandths as a person would type them. */
export function typedQuantity(milli: number, mark: ',' | '.'): string {
  const digits = String(milli).padStart(4, '0')
  const fraction = digits.slice(-3).replace(/0+$/, '')
  return fraction === '' ? digits.slice(0, -3) : `${digits.slice(0, -3)}${mark}${fraction}`
}
