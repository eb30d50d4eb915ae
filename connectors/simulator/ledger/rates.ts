/** Prices and VAT rates of document rows: what an accountant's form fills in before the document is written. */

/** Russia's general rate by the first day of its validity (law 425-ФЗ moved it to 22 % from 2026-01-01). */
const GENERAL_RATES: readonly { from: string; rate: string }[] = [
  { from: '2026-01-01', rate: 'НДС22' },
  { from: '2019-01-01', rate: 'НДС20' },
  { from: '2004-01-01', rate: 'НДС18' },
]

/** General VAT rate on the date of a document (`YYYY-MM-DD…`), a name from the enumeration `СтавкаНДС`. */
export function generalRate(date: string): string {
  return GENERAL_RATES.find(({ from }) => date >= from)?.rate ?? 'НДС18'
}

/** Sum of a row in kopecks: thousandths of a unit times kopecks, half away from zero. */
export function rowSumMinor(quantityMilli: number, priceMinor: number): number {
  const product = BigInt(quantityMilli) * BigInt(priceMinor)
  const size = product < 0n ? -product : product
  const rounded = Number((2n * size + 1000n) / 2000n)
  return product < 0n ? -rounded : rounded
}
