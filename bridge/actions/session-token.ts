/** Tokens of sessions: 256 random bits for the owner, a hash for the database. */
import { hash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32
/** A session ends so long after its last use. */
const SESSION_MS = 7 * 24 * 3_600_000
/** Use is noted no more often than this: a note is a write. */
export const NOTE_EVERY_MS = 10 * 60_000

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

export function hashToken(token: string): string {
  return hash('sha256', token, 'hex')
}

/** UTC ISO text. */
export function expiryFrom(now: string): string {
  return new Date(Date.parse(now) + SESSION_MS).toISOString()
}
