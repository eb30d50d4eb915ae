/** Differences of a certificate, and what was done about each: `asked` waits for the reader of the base to read it again. */
import {
  BY_READING,
  type Because,
  type DifferenceKind,
  type FieldDifference,
  type Reconciled,
} from '../domain/reconciliation.ts'
import type { Db } from './db.ts'

/** What both sides say, in values that people read. */
export interface DifferenceBody {
  number: string
  date: string
  organisation: string
  counterparty: string
  /** Of the base where it has the document, else ours. */
  sumMinor: number
  fields: FieldDifference[]
  /** Code of the trouble that stands behind it, '' = none. */
  troubleCode: string
  /** Row of ours that lost its link. */
  unlinked?: number
}

export interface NewDifference {
  id: string
  noun: Reconciled
  foreignKey: string
  ourId: string
  kind: DifferenceKind
  because: Because
  body: DifferenceBody
  troubleId: string
}

export interface StoredDifference extends Omit<NewDifference, 'body'> {
  rowId: number
  baseRowId: number
  /** Public id. */
  certificateId: string
  state: 'open' | 'asked' | 'mended' | 'stayed'
  body: DifferenceBody
}

interface Row {
  id: number
  uuid: string
  base_id: number
  certificate: string
  noun: Reconciled
  foreign_key: string
  our_uuid: string
  kind: DifferenceKind
  because: Because
  body: string
  trouble_uuid: string
  state: StoredDifference['state']
}

export function differenceRow(one: NewDifference) {
  return {
    uuid: one.id,
    noun: one.noun,
    foreign_key: one.foreignKey,
    our_uuid: one.ourId,
    kind: one.kind,
    because: one.because,
    body: JSON.stringify(one.body),
    trouble_uuid: one.troubleId,
  }
}

export async function findDifference(db: Db, id: string): Promise<StoredDifference | undefined> {
  const row: Row | undefined = await withBase(db).where('differences.uuid', id).first()
  return row && fromRow(row)
}

/** Those that somebody wants read again, oldest first. */
export async function askedDifferences(db: Db, base: number, limit: number): Promise<StoredDifference[]> {
  const rows = (await withBase(db)
    .where({ 'differences.state': 'asked', 'certificates.base_id': base })
    .orderBy('differences.id')
    .limit(limit)) as Row[]
  return rows.map(fromRow)
}

/** @returns false when somebody has asked already. */
export async function askAgain(db: Db, rowId: number, by: { who: string; at: string }): Promise<boolean> {
  const asked = await db('differences')
    .where('id', rowId)
    .whereIn('state', ['open', 'stayed'])
    .update({ state: 'asked', asked_by: by.who, asked_at: by.at })
  return asked === 1
}

/** All of a certificate that reading may mend. @returns how many were not asked for yet */
export async function askAllAgain(db: Db, certificate: string, by: { who: string; at: string }): Promise<number> {
  const rows = db('certificates').where('uuid', certificate).select('id')
  return db('differences')
    .whereIn('certificate_id', rows)
    .whereIn('state', ['open', 'stayed'])
    .whereIn('because', BY_READING.because)
    .whereNotIn('kind', BY_READING.notOf)
    .whereNot('foreign_key', '')
    .update({ state: 'asked', asked_by: by.who, asked_at: by.at })
}

export async function settleDifference(
  db: Db,
  rowId: number,
  { state, at }: { state: 'mended' | 'stayed'; at: string },
): Promise<void> {
  await db('differences').where('id', rowId).update({ state, settled_at: at })
}

function withBase(db: Db) {
  return db('differences')
    .join('certificates', 'certificates.id', 'differences.certificate_id')
    .select('differences.*', 'certificates.base_id', 'certificates.uuid as certificate')
}

function fromRow(row: Row): StoredDifference {
  return {
    rowId: row.id,
    id: row.uuid,
    baseRowId: row.base_id,
    certificateId: row.certificate,
    noun: row.noun,
    foreignKey: row.foreign_key,
    ourId: row.our_uuid,
    kind: row.kind,
    because: row.because,
    body: JSON.parse(row.body) as DifferenceBody,
    troubleId: row.trouble_uuid,
    state: row.state,
  }
}
