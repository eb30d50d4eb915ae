/** Lets a person in: a new session with each sign-in, and one answer for a wrong login and a wrong password. */
import type { Viewer } from '../domain/people.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { addSession, dropEndedSessions, endSession } from '../store/sessions.ts'
import { holdsPassword, userByLogin, viewerOf } from '../store/users.ts'
import { isPassword } from './passwords.ts'
import { expiryFrom, hashToken, newToken } from './session-token.ts'

export interface SignIn {
  login: string
  password: string
  /** Token that the browser came with; its session ends, so nobody can plant one beforehand. */
  formerToken: string
}

export interface SignedIn {
  viewer: Viewer
  token: string
  /** UTC ISO text. */
  expiresAt: string
}

/** @throws Problem `session.wrong-password` `server.busy` */
export async function signIn(ctx: Context, input: SignIn): Promise<SignedIn> {
  const user = await userByLogin(ctx.db, input.login)
  const right = await isPassword(input.password, user?.passwordHash)
  if (!user || !right || !user.active) throw wrongPassword()
  const viewer = viewerOf(user)
  const token = newToken()
  const at = ctx.now()
  const expiresAt = expiryFrom(at)
  await ctx.transaction(async (tx) => {
    // The password may have been changed while this one was looked at: no session may come of the former one.
    if (!(await holdsPassword(tx.db, user))) throw wrongPassword()
    if (input.formerToken !== '') await endSession(tx.db, hashToken(input.formerToken))
    await dropEndedSessions(tx.db, at)
    await addSession(tx.db, { tokenHash: hashToken(token), userRowId: viewer.rowId, kind: 'cookie', at, expiresAt })
    await audit({ ...tx, viewer }, { action: 'sign-in', subject: `user:${viewer.id}`, facts: {} })
  })
  return { viewer, token, expiresAt }
}

function wrongPassword(): Problem {
  return new Problem('session.wrong-password', {}, 'password')
}
