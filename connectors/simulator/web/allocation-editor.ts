/** Rows that lay the amount of a receipt over invoices: of the payer first, of anybody else when a third party pays. */
import { russianDay } from '../base/presentation.ts'
import { type Html, html } from './html.ts'
import { COUNTERPARTIES, nameOf, type OpenInvoice, text } from './look.ts'
import { cellInput, cellSelect, type Choice, deedButton, hidden, removeLineButton } from './parts.ts'
import { allocated, payableInvoices, type ReceiptPart, type ReceiptValues } from './receipt-form.ts'
import type { WebRequest } from './request.ts'
import { parseMinor, showMinor } from './typed.ts'

/** Invoices of other buyers that a row offers, newest first; the rest is found through the payer. */
const MAX_OTHERS = 100

export function allocationEditor(request: WebRequest, values: ReceiptValues): Html {
  const { say } = request
  const choices = invoiceChoices(request, values)
  const allocatedMinor = allocated(values)
  const leftMinor = (parseMinor(values.amount) ?? 0) - allocatedMinor
  return html`<h2>${say('allocation')}</h2>
    <div class="scroll">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col" class="number">№</th>
            <th scope="col">${say('allocationInvoice')}</th>
            <th scope="col" class="number">${say('allocationAmount')}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${values.parts.map((part, at) => partRow(request, { part, at, choices }))}
        </tbody>
      </table>
    </div>
    <p class="tools">
      ${deedButton('fill', say('fillOldest'), 'small')} ${deedButton('add-line', say('addLine'), 'small')}
    </p>
    <dl class="totals">
      <div>
        <dt>${say('allocated')}</dt>
        <dd><output data-is="allocated">${showMinor(allocatedMinor)}</output></dd>
      </div>
      <div>
        <dt>${say('notAllocated')}</dt>
        <dd><output data-is="left">${showMinor(leftMinor)}</output></dd>
      </div>
    </dl>`
}

function partRow(request: WebRequest, row: { part: ReceiptPart; at: number; choices: Choice[] }): Html {
  const { say } = request
  const { part, at } = row
  return html`<tr>
    <td class="number" data-label="№">${at + 1}${hidden(`part.${at}.source`, part.source)}</td>
    <td class="widest" data-label="${say('allocationInvoice')}">
      ${cellSelect({ name: `part.${at}.invoice`, label: say('allocationInvoice'), value: part.invoice }, row.choices)}
    </td>
    <td data-label="${say('allocationAmount')}">
      ${cellInput({ name: `part.${at}.amount`, label: say('allocationAmount'), value: part.amount, numeric: true })}
    </td>
    <td>${removeLineButton(say, at)}</td>
  </tr>`
}

function invoiceChoices(request: WebRequest, values: ReceiptValues): Choice[] {
  const { say } = request
  const payable = payableInvoices(request, values)
  const own = payable.filter(({ invoice }) => invoice.fields['Контрагент_Key'] === values.payer)
  const others = payable.filter(({ invoice }) => invoice.fields['Контрагент_Key'] !== values.payer)
  const chosen = new Set(values.parts.map((part) => part.invoice))
  const offered = others.filter(({ invoice }, at) => at >= others.length - MAX_OTHERS || chosen.has(invoice.key))
  return [
    { value: '', text: say('withoutInvoice') },
    ...own.map((open) => choice(request, open, say('invoicesOfPayer'))),
    ...offered.toReversed().map((open) => choice(request, open, say('invoicesOfOthers'))),
  ]
}

function choice({ say, context }: WebRequest, { invoice, remainderMinor }: OpenInvoice, group: string): Choice {
  const facts = {
    number: text(invoice.fields['Number']),
    date: russianDay(text(invoice.fields['Date'])),
    name: nameOf(context.base, COUNTERPARTIES, invoice.fields['Контрагент_Key']),
    remainder: showMinor(remainderMinor),
  }
  return { value: invoice.key, text: say('invoiceChoice', facts), group }
}
