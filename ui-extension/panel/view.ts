/** One record as the panel shows it, from top to bottom; sections without anything to say are left out. */
import type { PanelDeal } from '../../bridge/http/contract/panel-answers.ts'
import { facts, make, scrolled, section, table } from './elements.ts'
import { day, moment, money, quantity, sum } from './format.ts'
import { changesOf, whyOf } from './view-why.ts'
import type { Shown } from './shown.ts'

export function view(shown: Shown): HTMLElement[] {
  const { words, context } = shown
  if (!context.known) return [make('p', 'note', words.say('unknown'))]
  const parts = [dealsOf(shown), moneyOf(shown), agreedOf(shown), invoicesOf(shown), paymentsOf(shown)]
  return [...parts, changesOf(shown), whyOf(shown)].filter((part): part is HTMLElement => part !== null)
}

function dealsOf(shown: Shown): HTMLElement {
  const { words, context } = shown
  const { deals, noun } = context
  const title = words.say(deals.length > 1 || noun === 'counterparty' ? 'deals' : 'deal')
  if (deals.length > 0) return section(title, ...deals.map((deal) => dealOf(shown, deal)))
  return section(title, make('p', 'note', words.say(noun === 'counterparty' ? 'noDeals' : 'noDeal')))
}

function dealOf({ words, now }: Shown, deal: PanelDeal): HTMLElement {
  const { language, say } = words
  const since = say('since', { at: moment(language, deal.stageSince, now) })
  return make(
    'article',
    '',
    make('h3', '', deal.title),
    facts([
      [say('stage'), make('span', '', make('b', '', deal.stageName), ' ', make('small', '', since))],
      [say('manager'), deal.managerName],
      [say('client'), deal.clientName],
      [say('cause'), deal.cause],
      [say('dealSum'), deal.totalMinor === 0 ? null : money(language, deal.totalMinor)],
    ]),
  )
}

function moneyOf({ words, context, now }: Shown): HTMLElement | null {
  const { language, say } = words
  const sums = context.money
  if (sums === null) return null
  const receipt = context.noun === 'bank-receipt'
  const own = context.noun === 'invoice' ? context.invoices[0] : null
  const asOf = sums.asOf === null ? null : say('asOf', { base: context.base, at: moment(language, sums.asOf, now) })
  return section(
    say('money'),
    facts([
      [say('state'), own ? words.state(own.state) : null],
      [say(receipt ? 'received' : 'invoiced'), money(language, sums.invoicedMinor)],
      [say(receipt ? 'settled' : 'paid'), money(language, sums.paidMinor)],
      [say('remainder'), receipt ? null : make('b', '', money(language, sums.remainderMinor))],
      [say('advance'), sums.advanceMinor === 0 ? null : money(language, sums.advanceMinor)],
    ]),
    asOf === null ? null : make('p', 'source', asOf),
  )
}

function agreedOf({ words, context }: Shown): HTMLElement | null {
  const { language, say } = words
  const { agreed, money: sums } = context
  if (agreed === null) return null
  const rows = agreed.lines.map((line) => [
    line.text,
    quantity(language, line.quantityMilli),
    sum(language, line.priceMinor),
    sum(language, line.sumMinor),
  ])
  const heads = [say('item'), say('quantity'), say('price'), say('sum')]
  const lines = table(heads, rows, [1, 2, 3])
  lines.className = 'lines'
  const apart = sums === null ? 0 : sums.invoicedMinor - agreed.totalMinor
  return section(
    say('agreed'),
    facts([
      [say('contract'), agreed.contractName],
      [say('total'), money(language, agreed.totalMinor)],
    ]),
    rows.length === 0 ? null : scrolled(lines),
    apart === 0 ? null : make('p', 'care', say('agreedDiffers', { sum: money(language, Math.abs(apart)) })),
  )
}

/** The invoice itself is what the accountant is looking at; its state stands with its money. */
function invoicesOf({ words, context }: Shown): HTMLElement | null {
  const { language, say } = words
  const { invoices, noun } = context
  if (invoices.length === 0 || noun === 'invoice') return null
  const rows = invoices.map((one) => [
    one.number,
    day(language, one.date),
    words.state(one.state),
    sum(language, one.remainderMinor),
  ])
  const heads = [say('number'), say('date'), say('state'), say('remainder')]
  return section(say(noun === 'counterparty' ? 'unpaid' : 'invoices'), scrolled(table(heads, rows, [3])))
}

function paymentsOf({ words, context }: Shown): HTMLElement | null {
  const { language, say } = words
  if (context.noun === 'bank-receipt') return null
  if (context.payments.length === 0) return section(say('payments'), make('p', 'note', say('noPayments')))
  const items = context.payments.map((one) =>
    make(
      'li',
      '',
      make('b', 'number', money(language, one.amountMinor)),
      ` · ${one.number} · ${day(language, one.date)}`,
      one.purpose === '' ? null : make('small', '', one.purpose),
    ),
  )
  return section(say('payments'), make('ul', '', ...items))
}
