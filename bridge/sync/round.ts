/** One round of reading: what people want read again, what is new, and the comparison of both sides when it is due or asked for. */
import type { HeldBase } from '../store/bases.ts'
import type { Partner } from './partner.ts'
import { pull } from './pull.ts'
import type { Tally } from './receive.ts'
import { pullingPace } from './reconcile/pace.ts'
import { readAskedAgain } from './reconcile/read-again.ts'
import { reconcileWhenAsked } from './reconcile/reconcile.ts'

export { carryOutRollbacks } from './journal/asked-rollbacks.ts'

/** @returns what was seen, per noun; null when the base could not be read */
export async function readRound(partner: Partner, held: HeldBase, signal: AbortSignal): Promise<Tally | null> {
  await readAskedAgain(partner, signal)
  const tally = await pull(partner, held, signal)
  if (tally) await reconcileWhenAsked(partner, held, pullingPace(partner, { held, signal, tally }))
  return tally
}
