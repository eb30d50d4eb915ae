/** Do both sides agree? The certificates of all bases, newest first. */
import { mayOn } from '../domain/allow.ts'
import { totalOf, type Comparison, type MonthSum } from '../domain/reconciliation.ts'
import type { Asking, Query, Row } from './asking.ts'
import { PAGE_SIZE, readPlace, writePlace } from './pages.ts'
import type { BothSides, CertificateLine, CertificateList } from './reconciliation-answers.ts'
import { json, number, text, textOrNull } from './rows.ts'

export async function certificates(asking: Asking, ask: { after?: string; limit?: number }): Promise<CertificateList> {
  const limit = ask.limit ?? PAGE_SIZE
  const place = readPlace(ask.after)
  const rows = await certificateRows(asking, (query) => {
    void query.limit(limit + 1)
    if (place) void query.where('certificates.id', '<', place[1])
  })
  const last = rows[limit - 1]
  return {
    items: rows.slice(0, limit).map(toLine),
    bases: await basesOf(asking),
    next: rows.length > limit && last ? writePlace(['', number(last, 'id')]) : null,
    may: mayOn(asking.viewer),
  }
}

/** Rows for `toLine`, newest first; `narrow` says which. */
export async function certificateRows({ db }: Asking, narrow: (query: Query) => void): Promise<Row[]> {
  const open = db('differences')
    .whereRaw('differences.certificate_id = certificates.id')
    .whereNot('differences.state', 'mended')
    .count('differences.id')
  return db('certificates')
    .join('bases', 'bases.id', 'certificates.base_id')
    .modify(narrow)
    .orderBy('certificates.id', 'desc')
    .select('certificates.*', 'bases.uuid as base_uuid', 'bases.name as base_name', { open })
}

export function toLine(row: Row): CertificateLine {
  const { months, more } = comparisonOf(row)
  return {
    id: text(row, 'uuid'),
    baseId: text(row, 'base_uuid'),
    baseName: text(row, 'base_name'),
    state: text(row, 'state') as CertificateLine['state'],
    reason: text(row, 'reason'),
    askedAt: text(row, 'asked_at'),
    askedBy: text(row, 'asked_by'),
    finishedAt: textOrNull(row, 'finished_at'),
    invoices: bothSides(months, 'invoice'),
    payments: bothSides(months, 'payment'),
    differences: number(row, 'differences'),
    openDifferences: number(row, 'open') + more,
    signedBy: text(row, 'signed_by'),
    signedAt: textOrNull(row, 'signed_at'),
  }
}

const NOTHING: Comparison = { compared: 0, leftOut: 0, moving: 0, more: 0, months: [] }

/** What is not finished has compared nothing. */
export function comparisonOf(row: Row): Comparison {
  return { ...NOTHING, ...json<Partial<Comparison>>(row, 'body', {}) }
}

function bothSides(months: MonthSum[], what: MonthSum['what']): BothSides {
  return { ours: totalOf(months, what, 'ours'), theirs: totalOf(months, what, 'theirs') }
}

const MOST_BASES = 100

async function basesOf({ db }: Asking): Promise<{ id: string; name: string }[]> {
  const rows: Row[] = await db('bases').where('enabled', true).orderBy('id').limit(MOST_BASES).select('uuid', 'name')
  return rows.map((row) => ({ id: text(row, 'uuid'), name: text(row, 'name') }))
}
