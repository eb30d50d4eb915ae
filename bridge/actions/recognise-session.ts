/** Whose session a token opens, and how a session in use lives on. */
import type { Viewer } from '../domain/people.ts'
import type { Context } from '../store/context.ts'
import { findSession, touchSession } from '../store/sessions.ts'
import { expiryFrom, hashToken, NOTE_EVERY_MS } from './session-token.ts'

export interface Recognised {
  viewer: Viewer
  kind: 'cookie' | 'bearer'
  /** True when its use should be noted again. */
  stale: boolean
}

/** @returns undefined for an unknown, ended or forged token, and for people who have left */
export async function recogniseSession(ctx: Context, token: string): Promise<Recognised | undefined> {
  const session = await findSession(ctx.db, hashToken(token), ctx.now())
  if (!session) return undefined
  const { viewer, kind, seenAt } = session
  return { viewer, kind, stale: kind === 'cookie' && Date.parse(ctx.now()) - Date.parse(seenAt) > NOTE_EVERY_MS }
}

/** @returns until when the session lives now, UTC ISO text */
export async function prolongSession(ctx: Context, token: string): Promise<string> {
  const at = ctx.now()
  const expiresAt = expiryFrom(at)
  await touchSession(ctx.db, hashToken(token), { at, expiresAt })
  return expiresAt
}
