/** Bank receipts: the list, and the form with the allocation over invoices. */
import { minorOf } from '../amounts.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { newestFirst } from './invoice-pages.ts'
import type { ListKind } from './list-page.ts'
import { COUNTERPARTIES, choicesOf, nameOf, ORGANISATIONS, RECEIPTS, text } from './look.ts'
import { field, longField, selectField } from './parts.ts'
import { allocationEditor } from './allocation-editor.ts'
import { adjustReceipt, blankReceipt, readReceipt, receiptBody, receiptOf, receiptProblems } from './receipt-form.ts'
import type { ReceiptValues } from './receipt-form.ts'
import { documentTitle } from './record-pages.ts'
import type { RecordKind, Screen } from './record-pages.ts'
import { historyBox, recordForm } from './record-view.ts'
import type { WebRequest } from './request.ts'
import { showMinor, showMoment, typedMinor } from './typed.ts'

export const receiptList: ListKind = {
  section: 'receipts',
  set: RECEIPTS,
  states: ['posted', 'draft', 'marked'],
  order: newestFirst,
  searched: ({ context }, { fields }) =>
    [
      text(fields['Number']),
      text(fields['НомерВходящегоДокумента']),
      nameOf(context.base, COUNTERPARTIES, fields['Контрагент']),
      text(fields['НазначениеПлатежа']),
      typedMinor(minorOf(fields['СуммаДокумента'])),
    ].join(' '),
  columns: ({ context }) => [
    { title: 'number', show: ({ fields }) => text(fields['Number']) },
    { title: 'date', show: ({ fields }) => showMoment(text(fields['Date'])) },
    { title: 'payer', show: ({ fields }) => nameOf(context.base, COUNTERPARTIES, fields['Контрагент']) },
    { title: 'sum', numeric: true, show: ({ fields }) => showMinor(minorOf(fields['СуммаДокумента'])) },
    { title: 'purpose', minor: true, show: ({ fields }) => text(fields['НазначениеПлатежа']) },
  ],
}

export const receiptKind: RecordKind<ReceiptValues> = {
  section: 'receipts',
  set: RECEIPTS,
  title: (request, { entity }) => documentTitle(request, request.say('receipt'), entity),
  blank: blankReceipt,
  ofEntity: (_request, entity) => receiptOf(entity),
  read: readReceipt,
  adjust: adjustReceipt,
  problems: receiptProblems,
  body: receiptBody,
  view: receiptView,
}

function receiptView(request: WebRequest, screen: Screen<ReceiptValues>): Html {
  return html`${recordForm(request, receiptKind, {
      screen,
      live: 'receipt',
      fields: [head(request, screen.values), allocationEditor(request, screen.values)],
    })}
    <div class="boxes">${historyBox(request, screen.entity)}</div>`
}

function head({ say, context }: WebRequest, values: ReceiptValues): Html {
  const { base } = context
  const none = { value: '', text: say('chosenNothing') }
  const payers = [none, ...choicesOf(base, COUNTERPARTIES, values.payer)]
  const firms = [none, ...choicesOf(base, ORGANISATIONS, values.organisation)]
  return html`<div class="fields">
    ${field({ name: 'number', label: say('number'), value: values.number, hint: say('numberHint'), length: 11 })}
    ${field({ name: 'date', label: say('date'), value: values.date, type: 'datetime-local', required: true })}
    ${selectField({ name: 'organisation', label: say('organisation'), value: values.organisation }, firms)}
    ${selectField({ name: 'payer', label: say('payer'), value: values.payer }, payers)}
    ${field({ name: 'bankNumber', label: say('bankNumber'), value: values.bankNumber, length: 20 })}
    ${field({ name: 'bankDate', label: say('bankDate'), value: values.bankDate, type: 'date' })}
    ${field({ name: 'amount', label: say('amount'), value: values.amount, numeric: true })}
    ${longField({ name: 'purpose', label: say('purpose'), value: values.purpose, length: 210 })}
  </div>`
}
