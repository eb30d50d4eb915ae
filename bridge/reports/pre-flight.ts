/** Would the base take an invoice of this deal, and how would it count it? Nothing is written to find out. */
import { mayOn } from '../domain/allow.ts'
import { dayIn } from '../domain/base-time.ts'
import { drawUpInvoice } from '../domain/draw-up-invoice.ts'
import { LIVE_IN_BASE, ON_ITS_WAY } from '../domain/invoice-state.ts'
import { isReady, preFlightChecks, type PreFlightWorld } from '../domain/pre-flight.ts'
import { generalRate } from '../domain/vat.ts'
import type { PreFlight } from './answers.ts'
import type { Asking, Row } from './asking.ts'
import { ownDealCard } from './deal-card.ts'
import { moneyOfCounterparties, NO_MONEY } from './money.ts'
import { json, number, sourceOf, text, yes } from './rows.ts'

type Card = Awaited<ReturnType<typeof ownDealCard>>

/** @throws Problem `deal.not-found`, also for one that the viewer may not see */
export async function preFlight(asking: Asking, dealId: string): Promise<PreFlight> {
  const card = await ownDealCard(asking, dealId)
  const base = await targetBase(asking, card.row)
  const date = dayIn(base === undefined ? 'UTC' : text(base, 'time_zone'), asking.now())
  const checks = preFlightChecks(await worldOf(asking, { card, base }))
  const payer = number(card.row, 'counterparty_id')
  const money = (await moneyOfCounterparties(asking, [payer])).get(payer) ?? NO_MONEY
  return {
    ready: isReady(checks),
    checks,
    reckoning: reckon(card, date),
    date,
    source: sourceOf({ base_name: base && base['name'], as_of: base && lastSeen(base) }),
    advanceMinor: money.advanceMinor,
  }
}

/** The base that keeps our organisation; before one is chosen, the first base. */
async function targetBase({ db }: Asking, deal: Row): Promise<Row | undefined> {
  const ours = db('organisations').where('id', number(deal, 'organisation_id')).select('base_id')
  const chosen = (await db('bases').whereIn('id', ours).first()) as Row | undefined
  return chosen ?? ((await db('bases').where('enabled', true).orderBy('id').first()) as Row | undefined)
}

function lastSeen(base: Row): string {
  return json<{ lastSeenAt?: string | null }>(base, 'health', {}).lastSeenAt ?? ''
}

async function worldOf(asking: Asking, { card, base }: { card: Card; base: Row | undefined }): Promise<PreFlightWorld> {
  const { deal } = card
  const counterparty = card.counterparties.find(({ id }) => id === deal.counterpartyId)
  const organisation = card.organisations.find(({ id }) => id === deal.organisationId)
  const lines = await linesWithProducts(asking, card.row)
  return {
    mayIssue: mayOn(asking.viewer, card.owned).includes('issue-invoice'),
    counterparty: counterparty ? { ...counterparty, inBase: counterparty.source.origin === 'base' } : null,
    organisation: organisation ? { ...organisation, marked: false } : null,
    contract: card.contracts.find(({ id }) => id === deal.contractId) ?? null,
    lines,
    base: base ? toBase(base) : null,
    onItsWay: card.invoices.find(({ state }) => ON_ITS_WAY.includes(state))?.id ?? null,
    invoiced: card.invoices.find(({ state }) => LIVE_IN_BASE.includes(state)) ?? null,
  }
}

function toBase(row: Row): NonNullable<PreFlightWorld['base']> {
  const health = json<NonNullable<PreFlightWorld['base']>['health']>(row, 'health', {
    state: 'never-seen',
    reason: '',
    since: '',
    nextTryAt: null,
    lastSeenAt: null,
  })
  return { name: text(row, 'name'), health }
}

async function linesWithProducts({ db }: Asking, deal: Row): Promise<PreFlightWorld['lines']> {
  const rows: Row[] = await db('deal_lines')
    .leftJoin('products', 'products.id', 'deal_lines.product_id')
    .where('deal_lines.deal_id', number(deal, 'id'))
    .orderBy('deal_lines.position')
    .select('deal_lines.position', 'deal_lines.text', 'deal_lines.product_id', {
      product: 'products.name',
      as_of: 'products.as_of',
      marked: 'products.marked',
      gone: 'products.gone',
    })
  return rows.map((row) => ({
    position: number(row, 'position'),
    text: text(row, 'text'),
    product: row['product_id'] === null ? null : productOf(row),
  }))
}

function productOf(row: Row): { name: string; inBase: boolean; marked: boolean } {
  const inBase = text(row, 'as_of') !== '' && !yes(row, 'gone')
  return { name: text(row, 'product'), inBase, marked: yes(row, 'marked') }
}

/** Sums as the base will arrive at them: tax line by line, by the rate of that day; prices hold the tax. */
function reckon(card: Card, date: string): PreFlight['reckoning'] {
  const ours = card.organisations.find(({ id }) => id === card.deal.organisationId)
  const paysVat = ours?.paysVat ?? true
  const vatRate = paysVat ? generalRate(date) : 'none'
  if (card.lines.length === 0) return { totalMinor: 0, vatMinor: 0, vatRate, lines: [] }
  const { lines, totalMinor, vatMinor } = drawUpInvoice({ date, vatIncluded: true, paysVat, lines: card.lines })
  return {
    totalMinor,
    vatMinor,
    vatRate,
    lines: lines.map((line) => ({ sumMinor: line.sumMinor, vatMinor: line.vatMinor })),
  }
}
