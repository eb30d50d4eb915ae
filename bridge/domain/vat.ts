/** VAT: rates by date as data, and the tax of a sum in whole kopecks, half a kopeck away from zero, line by line. */
import { divideHalfAway, sumMinor } from './money.ts'
import { Problem } from './problem.ts'

/**
 * A rate in our words: `none` = not a payer or not taxed, `0`, `22` = per cent of a sum without tax, `22/122` = calculated,
 * the share inside a sum that holds the tax.
 */
export type VatRate = string

interface RatesSince {
  /** First day, `YYYY-MM-DD`. */
  since: string
  general: VatRate
  /** Everything a document of that time may carry, the general rate first. */
  rates: VatRate[]
}

/** Russia, newest first: 22 % by law 425-ФЗ of 2025, 5 and 7 % of the simplified regime since 2025, 20 % since 2019. */
const RUSSIA: RatesSince[] = [
  {
    since: '2026-01-01',
    general: '22',
    rates: ['22', '10', '7', '5', '0', 'none', '22/122', '10/110', '7/107', '5/105'],
  },
  {
    since: '2025-01-01',
    general: '20',
    rates: ['20', '10', '7', '5', '0', 'none', '20/120', '10/110', '7/107', '5/105'],
  },
  { since: '2019-01-01', general: '20', rates: ['20', '10', '0', 'none', '20/120', '10/110'] },
  { since: '2004-01-01', general: '18', rates: ['18', '10', '0', 'none', '18/118', '10/110'] },
]

const PLAIN_RATE = /^\d{1,2}$/
const CALCULATED_RATE = /^(\d{1,2})\/1(\d{2})$/

/** The general rate of a document of that day, `YYYY-MM-DD`. @throws Problem `vat.no-rates` before 2004 */
export function generalRate(date: string): VatRate {
  return ratesSince(date).general
}

/** Rates that a document of that day may carry, the general one first. @throws Problem `vat.no-rates` before 2004 */
export function ratesOn(date: string): VatRate[] {
  return [...ratesSince(date).rates]
}

/** False for 20 % in 2026: legal only for the correction of an old shipment, so a person has to confirm it. */
export function isRateOf(date: string, rate: VatRate): boolean {
  return ratesSince(date).rates.includes(rate)
}

/**
 * Tax of a sum, kopecks. `included` = the sum holds the tax; a calculated rate always means so.
 * @throws Problem `vat.unknown-rate`
 */
export function vatOf(amountMinor: number, rate: VatRate, included: boolean): number {
  const { percent, calculated } = partsOf(rate)
  const divisor = included || calculated ? 100n + percent : 100n
  return divideHalfAway(BigInt(amountMinor) * percent, divisor)
}

export interface TaxedLine {
  sumMinor: number
  vatMinor: number
}

/** What a document of these lines adds up to, kopecks: the tax is the sum of the lines' taxes, never the tax of the sum. */
export function documentTotals(lines: TaxedLine[], included: boolean): { totalMinor: number; vatMinor: number } {
  const vatMinor = sumMinor(lines.map((line) => line.vatMinor))
  const sum = sumMinor(lines.map((line) => line.sumMinor))
  return { totalMinor: included ? sum : sumMinor([sum, vatMinor]), vatMinor }
}

function ratesSince(date: string): RatesSince {
  const found = RUSSIA.find(({ since }) => date >= since)
  if (found === undefined) throw new Problem('vat.no-rates', { date }, 'date')
  return found
}

function partsOf(rate: VatRate): { percent: bigint; calculated: boolean } {
  if (rate === 'none') return { percent: 0n, calculated: false }
  if (PLAIN_RATE.test(rate)) return { percent: BigInt(rate), calculated: false }
  const [, percent = '', same] = CALCULATED_RATE.exec(rate) ?? []
  if (percent === '' || Number(percent) !== Number(same)) throw new Problem('vat.unknown-rate', { rate })
  return { percent: BigInt(percent), calculated: true }
}
