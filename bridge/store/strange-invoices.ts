/** Invoices of a base that carry our mark although this database never asked for them. */
import type { Db } from './db.ts'
import { containing } from './dialect.ts'

export interface StrangeInvoice {
  rowId: number
  id: string
  number: string
}

interface Marked {
  id: number
  uuid: string
  number: string
  comment: string
}

/** Looked at in one go, and below every database's limit of parameters. */
const BATCH = 500
/** Characters of a request id. */
const ID_LENGTH = 36

/**
 * Only those dated since the installation began: what an earlier one left behind in the base is nobody's question.
 * @param prefix what stands before the id of the request in a comment
 * @param after row id; only invoices that were taken later are looked at
 */
export async function strangeInvoices(
  db: Db,
  { base, prefix, after }: { base: number; prefix: string; after: number },
): Promise<{ strange: StrangeInvoice[]; last: number }> {
  // Taken first: what comes meanwhile is looked at next time, and what was looked at never again.
  const newest = (await db('invoices').max({ id: 'id' }).first()) as { id: number | null } | undefined
  const since = (await db('installation').first('created_at')) as { created_at: string } | undefined
  const rows: Marked[] = await db('invoices')
    .where({ base_id: base, gone: false })
    .whereNull('deal_id')
    .where('id', '>', after)
    .where('date', '>=', since?.created_at.slice(0, 10) ?? '')
    .whereRaw(`comment like ? escape '\\'`, [containing(prefix).slice(1)])
    .orderBy('id')
    .limit(BATCH)
    .select('id', 'uuid', 'number', 'comment')
  const requests = rows.map(({ comment }) => comment.slice(prefix.length).slice(0, ID_LENGTH))
  const known = new Set<string>(await db('intents').whereIn('uuid', requests).pluck('uuid'))
  const strange = rows.filter((_row, at) => !known.has(requests[at] ?? ''))
  return {
    strange: strange.map(({ id: rowId, uuid: id, number }) => ({ rowId, id, number })),
    last: rows.length === BATCH ? (rows.at(-1)?.id ?? after) : Math.max(after, newest?.id ?? 0),
  }
}

/** Which of these have been asked about before, and perhaps answered. */
export async function askedAbout(db: Db, code: string, ids: string[]): Promise<Set<string>> {
  const rows: { subject: string }[] = await db('troubles')
    .where({ noun: 'invoice', code })
    .whereIn('subject', ids)
    .select('subject')
  return new Set(rows.map(({ subject }) => subject))
}
