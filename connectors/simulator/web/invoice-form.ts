/** The values of an invoice's form: from the record, from what was typed, and back into a body for the ledger. */
import { minorOf, sumOf, vatOf } from '../base/amounts.ts'
import type { Body } from '../ledger/ledger.ts'
import { EMPTY_GUID, type Entity, type Row } from '../base/model.ts'
import { generalRate, rowSumMinor } from '../ledger/rates.ts'
import { CONTRACTS, keyText, ORGANISATIONS, text } from './look.ts'
import type { FormRow, PostedForm } from './posted-form.ts'
import type { WebRequest } from './request.ts'
import { parseMilli, parseMinor, parseMoment, typedMilli, typedMinor } from './typed.ts'

export interface InvoiceLine {
  /** `LineNumber` of the row it came from; '' for a new one. Columns the form does not show are kept from there. */
  source: string
  product: string
  text: string
  quantity: string
  price: string
  rate: string
}

export interface InvoiceValues {
  number: string
  date: string
  organisation: string
  counterparty: string
  contract: string
  included: boolean
  comment: string
  lines: InvoiceLine[]
}

const LINES = 'Товары'
const ROUBLE_CODE = '643'

export function blankInvoice(request: WebRequest): InvoiceValues {
  const { base } = request.context
  const main = base.get('Constant_ОсновнаяОрганизация', EMPTY_GUID)?.fields['Value_Key']
  const [first] = base.all(ORGANISATIONS)
  const date = base.clock.now()
  return {
    number: '',
    date,
    organisation: keyText(main) || (first?.key ?? ''),
    counterparty: request.exchange.query.get('counterparty') ?? '',
    contract: '',
    included: true,
    comment: '',
    lines: [emptyLine(date)],
  }
}

export function invoiceOf(entity: Entity): InvoiceValues {
  const { fields, rows } = entity
  return {
    number: text(fields['Number']),
    date: text(fields['Date']),
    organisation: keyText(fields['Организация_Key']),
    counterparty: keyText(fields['Контрагент_Key']),
    contract: keyText(fields['ДоговорКонтрагента_Key']),
    included: fields['СуммаВключаетНДС'] === true,
    comment: text(fields['Комментарий']),
    lines: (rows[LINES] ?? []).map(lineOf),
  }
}

export function readInvoice(form: PostedForm): InvoiceValues {
  return {
    number: form.text('number').trim(),
    date: form.text('date'),
    organisation: form.text('organisation'),
    counterparty: form.text('counterparty'),
    contract: form.text('contract'),
    included: form.has('included'),
    comment: form.text('comment'),
    lines: form.rows('line').map(readLine),
  }
}

/** Adds or removes lines on the screen; another buyer's contract does not stay chosen. */
export function adjustInvoice(request: WebRequest, values: InvoiceValues, deed: string): InvoiceValues | null {
  if (deed === 'redraw') {
    const contract = request.context.base.get(CONTRACTS, values.contract)
    return contract?.fields['Owner_Key'] === values.counterparty ? values : { ...values, contract: '' }
  }
  if (deed === 'add-line') return { ...values, lines: [...values.lines, emptyLine(values.date)] }
  const removed = /^remove-line\.(\d+)$/.exec(deed)?.[1]
  if (removed === undefined) return null
  return { ...values, lines: values.lines.filter((_, at) => at !== Number(removed)) }
}

export function invoiceProblems({ say }: WebRequest, values: InvoiceValues): string[] {
  const lines = filledLines(values).flatMap((line, at) => [
    ...(parseMilli(line.quantity) === null ? [say('badQuantity', { line: at + 1, value: line.quantity })] : []),
    ...(parseMinor(line.price) === null ? [say('badPrice', { line: at + 1, value: line.price })] : []),
  ])
  return parseMoment(values.date) === '' ? [say('badDate'), ...lines] : lines
}

export function invoiceBody(request: WebRequest, values: InvoiceValues, before: Entity | undefined): Body {
  const sameVat = before?.fields['СуммаВключаетНДС'] === values.included
  const rows = filledLines(values).map((line, at) => {
    const source = before?.rows[LINES]?.find((row) => row['LineNumber'] === line.source)
    return { ...source, LineNumber: String(at + 1), ...lineBody(line, { source, included: values.included, sameVat }) }
  })
  const changed: Body = {
    Number: values.number,
    Date: parseMoment(values.date),
    Организация_Key: values.organisation || EMPTY_GUID,
    Контрагент_Key: values.counterparty || EMPTY_GUID,
    ДоговорКонтрагента_Key: values.contract || EMPTY_GUID,
    СуммаВключаетНДС: values.included,
    Комментарий: values.comment,
    [LINES]: rows,
  }
  return before ? changed : { ...changed, ...defaults(request, values) }
}

/** Sum and VAT of a line as typed; what cannot be understood counts as nothing. */
export function lineSums(line: InvoiceLine, included: boolean): { sumMinor: number; vatMinor: number } {
  const sumMinor = rowSumMinor(parseMilli(line.quantity) ?? 0, parseMinor(line.price) ?? 0)
  return { sumMinor, vatMinor: vatOf(sumMinor, line.rate, included) }
}

function defaults(request: WebRequest, values: InvoiceValues): Body {
  const currencies = [...request.context.base.all('Catalog_Валюты')]
  const rouble = currencies.find((currency) => currency.fields['Code'] === ROUBLE_CODE)
  return {
    ОрганизацияПолучатель_Key: values.organisation || EMPTY_GUID,
    ВалютаДокумента_Key: rouble?.key ?? EMPTY_GUID,
    КурсВзаиморасчетов: 1,
    КратностьВзаиморасчетов: '1',
  }
}

function emptyLine(date: string): InvoiceLine {
  return { source: '', product: '', text: '', quantity: '1', price: '', rate: generalRate(date) }
}

function lineOf(row: Row): InvoiceLine {
  return {
    source: text(row['LineNumber']),
    product: keyText(row['Номенклатура_Key']),
    text: text(row['Содержание']),
    quantity: typedMilli(Math.round(Number(row['Количество'] ?? 0) * 1000)),
    price: typedMinor(minorOf(row['Цена'])),
    rate: text(row['СтавкаНДС']),
  }
}

function readLine(row: FormRow): InvoiceLine {
  const column = (name: string) => (row.get(name) ?? '').trim()
  return {
    source: column('source'),
    product: column('product'),
    text: column('text'),
    quantity: column('quantity'),
    price: column('price'),
    rate: column('rate'),
  }
}

/** Lines in which something was chosen or typed; the spare empty one at the end is no line. */
function filledLines(values: InvoiceValues): InvoiceLine[] {
  return values.lines.filter((line) => line.product !== '' || line.text !== '' || line.price !== '')
}

/** A row whose figures nobody touched keeps its sums, also when another program has rounded them differently. */
function lineBody(line: InvoiceLine, at: { source: Row | undefined; included: boolean; sameVat: boolean }): Body {
  const old = at.source && lineOf(at.source)
  const priced = old !== undefined && old.quantity === line.quantity && old.price === line.price
  const { sumMinor, vatMinor } = lineSums(line, at.included)
  const sums =
    priced && at.sameVat && old.rate === line.rate ? {} : { Сумма: sumOf(sumMinor), СуммаНДС: sumOf(vatMinor) }
  return {
    Номенклатура_Key: line.product || EMPTY_GUID,
    Содержание: line.text,
    Количество: (parseMilli(line.quantity) ?? 0) / 1000,
    Цена: sumOf(parseMinor(line.price) ?? 0),
    СтавкаНДС: line.rate,
    ...sums,
  }
}
