/** The screen of an invoice: head, lines with sums, totals, payments, journal. */
import { minorOf } from '../base/amounts.ts'
import type { Entity } from '../base/model.ts'
import { historyBox } from './history-box.ts'
import { type Html, html, type Part } from './html.ts'
import { type InvoiceLine, type InvoiceValues, lineSums } from './invoice-form.ts'
import {
  CONTRACTS,
  choicesAmong,
  choicesOf,
  COUNTERPARTIES,
  ORGANISATIONS,
  paymentsOf,
  PRODUCTS,
  text,
} from './look.ts'
import { withPanel } from './panel-host.ts'
import {
  cellInput,
  cellSelect,
  checkField,
  type Choice,
  deedButton,
  field,
  hidden,
  longField,
  paidBar,
  removeLineButton,
  selectField,
} from './parts.ts'
import type { RecordKind, Screen } from './record-pages.ts'
import { recordForm } from './record-view.ts'
import type { WebRequest } from './request.ts'
import { showMinor, showMoment } from './typed.ts'

/** Rates an accountant chooses from today; others appear when the record has them. */
const USUAL_RATES = ['НДС22', 'НДС20', 'НДС10', 'НДС7', 'НДС5', 'НДС0', 'БезНДС']

type View = Screen<InvoiceValues>

export function invoiceView(request: WebRequest, kind: RecordKind<InvoiceValues>, screen: View): Html {
  const { say, root } = request
  const extraDeeds =
    screen.entity &&
    html`<a class="button" href="${root}/receipts/new?invoice=${screen.key}">${say('receiptFromInvoice')}</a>`
  const form = recordForm(request, kind, {
    screen,
    live: 'invoice',
    extraDeeds,
    fields: [head(request, screen.values), lines(request, screen.values), totals(request, screen)],
  })
  const content = html`${form}
    <div class="boxes">${payments(request, screen.entity)} ${historyBox(request, screen.entity)}</div>`
  return withPanel(request, { noun: 'invoice', entity: screen.entity }, content)
}

function head(request: WebRequest, values: InvoiceValues): Html {
  const { say, context } = request
  const { base } = context
  const none: Choice = { value: '', text: say('chosenNothing') }
  const contracts = choicesAmong(base, {
    set: CONTRACTS,
    chosen: values.contract,
    fits: ({ fields }) => values.counterparty === '' || fields['Owner_Key'] === values.counterparty,
  })
  const pick = (name: 'organisation' | 'counterparty' | 'contract', choices: Choice[]) =>
    selectField({ name, label: say(name), value: values[name] }, [none, ...choices])
  return html`<div class="fields">
    ${field({ name: 'number', label: say('number'), value: values.number, hint: say('numberHint'), length: 11 })}
    ${field({ name: 'date', label: say('date'), value: values.date, type: 'datetime-local', required: true })}
    ${pick('organisation', choicesOf(base, ORGANISATIONS, values.organisation))}
    ${pick('counterparty', choicesOf(base, COUNTERPARTIES, values.counterparty))} ${pick('contract', contracts)}
    ${checkField('included', say('included'), values.included)}
    ${longField({ name: 'comment', label: say('comment'), value: values.comment })}
  </div>`
}

function lines(request: WebRequest, values: InvoiceValues): Html {
  const { say, context } = request
  const none: Choice = { value: '', text: say('chosenNothing') }
  const products = [none, ...choicesOf(context.base, PRODUCTS)]
  return html`<h2>${say('lines')}</h2>
    <div class="scroll">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col" class="number">№</th>
            <th scope="col">${say('productCard')}</th>
            <th scope="col">${say('text')}</th>
            <th scope="col" class="number">${say('quantity')}</th>
            <th scope="col" class="number">${say('price')}</th>
            <th scope="col" class="number">${say('sum')}</th>
            <th scope="col">${say('rate')}</th>
            <th scope="col" class="number">${say('vat')}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${values.lines.map((line, at) => lineRow(request, { line, at, included: values.included, products }))}
        </tbody>
      </table>
    </div>
    ${deedButton('add-line', say('addLine'), 'small')}`
}

function lineRow(
  request: WebRequest,
  row: { line: InvoiceLine; at: number; included: boolean; products: Choice[] },
): Html {
  const { say, context } = request
  const { line, at } = row
  const name = (column: string) => `line.${at}.${column}`
  const { sumMinor, vatMinor } = lineSums(line, row.included)
  const known = row.products.some((choice) => choice.value === line.product)
  const products = known ? row.products : [...row.products, ...choicesOf(context.base, PRODUCTS, line.product)]
  const rates = [...new Set([line.rate, ...USUAL_RATES])].map((rate) => ({ value: rate, text: rateText(rate) }))
  return html`<tr>
    <td class="number" data-label="№">${at + 1}${hidden(name('source'), line.source)}</td>
    <td class="wide" data-label="${say('productCard')}">
      ${cellSelect({ name: name('product'), label: say('productCard'), value: line.product }, products)}
    </td>
    <td class="wide" data-label="${say('text')}">
      ${cellInput({ name: name('text'), label: say('text'), value: line.text, length: 1000 })}
    </td>
    <td data-label="${say('quantity')}">
      ${cellInput({ name: name('quantity'), label: say('quantity'), value: line.quantity, numeric: true })}
    </td>
    <td data-label="${say('price')}">
      ${cellInput({ name: name('price'), label: say('price'), value: line.price, numeric: true })}
    </td>
    <td class="number" data-label="${say('sum')}"><output data-is="sum">${showMinor(sumMinor)}</output></td>
    <td data-label="${say('rate')}">
      ${cellSelect({ name: name('rate'), label: say('rate'), value: line.rate }, rates)}
    </td>
    <td class="number" data-label="${say('vat')}"><output data-is="vat">${showMinor(vatMinor)}</output></td>
    <td>${removeLineButton(say, at)}</td>
  </tr>`
}

function totals(request: WebRequest, screen: View): Html {
  const { say } = request
  const { values, entity } = screen
  const sums = values.lines.map((line) => lineSums(line, values.included))
  const sumMinor = sums.reduce((total, line) => total + line.sumMinor, 0)
  const vatMinor = sums.reduce((total, line) => total + line.vatMinor, 0)
  const totalMinor = values.included ? sumMinor : sumMinor + vatMinor
  const paidMinor = paidFor(request, entity)
  return html`<dl class="totals" data-included="${say('vatTotal')}" data-on-top="${say('vatOnTop')}">
    <div>
      <dt>${say('total')}</dt>
      <dd><output data-is="total">${showMinor(totalMinor)}</output></dd>
    </div>
    <div>
      <dt data-is="vat-words">${say(values.included ? 'vatTotal' : 'vatOnTop')}</dt>
      <dd><output data-is="vat-total">${showMinor(vatMinor)}</output></dd>
    </div>
    <div>
      <dt>${say('paid')}</dt>
      <dd><output data-is="paid" data-minor="${paidMinor}">${showMinor(paidMinor)}</output></dd>
    </div>
    <div>
      <dt>${say('remainder')}</dt>
      <dd><output data-is="remainder">${showMinor(totalMinor - paidMinor)}</output></dd>
    </div>
  </dl>`
}

function payments(request: WebRequest, entity: Entity | undefined): Part {
  if (!entity) return null
  const { say, root, context } = request
  const list = paymentsOf(context.base, entity.key)
  const totalMinor = minorOf(entity.fields['СуммаДокумента'])
  return html`<section class="box">
    <h2>${say('payments')} ${paidBar(say, { totalMinor, paidMinor: paidFor(request, entity) })}</h2>
    ${list.length === 0 && html`<p class="faint">${say('noPayments')}</p>`}
    <ul class="payments">
      ${list.map(
        ({ receipt, amountMinor }) =>
          html`<li>
            <a href="${root}/receipts/${receipt.key}">${text(receipt.fields['Number'])}</a>
            <time>${showMoment(text(receipt.fields['Date']))}</time> <b>${showMinor(amountMinor)}</b>
          </li>`,
      )}
    </ul>
  </section>`
}

function paidFor({ context }: WebRequest, entity: Entity | undefined): number {
  if (!entity) return 0
  return paymentsOf(context.base, entity.key).reduce((total, payment) => total + payment.amountMinor, 0)
}

/** `НДС22` -> `22 %`, `НДС20_120` -> `20/120`, `БезНДС` -> `Без НДС`. */
function rateText(rate: string): string {
  if (rate === 'БезНДС' || rate === '') return 'Без НДС'
  const [percent = '', whole] = rate.replace('НДС', '').split('_')
  return whole === undefined ? `${percent} %` : `${percent}/${whole}`
}
