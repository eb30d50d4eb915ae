/** Stops the exchange with every base because this database may not be the one that has worked with them. */
import { allow } from '../domain/allow.ts'
import type { BridgeDoubt } from '../domain/sync.ts'
import { audit } from '../store/audit.ts'
import { listBases, saveHealth, type Base } from '../store/bases.ts'
import type { Context } from '../store/context.ts'
import { doubtRequests } from '../store/doubt.ts'
import { findInstallation } from '../store/installation.ts'
import { raiseTrouble } from '../store/troubles.ts'

/**
 * Nothing is sent and nothing is read until a person says, base by base, that this is the one Zveno which works with it.
 * @returns how many bases were stopped
 * @throws Problem `access.denied`
 */
export async function stopInDoubt(ctx: Context, doubt: BridgeDoubt): Promise<number> {
  allow(ctx.viewer, 'manage-integration')
  return ctx.transaction(async (tx) => {
    const met = (await listBases(tx.db)).filter(({ health }) => health.state !== 'never-seen' || health.since !== '')
    for (const base of met) await stop(tx, base, doubt)
    const installation = await findInstallation(tx.db)
    if (met.length > 0)
      await audit(tx, { action: 'stop-in-doubt', subject: `installation:${installation?.id ?? ''}`, facts: { doubt } })
    return met.length
  })
}

async function stop(tx: Context, base: Base, doubt: BridgeDoubt): Promise<void> {
  const at = tx.now()
  const requests = await doubtRequests(tx.db, base.rowId, at)
  const health = { ...base.health, state: 'stopped' as const, reason: doubt, since: at, nextTryAt: null }
  await saveHealth(tx.db, base.rowId, health)
  await raiseTrouble(tx.db, {
    baseRowId: base.rowId,
    code: doubt,
    facts: { base: base.name, requests },
    noun: 'base',
    subject: base.id,
    answers: ['resume'],
    at,
  })
}
