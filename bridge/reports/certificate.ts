/** What does one certificate say: sums of both sides by month and firm, and each difference with its cause? */
import { mayOn, scopeOf } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import { mendedByReading } from '../domain/reconciliation.ts'
import type { Asking, Row } from './asking.ts'
import { certificateRows, comparisonOf, toLine } from './certificates.ts'
import type { Certificate, CertificateLine, Difference } from './reconciliation-answers.ts'
import { json, number, text } from './rows.ts'

const MOST_DIFFERENCES = 1_000

/** @throws Problem `certificate.not-found` */
export async function certificate(asking: Asking, id: string): Promise<Certificate> {
  const row = await certificateRow(asking, id)
  const differences: Row[] = await asking
    .db('differences')
    .where('certificate_id', number(row, 'id'))
    .orderBy('id')
    .limit(MOST_DIFFERENCES)
  return {
    ...toLine(row),
    ...comparisonOf(row),
    items: differences.map((difference) => toDifference(asking, difference)),
    hash: text(row, 'hash'),
    may: mayOn(asking.viewer),
  }
}

export async function certificateLine(asking: Asking, id: string): Promise<CertificateLine> {
  return toLine(await certificateRow(asking, id))
}

async function certificateRow(asking: Asking, id: string): Promise<Row> {
  const [row] = await certificateRows(asking, (query) => void query.where('certificates.uuid', id))
  if (!row) throw notFound('certificate')
  return row
}

type Body = Pick<
  Difference,
  'number' | 'date' | 'organisation' | 'counterparty' | 'sumMinor' | 'fields' | 'troubleCode'
>

function toDifference(asking: Asking, row: Row): Difference {
  const kind = text(row, 'kind') as Difference['kind']
  const because = text(row, 'because') as Difference['because']
  const state = text(row, 'state') as Difference['state']
  const asksReading = mendedByReading({ kind, because, foreignKey: text(row, 'foreign_key') })
  return {
    id: text(row, 'uuid'),
    noun: text(row, 'noun') as Difference['noun'],
    kind,
    because,
    ...json<Body>(row, 'body', EMPTY),
    place: placeOf(asking, row),
    mayReadAgain: asksReading && scopeOf(asking.viewer, 'mend-difference') !== null && state !== 'mended',
    state,
    askedBy: text(row, 'asked_by'),
  }
}

const EMPTY: Body = {
  number: '',
  date: '',
  organisation: '',
  counterparty: '',
  sumMinor: 0,
  fields: [],
  troubleCode: '',
}

/** The trouble that a person must decide, the request on its way, else the invoice itself for those who may see it. */
function placeOf({ viewer }: Asking, row: Row): string {
  if (text(row, 'because') === 'trouble') return '/troubles'
  const ours = text(row, 'our_uuid')
  const seesInvoices = scopeOf(viewer, 'see-invoices') !== null
  if (text(row, 'noun') === 'invoice' && ours !== '' && seesInvoices) return `/invoices/${ours}`
  return text(row, 'because') === 'in-flight' ? '/queue' : ''
}
