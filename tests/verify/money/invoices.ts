/** One random invoice, counted by us and by the rules of the simulated base, on its way there and back in JSON. */
import { join } from 'node:path'
import { drawUpInvoice, type AskedInvoice, type DrawnInvoice } from '../../../bridge/domain/draw-up-invoice.ts'
import type { Records } from '../../../bridge/domain/received.ts'
import { Problem } from '../../../bridge/domain/problem.ts'
import { isRateOf, ratesOn } from '../../../bridge/domain/vat.ts'
import { loadMappings } from '../../../bridge/sync/mapping/load-mapping.ts'
import { READ } from '../../../bridge/sync/mapping/spelling.ts'
import { toBase } from '../../../bridge/sync/mapping/translate.ts'
import { minorOf, vatOf } from '../../../connectors/simulator/base/amounts.ts'
import type { Row } from '../../../connectors/simulator/base/model.ts'
import { rowSumMinor } from '../../../connectors/simulator/ledger/rates.ts'
import { documentMinor } from '../../../connectors/simulator/rules/bp30-invoice.ts'
import { parseMilli, parseMinor, typedMilli, typedMinor } from '../../../connectors/simulator/web/typed.ts'
import type { Dice } from '../aids/dice.ts'

const { mappings } = loadMappings(join(import.meta.dirname, '..', '..', '..', 'mappings', 'bp30'))
const KEY = '0000000d-2e00-11ef-8a00-000000000001'
const DAYS = ['2019-01-01', '2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01', '2026-11-24', '2027-07-01']
const MOST_LINES = 6
/** The simulated base multiplies tax in doubles, exact up to here; the domain goes further by itself. */
const MOST_SUM = 10_000_000_000_000

/** Answers where the two sides differ, or null. */
export function invoiceFault(dice: Dice): string | null {
  const asked = invoiceOf(dice)
  const drawn = drawnUp(asked)
  return drawn === null ? null : (countedFault(asked, drawn) ?? travelFault(asked, drawn))
}

function drawnUp(asked: AskedInvoice<string>): DrawnInvoice<string> | null {
  try {
    const drawn = drawUpInvoice(asked)
    return drawn.totalMinor > MOST_SUM ? null : drawn
  } catch (error) {
    if (error instanceof Problem && error.code === 'invoice.too-large') return null
    throw error
  }
}

/** Prices and quantities of every size; a calculated rate only where prices hold the tax. */
function invoiceOf(dice: Dice): AskedInvoice<string> {
  const date = dice.of(DAYS)
  const vatIncluded = !dice.onceIn(4)
  const rates = ratesOn(date).filter((rate) => vatIncluded || !rate.includes('/'))
  const lines = Array.from({ length: 1 + dice.below(MOST_LINES) }, () => ({
    productId: KEY,
    text: 'Строка',
    quantityMilli: 1 + sized(dice, 9),
    priceMinor: sized(dice, 11),
    ...(dice.onceIn(2) && { vatRate: dice.of(rates) }),
  }))
  return { date, vatIncluded, paysVat: !dice.onceIn(5), lines }
}

/** As many digits as chance has it, so that small numbers come as often as large ones. */
function sized(dice: Dice, digits: number): number {
  return (dice.below(1_000_000) * 1_000_000 + dice.below(1_000_000)) % 10 ** (1 + dice.below(digits))
}

/** Line by line, as an accountant would type it into the form of the base. */
function countedFault({ vatIncluded, date }: AskedInvoice<string>, drawn: DrawnInvoice<string>): string | null {
  for (const { position, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor } of drawn.lines) {
    const sum = rowSumMinor(parseMilli(typedMilli(quantityMilli)) ?? 0, parseMinor(typedMinor(priceMinor)) ?? 0)
    if (sum !== sumMinor) return `line ${position}: the base says ${sum}, we say ${sumMinor}`
    const vat = vatOf(sum, theirs(vatRate), vatIncluded)
    if (vat !== vatMinor) return `line ${position}: the base says ${vat} of tax at ${vatRate}, we say ${vatMinor}`
    if (!isRateOf(date, vatRate)) return `line ${position}: ${vatRate} is no rate of ${date}`
  }
  return null
}

function theirs(rate: string): string {
  return rate === 'none' ? 'БезНДС' : `НДС${rate.replace('/', '_')}`
}

/** Through the mapping into JSON, added up by the base, and read back: the same kopecks everywhere. */
function travelFault({ vatIncluded }: AskedInvoice<string>, drawn: DrawnInvoice<string>): string | null {
  const { invoice } = mappings
  if (invoice === undefined) return 'there is no mapping of invoices'
  const record: Partial<Records['invoice']> = {
    vatIncluded,
    totalMinor: drawn.totalMinor,
    lines: drawn.lines.map(lineOf),
  }
  const sent = toBase(invoice, record, { lookups: LOOKUPS, marker: KEY })
  const fields = JSON.parse(JSON.stringify(sent)) as Record<string, never>
  const rows = fields['Товары'] as unknown as Row[]
  const total = documentMinor({ fields, rows: { Товары: rows } } as never, rows)
  if (total !== drawn.totalMinor) return `the base adds up ${total}, we say ${drawn.totalMinor}`
  for (const [at, { sumMinor, vatMinor, priceMinor, quantityMilli }] of drawn.lines.entries()) {
    const row = rows[at] ?? {}
    const back = [
      READ.money(row['Сумма']),
      READ.money(row['СуммаНДС']),
      READ.money(row['Цена']),
      READ.quantity(row['Количество']),
    ]
    const same = [sumMinor, vatMinor, priceMinor, quantityMilli].every((value, place) => value === back[place])
    if (!same || minorOf(row['Сумма']) !== sumMinor) return `line ${at + 1} comes back as ${back.join(' ')}`
  }
  return null
}

function lineOf({
  text,
  quantityMilli,
  priceMinor,
  sumMinor,
  vatRate,
  vatMinor,
}: DrawnInvoice<string>['lines'][number]) {
  return { productKey: KEY, text, quantityMilli, priceMinor, sumMinor, vatRate, vatMinor }
}

const LOOKUPS = { rouble: KEY }
