/** What of a person stays after the erasure, how much of it, and until when: documents of accounting, and proofs of our own. */
import { keptUntil } from '../domain/personal-data.ts'
import type { Db } from './db.ts'
import { rowsOf, type PersonRecord } from './persons.ts'

/** `what` is a key of a sentence that says why. */
export interface Kept {
  what: 'invoices' | 'payments' | 'contracts' | 'consents' | 'audit'
  count: number
  /** Last day of the duty to keep, `YYYY-MM-DD`; '' = without an end of its own. */
  until: string
}

export async function keptByLaw(db: Db, records: PersonRecord[]): Promise<Kept[]> {
  const entities = rowsOf(records, 'counterparty')
  const kept: Kept[] = []
  for (const what of ['invoices', 'payments', 'contracts'] as const) {
    const row = (await db(what)
      .whereIn('counterparty_id', entities)
      .count({ count: '*' })
      .max({ latest: 'date' })
      .first()) as { count: number | string; latest: string | null } | undefined
    const day = row?.latest ?? ''
    kept.push({ what, count: Number(row?.count ?? 0), until: day === '' ? '' : keptUntil(day) })
  }
  const ids = records.map(({ id }) => id)
  const consents = (await db('consents').whereIn('person_uuid', ids).count({ count: '*' }).first()) as Counted
  kept.push({ what: 'consents', count: Number(consents?.count ?? 0), until: '' })
  return kept.filter(({ count }) => count > 0)
}

type Counted = { count: number | string } | undefined

const ENDED = ['done', 'cancelled']

/** Requests that still carry the person's data to a base: they have to end first. */
export async function requestsOnTheirWay(db: Db, records: PersonRecord[]): Promise<number> {
  const entities = rowsOf(records, 'counterparty')
  const invoices = db('invoices').whereIn('counterparty_id', entities).select('id')
  const contracts = db('contracts').whereIn('counterparty_id', entities).select('id')
  const row = (await db('intents')
    .whereNotIn('state', ENDED)
    .where((about) => {
      void about
        .where((one) => one.where('noun', 'counterparty').whereIn('subject_id', entities))
        .orWhere((one) => one.where('noun', 'invoice').whereIn('subject_id', invoices))
        .orWhere((one) => one.where('noun', 'contract').whereIn('subject_id', contracts))
    })
    .count({ count: '*' })
    .first()) as Counted
  return Number(row?.count ?? 0)
}
