/** Gives a person a new password, for administrators: whoever is signed in as that person is not any more. */
import { checkNewPassword } from '../domain/password.ts'
import { notFound } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { endSessionsOf } from '../store/sessions.ts'
import { changePasswordHash, userByLogin, type StoredUser } from '../store/users.ts'
import { commonPasswords } from './common-passwords.ts'
import { hashPassword } from './passwords.ts'

/** @returns sessions that were ended. @throws Problem `user.not-found` `password.*` */
export async function setPassword(ctx: Context, input: { login: string; password: string }): Promise<number> {
  const user = await personBy(ctx, input.login)
  checkNewPassword(input.password, user, await commonPasswords())
  const to = await hashPassword(input.password)
  return await ctx.transaction(async (tx) => {
    await changePasswordHash(tx.db, user.rowId, { to })
    const ended = await endSessionsOf(tx.db, user.rowId)
    await audit(tx, { action: 'set-password', subject: `user:${user.id}`, facts: { sessionsEnded: ended } })
    return ended
  })
}

/** Nobody may ever sign in as the robot. */
async function personBy(ctx: Context, login: string): Promise<StoredUser> {
  const user = await userByLogin(ctx.db, login)
  if (!user || user.role === 'robot') throw notFound('user')
  return user
}
