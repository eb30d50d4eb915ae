/** Bank receipts: the list and the form. */
import { minorOf } from '../base/amounts.ts'
import { documentTitle, newestFirst } from './documents.ts'
import type { ListKind } from './list-page.ts'
import { COUNTERPARTIES, nameOf, RECEIPTS, text } from './look.ts'
import {
  adjustReceipt,
  blankReceipt,
  readReceipt,
  receiptBody,
  receiptOf,
  receiptProblems,
  type ReceiptValues,
} from './receipt-form.ts'
import type { RecordKind } from './record-pages.ts'
import { receiptView } from './receipt-view.ts'
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
  view: (request, screen) => receiptView(request, receiptKind, screen),
}
