/** Which pages stand behind each section of the panel. */
import type { Answer } from '../http/http.ts'
import { cardKind, cardList } from './card-pages.ts'
import { CARDS } from './cards.ts'
import { invoiceKind, invoiceList } from './invoice-pages.ts'
import type { SectionName } from './layout.ts'
import { type ListKind, listPage } from './list-page.ts'
import type { PostedForm } from './posted-form.ts'
import { receiptKind, receiptList } from './receipt-pages.ts'
import { openForm, type RecordKind, submitForm } from './record-pages.ts'
import type { WebRequest } from './request.ts'

export interface SectionPages {
  name: SectionName
  list: (request: WebRequest) => Answer
  open: (request: WebRequest) => Answer
  submit: (request: WebRequest, form: PostedForm) => Answer
}

export const SECTION_PAGES: readonly SectionPages[] = [
  pagesOf(invoiceList, invoiceKind),
  pagesOf(receiptList, receiptKind),
  ...CARDS.map((card) => pagesOf(cardList(card), cardKind(card))),
]

function pagesOf<Values>(list: ListKind, kind: RecordKind<Values>): SectionPages {
  return {
    name: list.section,
    list: (request) => listPage(list, request),
    open: (request) => openForm(kind, request),
    submit: (request, form) => submitForm(kind, request, form),
  }
}
