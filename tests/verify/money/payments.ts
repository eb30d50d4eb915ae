/** Payments shared out over invoices, and what must be true whoever pays what and when. */
import { advanceOf, settleInvoice, type Part } from '../../../bridge/domain/settle.ts'
import type { Dice } from '../aids/dice.ts'

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-12-31']
const MOST_MINOR = 999_999_999

interface Paid {
  date: string
  live: boolean
  amountMinor: number
  /** Named parts: invoice -> kopecks. */
  rows: { invoice: number; namedMinor: number }[]
}

/** Shares random payments out over random invoices; answers what does not add up, or null. */
export function paymentFault(dice: Dice): string | null {
  const totals = Array.from({ length: 1 + dice.below(4) }, () => amount(dice))
  const payments = Array.from({ length: dice.below(6) }, () => payment(dice, totals))
  const taken = new Map<Paid, number[]>(payments.map((paid) => [paid, []]))
  for (const [invoice, totalMinor] of totals.entries()) {
    const rows = payments.flatMap((paid) =>
      paid.rows.filter((row) => row.invoice === invoice).map((row) => ({ paid, row })),
    )
    const parts = rows.map(({ paid, row }) => ({ amountMinor: row.namedMinor, date: paid.date, live: paid.live }))
    const settled = settleInvoice(totalMinor, parts)
    for (const [at, { paid }] of rows.entries()) taken.get(paid)?.push(settled.takenMinor[at] ?? 0)
    const fault = invoiceFault({ totalMinor, parts, settled })
    if (fault !== null) return fault
  }
  return payments.map((paid) => advanceFault(paid, taken.get(paid) ?? [])).find((fault) => fault !== null) ?? null
}

/** Often equal amounts, often a kopeck apart, sometimes large. */
function amount(dice: Dice): number {
  return dice.onceIn(3) ? dice.below(4) : dice.onceIn(3) ? MOST_MINOR - dice.below(2) : dice.below(100_000)
}

function payment(dice: Dice, totals: number[]): Paid {
  const rows = Array.from({ length: dice.below(4) }, () => {
    const invoice = dice.below(totals.length)
    return { invoice, namedMinor: dice.onceIn(3) ? (totals[invoice] ?? 0) : amount(dice) }
  })
  const named = rows.reduce((sum, { namedMinor }) => sum + namedMinor, 0)
  const more = dice.onceIn(2) ? amount(dice) : 0
  return { date: dice.of(DAYS), live: !dice.onceIn(4), amountMinor: named + more, rows }
}

interface Case {
  totalMinor: number
  parts: Part[]
  settled: ReturnType<typeof settleInvoice>
}

function invoiceFault({ totalMinor, parts, settled }: Case): string | null {
  const { takenMinor, paidMinor, remainderMinor, state } = settled
  const sum = takenMinor.reduce((all, taken) => all + taken, 0)
  if (sum !== paidMinor) return `paid ${paidMinor}, but the parts add up to ${sum}`
  if (paidMinor + remainderMinor !== totalMinor) return `${paidMinor} paid and ${remainderMinor} left of ${totalMinor}`
  if (takenMinor.some((taken, at) => taken < 0 || taken > (parts[at]?.amountMinor ?? 0)))
    return 'a part gives more than it has'
  if (takenMinor.some((taken, at) => taken > 0 && parts[at]?.live !== true))
    return 'a part settles though it does not count'
  if (parts.some((part, at) => isPassedOver(part, at, { parts, takenMinor })))
    return 'a later part settles before an older one'
  const told = paidMinor === 0 ? 'unpaid' : remainderMinor === 0 ? 'paid' : 'part-paid'
  return state === told ? null : `it says ${state} with ${remainderMinor} left`
}

/** A live part of which something is left over, though a later one has settled something. */
function isPassedOver(part: Part, at: number, { parts, takenMinor }: { parts: Part[]; takenMinor: number[] }): boolean {
  if (!part.live || (takenMinor[at] ?? 0) === part.amountMinor) return false
  return parts.some((other, index) => other.date > part.date && (takenMinor[index] ?? 0) > 0)
}

/** What was paid is on the invoices or an advance, all of it and no more. */
function advanceFault({ amountMinor, live }: Paid, takenMinor: number[]): string | null {
  const advance = advanceOf({ amountMinor, live }, takenMinor)
  const settled = takenMinor.reduce((sum, taken) => sum + taken, 0)
  if (!live) return advance === 0 && settled === 0 ? null : 'a payment that does not count has settled something'
  return advance >= 0 && settled + advance === amountMinor
    ? null
    : `${settled} settled and ${advance} advance of ${amountMinor}`
}
