/** Carries an erasure out: blanks the records, strikes the words out of other texts, leaves tombstones and the act. Rights were asked before. */
import type { ErasureReason } from '../domain/personal-data.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { overwriteDeleted } from '../store/dialect.ts'
import { eraseRecords } from '../store/erase-records.ts'
import { closeAct, openAct } from '../store/erasure-acts.ts'
import { keptByLaw, type Kept } from '../store/kept-by-law.ts'
import { foldNames } from '../store/name-index.ts'
import type { PersonRecord } from '../store/persons.ts'
import { auditQuoting, onlyTheirs, strikeQuotes, wordsOf } from '../store/strike-quotes.ts'
import { buryKeys, buryRecords } from '../store/tombstones.ts'

export interface Erasure {
  person: Pick<PersonRecord, 'noun' | 'id'>
  records: PersonRecord[]
  reason: ErasureReason
  askedOn: string
  againOf: string
  /** Records that a base will show and that are not here yet. */
  absent?: { id: string; base: number; key: string }[]
}

/** Belongs into a transaction. @returns the id of the act */
export async function carryOutErasure(tx: Context, { records, absent = [], ...act }: Erasure): Promise<{ id: string }> {
  const { db } = tx
  await overwriteDeleted(db)
  const id = tx.newId()
  const words = await wordsOf(db, records)
  const kept = await keptByLaw(db, records)
  const number = await openAct(db, { ...act, id, at: tx.now(), who: tx.viewer.name })
  const erased = await eraseRecords({ db, act: number, records, words, at: tx.now() })
  const own = await onlyTheirs(db, words)
  erased['quotes'] = await strikeQuotes(db, own, number)
  await foldNames(db, 'clients')
  await buryRecords(db, number, records)
  await buryKeys(db, number, absent)
  await closeAct(db, number, { erased, kept: [...kept, ...(await keptLines(tx, own))] })
  const facts = { act: number, reason: act.reason, records: records.length }
  await audit(tx, { action: 'erase-person', subject: `${act.person.noun}:${act.person.id}`, facts })
  return { id }
}

/** Lines of the audit trail from before it held no texts: to change them would break the proof of all that came after. */
async function keptLines({ db }: Context, words: string[]): Promise<Kept[]> {
  const lines = await auditQuoting(db, words)
  return lines.length === 0 ? [] : [{ what: 'audit', count: lines.length, until: '' }]
}
