/** Certificates of reconciliation: asked for, worked at by the one reader of a base, kept for ever. */
import type { Comparison } from '../domain/reconciliation.ts'
import { insertIfFree, insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import { differenceRow, type NewDifference } from './differences.ts'

export type CertificateState = 'asked' | 'running' | 'done' | 'failed'

export interface NewCertificate {
  id: string
  /** Row id. */
  base: number
  /** What it is for, once per base: a day `YYYY-MM-DD`, or the id of the certificate itself. */
  slot: string
  at: string
  /** '' = by the clock. */
  by: string
}

export interface StoredCertificate {
  rowId: number
  id: string
  baseRowId: number
  state: CertificateState
  /** How often it was begun. */
  attempts: number
  differences: number
  hash: string
  signedBy: string
}

interface Row {
  id: number
  uuid: string
  base_id: number
  state: CertificateState
  attempts: number
  differences: number
  hash: string
  signed_by: string
}

/** @returns false when the slot is taken already: another server, or an earlier round, was here. */
export function askCertificate(db: Db, { id, base, slot, at, by }: NewCertificate): Promise<boolean> {
  const row = { uuid: id, base_id: base, slot, asked_at: at, asked_by: by, state: 'asked', body: '{}' }
  return insertIfFree(db, 'certificates', row)
}

export async function hasSlot(db: Db, base: number, slot: string): Promise<boolean> {
  return (await db('certificates').where({ base_id: base, slot }).first('id')) !== undefined
}

/** The oldest that waits for the reader of the base, or that a reader left in the middle. */
export async function openCertificate(db: Db, base: number): Promise<StoredCertificate | undefined> {
  const row: Row | undefined = await db('certificates')
    .whereIn('state', ['asked', 'running'])
    .where('base_id', base)
    .orderBy('id')
    .first()
  return row && fromRow(row)
}

export async function findCertificate(db: Db, id: string): Promise<StoredCertificate | undefined> {
  const row: Row | undefined = await db('certificates').where('uuid', id).first()
  return row && fromRow(row)
}

export async function beginCertificate(db: Db, rowId: number, at: string): Promise<void> {
  await db('certificates').where('id', rowId).update({ state: 'running', started_at: at }).increment('attempts', 1)
}

/** It waits for the next reader as if nothing had been done. */
export async function leaveCertificate(db: Db, rowId: number): Promise<void> {
  await db('certificates').where({ id: rowId, state: 'running' }).update({ state: 'asked', started_at: '' })
}

export async function failCertificate(db: Db, rowId: number, { at, reason }: { at: string; reason: string }) {
  await db('certificates').where('id', rowId).update({ state: 'failed', finished_at: at, reason })
}

export interface Finished {
  at: string
  comparison: Comparison
  differences: NewDifference[]
  /** Over what it says. */
  hash: string
}

/** Stores what was found, in the transaction of the caller. */
export async function finishCertificate(db: Db, rowId: number, end: Finished): Promise<void> {
  await db('certificates')
    .where('id', rowId)
    .update({
      state: 'done',
      finished_at: end.at,
      body: JSON.stringify(end.comparison),
      differences: end.differences.length + end.comparison.more,
      hash: end.hash,
    })
  await insertRows(
    db,
    { table: 'differences', same: { certificate_id: rowId, state: 'open' } },
    end.differences.map(differenceRow),
  )
}

/** @returns false when somebody signed it before, or it is not finished. */
export async function signCertificate(db: Db, rowId: number, by: { who: string; at: string }): Promise<boolean> {
  const signed = await db('certificates')
    .where({ id: rowId, state: 'done', signed_by: '' })
    .update({ signed_by: by.who, signed_at: by.at })
  return signed === 1
}

function fromRow(row: Row): StoredCertificate {
  return {
    rowId: row.id,
    id: row.uuid,
    baseRowId: row.base_id,
    state: row.state,
    attempts: row.attempts,
    differences: row.differences,
    hash: row.hash,
    signedBy: row.signed_by,
  }
}
