/** Customer invoices: the list with what is paid, and the form. */
import { minorOf } from '../base/amounts.ts'
import { documentTitle, newestFirst } from './documents.ts'
import {
  adjustInvoice,
  blankInvoice,
  invoiceBody,
  invoiceOf,
  invoiceProblems,
  type InvoiceValues,
  readInvoice,
} from './invoice-form.ts'
import { invoiceView } from './invoice-view.ts'
import type { ListKind } from './list-page.ts'
import { COUNTERPARTIES, INVOICES, nameOf, paidByInvoice, text } from './look.ts'
import { paidBar } from './parts.ts'
import type { RecordKind } from './record-pages.ts'
import { showMinor, showMoment, typedMinor } from './typed.ts'

export const invoiceList: ListKind = {
  section: 'invoices',
  set: INVOICES,
  states: ['posted', 'draft', 'marked'],
  order: newestFirst,
  searched: ({ context }, { fields }) =>
    [
      text(fields['Number']),
      nameOf(context.base, COUNTERPARTIES, fields['Контрагент_Key']),
      text(fields['Комментарий']),
      typedMinor(minorOf(fields['СуммаДокумента'])),
    ].join(' '),
  columns: ({ context, say }) => {
    const paid = paidByInvoice(context.base)
    return [
      { title: 'number', show: ({ fields }) => text(fields['Number']) },
      { title: 'date', show: ({ fields }) => showMoment(text(fields['Date'])) },
      { title: 'counterparty', show: ({ fields }) => nameOf(context.base, COUNTERPARTIES, fields['Контрагент_Key']) },
      { title: 'sum', numeric: true, show: ({ fields }) => showMinor(minorOf(fields['СуммаДокумента'])) },
      {
        title: 'paid',
        show: ({ key, fields }) =>
          paidBar(say, { totalMinor: minorOf(fields['СуммаДокумента']), paidMinor: paid.get(key) ?? 0 }),
      },
      { title: 'comment', minor: true, show: ({ fields }) => text(fields['Комментарий']) },
    ]
  },
}

export const invoiceKind: RecordKind<InvoiceValues> = {
  section: 'invoices',
  set: INVOICES,
  title: (request, { entity }) => documentTitle(request, request.say('invoice'), entity),
  blank: blankInvoice,
  ofEntity: (_request, entity) => invoiceOf(entity),
  read: readInvoice,
  adjust: adjustInvoice,
  problems: invoiceProblems,
  body: invoiceBody,
  view: (request, screen) => invoiceView(request, invoiceKind, screen),
}
