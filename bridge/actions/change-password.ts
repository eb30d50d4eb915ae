/** Changes one's own password: asks for the present one, ends every session of that person and goes on in a new one. */
import { checkNewPassword, spellPassword } from '../domain/password.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { addSession, endSessionsOf, findSession } from '../store/sessions.ts'
import { changePasswordHash, userByRowId } from '../store/users.ts'
import { commonPasswords } from './common-passwords.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { expiryFrom, hashToken, newToken } from './session-token.ts'

export interface ChangePassword {
  present: string
  password: string
  /** Of the session in which it is done. */
  token: string
}

/**
 * @returns the token of the new session and until when it lives, UTC ISO text
 * @throws Problem `password.wrong-present` `password.same` `password.*` `session.needed` `server.busy`
 */
export async function changePassword(
  ctx: Context,
  input: ChangePassword,
): Promise<{ token: string; expiresAt: string }> {
  const user = await userByRowId(ctx.db, ctx.viewer.rowId)
  if (!user || !(await isPassword(input.present, user.passwordHash))) throw wrongPresent()
  if (spellPassword(input.password) === spellPassword(input.present)) throw new Problem('password.same', {}, 'password')
  checkNewPassword(input.password, user, await commonPasswords())
  const to = await hashPassword(input.password)
  const token = newToken()
  const at = ctx.now()
  const expiresAt = expiryFrom(at)
  await ctx.transaction(async (tx) => {
    // Programs sign in otherwise, and a session that has been ended meanwhile changes nothing any more.
    const session = await findSession(tx.db, hashToken(input.token), at)
    if (session?.kind !== 'cookie') throw new Problem('session.needed')
    // Whoever was faster has the last word: an administrator who locks a thief out, for one.
    if (!(await changePasswordHash(tx.db, user.rowId, { from: user.passwordHash, to }))) throw wrongPresent()
    await endSessionsOf(tx.db, user.rowId)
    await addSession(tx.db, { tokenHash: hashToken(token), userRowId: user.rowId, kind: 'cookie', at, expiresAt })
    await audit(tx, { action: 'change-password', subject: `user:${user.id}`, facts: {} })
  })
  return { token, expiresAt }
}

function wrongPresent(): Problem {
  return new Problem('password.wrong-present', {}, 'present')
}
