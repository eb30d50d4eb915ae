/** Ends the session of a token; a copy of the cookie opens nothing afterwards. */
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { endSession } from '../store/sessions.ts'
import { hashToken } from './session-token.ts'

export async function signOut(ctx: Context, token: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await endSession(tx.db, hashToken(token))
    await audit(tx, { action: 'sign-out', subject: `user:${tx.viewer.id}`, facts: {} })
  })
}
