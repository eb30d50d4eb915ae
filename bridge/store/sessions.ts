/** Signed-in sessions and tokens of programs. Only a hash of the token is stored: a stolen database opens no door. */
import type { Viewer } from '../domain/people.ts'
import type { Db } from './db.ts'
import { statement } from './statement.ts'

export interface NewSession {
  /** SHA-256 of the token, hexadecimal. */
  tokenHash: string
  userRowId: number
  kind: 'cookie' | 'bearer'
  at: string
  expiresAt: string
}

export interface Session {
  viewer: Viewer
  kind: 'cookie' | 'bearer'
  createdAt: string
  seenAt: string
  expiresAt: string
}

interface SessionRow extends Omit<Viewer, 'rowId' | 'id'> {
  user_id: number
  user_uuid: string
  kind: 'cookie' | 'bearer'
  created_at: string
  seen_at: string
  expires_at: string
}

export async function addSession(db: Db, session: NewSession): Promise<void> {
  await db('sessions').insert({
    token_hash: session.tokenHash,
    user_id: session.userRowId,
    kind: session.kind,
    created_at: session.at,
    seen_at: session.at,
    expires_at: session.expiresAt,
  })
}

/** The session of a token that has not ended and whose person still works here. */
export async function findSession(db: Db, tokenHash: string, now: string): Promise<Session | undefined> {
  const row = await liveSession(db, { tokenHash, now })
  return row && fromRow(row)
}

const liveSession = statement<{ tokenHash: string; now: string }, SessionRow | undefined>((db, its) =>
  db('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .where('sessions.token_hash', its.tokenHash)
    .where('sessions.expires_at', '>', its.now)
    .where('users.active', true)
    .first('sessions.*', 'users.uuid as user_uuid', 'users.name', 'users.role', 'users.department', 'users.language'),
)

/** Notes that the session is in use and lets it live on. */
export async function touchSession(db: Db, tokenHash: string, times: { at: string; expiresAt: string }): Promise<void> {
  await db('sessions').where('token_hash', tokenHash).update({ seen_at: times.at, expires_at: times.expiresAt })
}

export async function endSession(db: Db, tokenHash: string): Promise<void> {
  await db('sessions').where('token_hash', tokenHash).delete()
}

/** Of a person, wherever they are signed in, and of their programs. @returns how many there were */
export async function endSessionsOf(db: Db, userRowId: number): Promise<number> {
  return await db('sessions').where('user_id', userRowId).delete()
}

/** @returns how many had run out. */
export async function dropEndedSessions(db: Db, now: string): Promise<number> {
  return await db('sessions').where('expires_at', '<=', now).delete()
}

function fromRow(row: SessionRow): Session {
  const { user_id: rowId, user_uuid: id, name, role, department, language } = row
  return {
    viewer: { rowId, id, name, role, department, language },
    kind: row.kind,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
  }
}
