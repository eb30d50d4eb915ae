/** Puts finished drafts into a base without the ledger's checks; movements and statuses are written as posting would. */
import { minorOf } from '../base/amounts.ts'
import type { Books } from '../ledger/books.ts'
import { emptyDraft } from '../ledger/draft.ts'
import type { Draft as Blank } from '../ledger/draft.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Entity, RegisterRecord, Row } from '../base/model.ts'
import { emptyValues, objectOf, sectionsOf } from '../base/objects.ts'
import { recordKeyOf } from '../base/record-key.ts'
import { yearOf } from './calendar.ts'
import { INFOBASE_PREFIX } from './common.ts'
import type { Draft } from './draft.ts'
import { INVOICES, RECEIPTS } from './trade-drafts.ts'

const PAYMENTS = 'AccumulationRegister_ОплатаСчетов'
const STATUSES = 'InformationRegister_СтатусыДокументов'

export interface BulkWriter {
  put(draft: Draft): void
  /** Next number of the series that the ledger will go on with: `ТЕЛ0-000001`, anew every year. */
  nextNumber(set: string, date: string): string
  /** Writes the payment statuses of all invoices that a receipt has named. */
  finish(): void
}

/** @param organisationPrefix two signs that open the numbers of documents */
export function bulkWriter(ledger: Ledger, organisationPrefix: string): BulkWriter {
  const { books, base } = ledger
  const blanks = new Map<string, Blank>()
  const paidMinor = new Map<string, number>()
  const prefix = `${organisationPrefix}${INFOBASE_PREFIX}-`
  return {
    put(draft) {
      const entity = base.put(fill(books, blanks, draft))
      if (draft.set === RECEIPTS) putMovements(books, entity, paidMinor)
    },
    nextNumber: (set, date) => prefix + String(base.next(`${set}/${prefix}/${yearOf(date)}`)).padStart(6, '0'),
    finish: () => paidMinor.forEach((paid, invoice) => putStatus(books, invoice, paid)),
  }
}

function fill(books: Books, blanks: Map<string, Blank>, draft: Draft): Blank {
  const blank = blankOf(books, blanks, draft.set)
  const rows = Object.entries(draft.rows).map(([name, given]): [string, Row[]] => {
    const empty = blank.rows[name]?.[0] ?? {}
    return [name, given.map((row, at) => ({ ...empty, LineNumber: String(at + 1), ...row }))]
  })
  return {
    set: draft.set,
    key: draft.key,
    fields: { ...blank.fields, ...draft.fields, ...(draft.posted ? { Posted: true } : {}) },
    rows: { ...emptySections(blank), ...Object.fromEntries(rows) },
  }
}

/** An object without values, with one empty row in every section to copy the columns from. */
function blankOf(books: Books, blanks: Map<string, Blank>, set: string): Blank {
  const known = blanks.get(set)
  if (known) return known
  const object = objectOf(books.base.profile, set)
  if (!object) throw new RangeError(`The configuration has no ${set}`)
  const blank = emptyDraft(object, set, '')
  for (const section of sectionsOf(object)) {
    blank.rows[section.name] = [Object.assign({}, ...section.fields.map(emptyValues)) as Row]
  }
  blanks.set(set, blank)
  return blank
}

function emptySections(blank: Blank): Record<string, Row[]> {
  return Object.fromEntries(Object.keys(blank.rows).map((name) => [name, []]))
}

function putMovements(books: Books, receipt: Entity, paidMinor: Map<string, number>): void {
  const movements = books.rules[RECEIPTS]?.movements?.(books, receipt) ?? []
  const records = movements.map(({ record }, at): RegisterRecord => ({
    Recorder: receipt.key,
    Recorder_Type: `StandardODATA.${RECEIPTS}`,
    Period: String(receipt.fields['Date']),
    LineNumber: String(at + 1),
    Active: true,
    ...record,
  }))
  books.base.putRecordSet(PAYMENTS, RECEIPTS, receipt.key, records)
  for (const record of records) {
    const invoice = String(record['СчетНаОплату'])
    paidMinor.set(invoice, (paidMinor.get(invoice) ?? 0) + minorOf(record['Сумма']))
  }
}

function putStatus(books: Books, invoiceKey: string, paidMinor: number): void {
  const register = objectOf(books.base.profile, STATUSES)
  const invoice = books.base.get(INVOICES, invoiceKey)
  if (register?.class !== 'InformationRegister' || !invoice) return
  const empty = Object.assign({}, ...[...register.dimensions, ...register.resources].map(emptyValues)) as Row
  const record = {
    ...empty,
    Организация_Key: invoice.fields['Организация_Key'] ?? '',
    Документ: invoice.key,
    Документ_Type: `StandardODATA.${INVOICES}`,
    Статус: paidMinor >= minorOf(invoice.fields['СуммаДокумента']) ? 'Оплачен' : 'ОплаченЧастично',
    Статус_Type: 'UnavailableEnums.СтатусОплатыСчета',
  }
  books.base.putRecord(STATUSES, recordKeyOf(register, record), record)
}
