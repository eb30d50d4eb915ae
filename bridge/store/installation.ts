/**
 * Which installation this database belongs to, where it is at home, and how far it has come. A copy that wakes up elsewhere
 * shows by its home, an older state by what it no longer holds.
 */
import type { Db } from './db.ts'
import { holdLock } from './dialect.ts'

export interface Installation {
  id: string
  /** Where it was last started; '' = never. */
  home: string
  /** When it was put back from a backup that nobody has started on yet, '' = it was not. UTC ISO text. */
  restoredAt: string
  createdAt: string
}

interface InstallationRow {
  uuid: string
  home: string
  restored_at: string
  created_at: string
}

export async function findInstallation(db: Db): Promise<Installation | undefined> {
  const row: InstallationRow | undefined = await db('installation').first()
  return row && { id: row.uuid, home: row.home, restoredAt: row.restored_at, createdAt: row.created_at }
}

/** @param tx several processes may start on a new database at once: they agree on one installation */
export async function takeInstallation(tx: Db, fresh: { id: string; at: string }): Promise<Installation> {
  await holdLock(tx, 'zveno.installation')
  const known = await findInstallation(tx)
  if (known) return known
  await tx('installation').insert({ uuid: fresh.id, home: '', created_at: fresh.at })
  return { id: fresh.id, home: '', restoredAt: '', createdAt: fresh.at }
}

/** It is at home here from now on, and whatever was to be told about a restore has been told. */
export async function moveIn(tx: Db, home: string): Promise<void> {
  await tx('installation').update({ home, restored_at: '' })
}

/** Notes that the database is older than the world around it; sessions that have ended since must not open doors again. */
export async function noteRestored(tx: Db, fresh: { id: string; at: string }): Promise<void> {
  await takeInstallation(tx, fresh)
  await tx('installation').update({ restored_at: fresh.at })
  await tx('sessions').where('kind', 'cookie').delete()
  await tx('panel_tickets').delete()
}

/** How far a database has come: its latest audit line and its latest journal line. */
export interface Mark {
  audit: { id: number; hash: string } | null
  journal: { id: number; at: string } | null
}

export async function latestMark(db: Db): Promise<Mark> {
  const audit = (await db('audit').orderBy('id', 'desc').first('id', 'hash')) as Mark['audit'] | undefined
  const journal = (await db('journal').orderBy('id', 'desc').first('id', 'at')) as Mark['journal'] | undefined
  return { audit: audit ?? null, journal: journal ?? null }
}

/** @returns false for a database that has not come so far: it is an older state of itself, or lines were removed */
export async function holdsMark(db: Db, { audit, journal }: Mark): Promise<boolean> {
  const line = audit ? ((await db('audit').where(audit).first('id')) as object | undefined) : {}
  const word = journal ? ((await db('journal').where(journal).first('id')) as object | undefined) : {}
  return line !== undefined && word !== undefined
}
