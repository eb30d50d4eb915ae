/** Changes what a person may change about themselves: the language. */
import type { User } from '../domain/people.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { setLanguage } from '../store/users.ts'

export async function changeMe(ctx: Context, input: { language: User['language'] }): Promise<void> {
  await ctx.transaction(async (tx) => {
    await setLanguage(tx.db, tx.viewer.rowId, input.language)
    await audit(tx, { action: 'change-me', subject: `user:${tx.viewer.id}`, facts: { language: input.language } })
  })
}
