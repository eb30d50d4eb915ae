/** Sends a refused counterparty or contract on its way again. */
import { allow } from '../domain/allow.ts'
import { Problem } from '../domain/problem.ts'
import type { Trouble } from '../domain/sync.ts'
import type { Context } from '../store/context.ts'
import { liveIntentOf, reviveIntent } from '../store/intents.ts'

const TABLES: Record<string, string> = { counterparty: 'counterparties', contract: 'contracts' }

/**
 * @param accept the base may keep what it made of the record
 * @throws Problem `access.denied` `request.nothing-to-retry`
 */
export async function retryRequest(ctx: Context, subject: Trouble['subject'], accept = false): Promise<void> {
  allow(ctx.viewer, 'retry-invoice')
  const table = TABLES[subject?.noun ?? '']
  if (!subject || !table) throw new Problem('request.nothing-to-retry')
  const row: { id: number } | undefined = await ctx.db(table).where('uuid', subject.id).first('id')
  const intent = row && (await liveIntentOf(ctx.db, subject.noun === 'contract' ? 'contract' : 'counterparty', row.id))
  if (
    !intent ||
    !(await reviveIntent(ctx.db, intent.rowId, { state: accept ? 'written' : 'uncertain', at: ctx.now() }))
  )
    throw new Problem('request.nothing-to-retry')
}
