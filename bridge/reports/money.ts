/** How much was invoiced, paid, is owed and lies as advance? As the accounting base knows it. */
import { LIVE_IN_BASE } from '../domain/invoice-state.ts'
import type { MoneyLine } from './answers.ts'
import type { Asking, Query, Row } from './asking.ts'
import { number, oldestSource, sourceOf } from './rows.ts'

/** States in which an invoice counts as money owed or paid. */
export const LIVE_STATES_IN_BASE: string[] = LIVE_IN_BASE

/** Money of counterparties, one line each by row id; a counterparty without documents is not in the map. */
export async function moneyOfCounterparties(asking: Asking, ids: number[]): Promise<Map<number, MoneyLine>> {
  const [invoiced, advances] = await Promise.all([
    invoicedBy(asking, 'counterparty_id', (query) => void query.whereIn('invoices.counterparty_id', ids)),
    advancesOf(asking, ids),
  ])
  const parts = new Map<number, Row[]>()
  for (const row of [...invoiced, ...advances]) {
    const id = number(row, 'counterparty_id')
    parts.set(id, [...(parts.get(id) ?? []), row])
  }
  return new Map([...parts].map(([id, rows]) => [id, addUp(rows)]))
}

/** Money of invoices of one deal; an advance belongs to a counterparty, hence none here. */
export async function moneyOfDeal(asking: Asking, dealRowId: number): Promise<MoneyLine> {
  return addUp(await invoicedBy(asking, 'deal_id', (query) => void query.where('invoices.deal_id', dealRowId)))
}

/** What lies with these counterparties as advance, and nothing else of their money. */
export async function advancesOfCounterparties(asking: Asking, ids: number[]): Promise<MoneyLine> {
  return addUp(await advancesOf(asking, ids))
}

export function addMoney(lines: MoneyLine[]): MoneyLine {
  const sum = (field: 'invoicedMinor' | 'paidMinor' | 'remainderMinor' | 'advanceMinor') =>
    lines.reduce((total, line) => total + line[field], 0)
  return {
    invoicedMinor: sum('invoicedMinor'),
    paidMinor: sum('paidMinor'),
    remainderMinor: sum('remainderMinor'),
    advanceMinor: sum('advanceMinor'),
    source: oldestSource(lines.map((line) => line.source)),
  }
}

export const NO_MONEY: MoneyLine = addMoney([])

function addUp(rows: Row[]): MoneyLine {
  return addMoney(
    rows.map((row) => ({
      invoicedMinor: number(row, 'invoiced_minor'),
      paidMinor: number(row, 'paid_minor'),
      remainderMinor: number(row, 'remainder_minor'),
      advanceMinor: number(row, 'advance_minor'),
      source: sourceOf(row),
    })),
  )
}

/** Per counterparty or deal, and base. An overpaid invoice owes nothing; what is over lies in advances. */
async function invoicedBy(
  { db }: Asking,
  column: 'counterparty_id' | 'deal_id',
  narrow: (query: Query) => void,
): Promise<Row[]> {
  return db('invoices')
    .join('bases', 'bases.id', 'invoices.base_id')
    .whereIn('invoices.state', LIVE_STATES_IN_BASE)
    .modify(narrow)
    .groupBy(`invoices.${column}`, 'bases.name')
    .select(`invoices.${column}`, 'bases.name as base_name')
    .sum({ invoiced_minor: 'invoices.total_minor', paid_minor: 'invoices.paid_minor' })
    .select({ remainder_minor: db.raw(REMAINDER) })
    .min('invoices.as_of as as_of')
}

const REMAINDER =
  'sum(case when invoices.total_minor > invoices.paid_minor then invoices.total_minor - invoices.paid_minor else 0 end)'

async function advancesOf({ db }: Asking, ids: number[]): Promise<Row[]> {
  return db('payments')
    .join('bases', 'bases.id', 'payments.base_id')
    .whereIn('payments.counterparty_id', ids)
    .where({ 'payments.posted': true, 'payments.marked': false, 'payments.gone': false })
    .groupBy('payments.counterparty_id', 'bases.name')
    .select('payments.counterparty_id', 'bases.name as base_name')
    .sum({ advance_minor: 'payments.advance_minor' })
    .min('payments.as_of as as_of')
}
