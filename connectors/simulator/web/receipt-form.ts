/** The values of a bank receipt's form and the allocation of its amount over invoices. */
import { minorOf, sumOf, vatOf } from '../base/amounts.ts'
import type { Body } from '../ledger/ledger.ts'
import { EMPTY_DATE, EMPTY_GUID, type Entity, type Row } from '../base/model.ts'
import { russianDay } from '../base/presentation.ts'
import { generalRate } from '../ledger/rates.ts'
import { COUNTERPARTIES, INVOICES, keyText, type OpenInvoice, openInvoices, text } from './look.ts'
import { blankInvoice } from './invoice-form.ts'
import type { PostedForm } from './posted-form.ts'
import type { WebRequest } from './request.ts'
import { parseMinor, parseMoment, showMinor, typedMinor } from './typed.ts'

export interface ReceiptPart {
  /** `LineNumber` of the row it came from; '' for a new one. */
  source: string
  /** Key of the invoice, '' = money that names none. */
  invoice: string
  amount: string
}

export interface ReceiptValues {
  /** Key of the receipt itself: its own payments count as not yet made while it is edited. */
  key: string
  number: string
  date: string
  organisation: string
  payer: string
  bankNumber: string
  bankDate: string
  amount: string
  purpose: string
  parts: ReceiptPart[]
}

const PARTS = 'РасшифровкаПлатежа'

/** An empty receipt, or with `?invoice=` in the address one that pays the rest of that invoice. */
export function blankReceipt(request: WebRequest): ReceiptValues {
  const { date, organisation } = blankInvoice(request)
  const blank = { key: '', number: '', date, organisation, bankNumber: '', bankDate: date.slice(0, 10) }
  const wished = request.exchange.query.get('invoice') ?? ''
  const open = openInvoices(request.context.base).find(({ invoice }) => invoice.key === wished)
  if (!open) return { ...blank, payer: '', amount: '', purpose: '', parts: [emptyPart('')] }
  const { fields, key } = open.invoice
  const facts = { number: text(fields['Number']), date: russianDay(text(fields['Date'])) }
  const amount = typedMinor(open.remainderMinor)
  return {
    ...blank,
    organisation: text(fields['Организация_Key']),
    payer: keyText(fields['Контрагент_Key']),
    amount,
    purpose: request.say('purposeForInvoice', facts),
    parts: [{ source: '', invoice: key, amount }],
  }
}

export function receiptOf(entity: Entity): ReceiptValues {
  const { fields, rows } = entity
  const bankDate = text(fields['ДатаВходящегоДокумента'])
  return {
    key: entity.key,
    number: text(fields['Number']),
    date: text(fields['Date']),
    organisation: keyText(fields['Организация_Key']),
    payer: text(fields['Контрагент']),
    bankNumber: text(fields['НомерВходящегоДокумента']),
    bankDate: bankDate === EMPTY_DATE ? '' : bankDate.slice(0, 10),
    amount: typedMinor(minorOf(fields['СуммаДокумента'])),
    purpose: text(fields['НазначениеПлатежа']),
    parts: (rows[PARTS] ?? []).map((row) => ({
      source: text(row['LineNumber']),
      invoice: keyText(row['СчетНаОплату_Key']),
      amount: typedMinor(minorOf(row['СуммаПлатежа'])),
    })),
  }
}

export function readReceipt(form: PostedForm): ReceiptValues {
  const trimmed = (name: string) => form.text(name).trim()
  return {
    key: form.text('key'),
    number: trimmed('number'),
    date: form.text('date'),
    organisation: form.text('organisation'),
    payer: form.text('payer'),
    bankNumber: trimmed('bankNumber'),
    bankDate: form.text('bankDate'),
    amount: trimmed('amount'),
    purpose: form.text('purpose'),
    parts: form.rows('part').map((row) => ({
      source: row.get('source') ?? '',
      invoice: row.get('invoice') ?? '',
      amount: (row.get('amount') ?? '').trim(),
    })),
  }
}

export function adjustReceipt(request: WebRequest, values: ReceiptValues, deed: string): ReceiptValues | null {
  if (deed === 'redraw') return values
  if (deed === 'add-line') return { ...values, parts: [...values.parts, emptyPart(notAllocated(values))] }
  if (deed === 'fill') return { ...values, parts: oldestFirst(values, invoicesOfPayer(request, values)) }
  const removed = /^remove-line\.(\d+)$/.exec(deed)?.[1]
  if (removed === undefined) return null
  return { ...values, parts: values.parts.filter((_, at) => at !== Number(removed)) }
}

export function receiptProblems({ say }: WebRequest, values: ReceiptValues): string[] {
  const problems = parseMoment(values.date) === '' ? [say('badDate')] : []
  const totalMinor = parseMinor(values.amount)
  if (totalMinor === null || totalMinor < 0) problems.push(say('badTotal', { value: values.amount }))
  for (const [at, part] of filledParts(values).entries()) {
    const amountMinor = parseMinor(part.amount)
    if (amountMinor === null || amountMinor < 0) problems.push(say('badAmount', { line: at + 1, value: part.amount }))
  }
  const allocatedMinor = allocated(values)
  if (totalMinor !== null && allocatedMinor > totalMinor) {
    const facts = { allocated: showMinor(allocatedMinor), amount: showMinor(totalMinor) }
    problems.push(say('allocationTooMuch', facts))
  }
  return problems
}

export function receiptBody(request: WebRequest, values: ReceiptValues, before: Entity | undefined): Body {
  const rouble = [...request.context.base.all('Catalog_Валюты')].find((currency) => currency.fields['Code'] === '643')
  const firm = request.context.base.get('Catalog_Организации', values.organisation)
  return {
    Number: values.number,
    Date: parseMoment(values.date),
    Организация_Key: values.organisation || EMPTY_GUID,
    НомерВходящегоДокумента: values.bankNumber,
    ДатаВходящегоДокумента: values.bankDate === '' ? EMPTY_DATE : `${values.bankDate.slice(0, 10)}T00:00:00`,
    Контрагент: values.payer,
    Контрагент_Type: values.payer === '' ? 'StandardODATA.Undefined' : `StandardODATA.${COUNTERPARTIES}`,
    СуммаДокумента: sumOf(parseMinor(values.amount) ?? 0),
    НазначениеПлатежа: values.purpose,
    [PARTS]: partRows(request, values, before),
    ...(before
      ? {}
      : {
          ВидОперации: 'ОплатаПокупателя',
          ВалютаДокумента_Key: rouble?.key ?? EMPTY_GUID,
          СчетОрганизации_Key: firm?.fields['ОсновнойБанковскийСчет_Key'] ?? EMPTY_GUID,
        }),
  }
}

/** Kopecks that the parts name already. */
export function allocated(values: ReceiptValues): number {
  return filledParts(values).reduce((total, part) => total + (parseMinor(part.amount) ?? 0), 0)
}

/** Invoices a part may name: those that want money and those already chosen. */
export function payableInvoices(request: WebRequest, values: ReceiptValues): OpenInvoice[] {
  const { base } = request.context
  const open = openInvoices(base, values.key)
  const chosen = values.parts.flatMap(({ invoice }) => base.get(INVOICES, invoice) ?? [])
  const missing = chosen.filter((invoice) => !open.some((known) => known.invoice.key === invoice.key))
  return [...new Set(missing)].map((invoice) => ({ invoice, remainderMinor: 0 })).concat(open)
}

function invoicesOfPayer(request: WebRequest, values: ReceiptValues): OpenInvoice[] {
  return openInvoices(request.context.base, values.key).filter(
    ({ invoice }) => invoice.fields['Контрагент_Key'] === values.payer,
  )
}

/** The amount laid over invoices from the oldest on; what is left over becomes a part without an invoice. */
function oldestFirst(values: ReceiptValues, invoices: OpenInvoice[]): ReceiptPart[] {
  let leftMinor = parseMinor(values.amount) ?? 0
  const parts: ReceiptPart[] = []
  for (const { invoice, remainderMinor } of invoices) {
    if (leftMinor <= 0) break
    const amountMinor = Math.min(leftMinor, remainderMinor)
    parts.push({ source: '', invoice: invoice.key, amount: typedMinor(amountMinor) })
    leftMinor -= amountMinor
  }
  return leftMinor > 0 || parts.length === 0 ? [...parts, emptyPart(leftMinor > 0 ? typedMinor(leftMinor) : '')] : parts
}

function notAllocated(values: ReceiptValues): string {
  const leftMinor = (parseMinor(values.amount) ?? 0) - allocated(values)
  return leftMinor > 0 ? typedMinor(leftMinor) : ''
}

function emptyPart(amount: string): ReceiptPart {
  return { source: '', invoice: '', amount }
}

function filledParts(values: ReceiptValues): ReceiptPart[] {
  return values.parts.filter((part) => part.amount !== '' || part.invoice !== '')
}

/** Money that no part names goes into a row of its own: the sum of the rows is the sum of the document. */
function partRows(request: WebRequest, values: ReceiptValues, before: Entity | undefined): Row[] {
  const left = notAllocated(values)
  const parts = left === '' ? filledParts(values) : [...filledParts(values), emptyPart(left)]
  return parts.map((part, at) => {
    const source = before?.rows[PARTS]?.find((row) => row['LineNumber'] === part.source)
    return { ...source, ...partRow(request, values, part), LineNumber: String(at + 1) }
  })
}

function partRow(request: WebRequest, values: ReceiptValues, part: ReceiptPart): Row {
  const invoice = request.context.base.get(INVOICES, part.invoice)
  const amountMinor = parseMinor(part.amount) ?? 0
  const rate = text(invoice?.rows['Товары']?.[0]?.['СтавкаНДС']) || generalRate(values.date)
  return {
    ДоговорКонтрагента_Key: invoice?.fields['ДоговорКонтрагента_Key'] ?? EMPTY_GUID,
    СпособПогашенияЗадолженности: 'Автоматически',
    СуммаПлатежа: sumOf(amountMinor),
    СуммаВзаиморасчетов: sumOf(amountMinor),
    КурсВзаиморасчетов: 1,
    КратностьВзаиморасчетов: '1',
    СтавкаНДС: rate,
    СуммаНДС: sumOf(vatOf(amountMinor, rate, true)),
    СчетНаОплату_Key: part.invoice || EMPTY_GUID,
  }
}
