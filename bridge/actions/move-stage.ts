/** Moves a deal to another stage of its cycle; its history keeps who did it and why. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { cycleByRow } from '../store/cycles.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { changeDeal, findDeal } from '../store/deals.ts'

export interface MoveStage {
  stageId: string
  /** Needed for a lost deal. */
  reason?: string
  version: number
}

/** @throws Problem `deal.not-found` `access.denied` `deal.changed` `stage.not-found` `deal.reason-needed` */
export async function moveStage(ctx: Context, dealId: string, input: MoveStage): Promise<void> {
  const reason = input.reason?.trim() ?? ''
  await ctx.transaction(async (tx) => {
    const deal = await findDeal(tx, dealId)
    allow(tx.viewer, 'change-deal', deal)
    if (deal.version !== input.version) throw new Problem('deal.changed', { deal: dealId })
    const { stages } = await cycleByRow(tx, deal.cycleRowId)
    const target = stages.find(({ id }) => id === input.stageId.toLowerCase())
    if (!target) throw notFound('stage')
    if (target.kind === 'lost' && reason === '') throw new Problem('deal.reason-needed', {}, 'reason')
    if (target.id === deal.stageId) return
    await changeDeal(
      tx,
      { rowId: deal.rowId, version: deal.version },
      { stageRowId: target.rowId, stageSince: tx.now() },
    )
    const facts = { from: deal.stageName, to: target.name }
    await noteDealEvent(tx, deal.rowId, { code: 'deal.stage-moved', facts: { ...facts, reason } })
    await audit(tx, { action: 'move-stage', subject: `deal:${dealId}`, facts })
  })
}
