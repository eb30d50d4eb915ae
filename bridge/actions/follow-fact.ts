/**
 * Lets accounting facts move deals: a cycle may name the stage that stands for *invoiced*, *part paid* and *paid*. Only open
 * deals move, forward to the stage of the fact, or back from a stage that another fact had set; the reason is kept.
 */
import type { Context } from '../store/context.ts'

type Fact = 'invoiced' | 'part-paid' | 'paid'

interface StageRow {
  id: number
  name: string
  position: number
  kind: string
  on_fact: string
}

interface DealRow {
  id: number
  uuid: string
  cycle_id: number
  stage_id: number
}

interface Following extends Context {
  changed(what: 'deal', id: string): void
}

export async function followFacts(ctx: Following, dealIds: number[]): Promise<void> {
  for (const id of dealIds) await followOne(ctx, id)
}

async function followOne(ctx: Following, dealId: number): Promise<void> {
  const deal: DealRow | undefined = await ctx
    .db('deals')
    .where('id', dealId)
    .first('id', 'uuid', 'cycle_id', 'stage_id')
  if (!deal) return
  ctx.changed('deal', deal.uuid)
  const stages: StageRow[] = await ctx.db('stages').where('cycle_id', deal.cycle_id).orderBy('position')
  const current = stages.find((stage) => stage.id === deal.stage_id)
  const fact = await factOf(ctx, dealId)
  const target = stages.find((stage) => stage.on_fact !== '' && stage.on_fact === fact)
  if (!current || !target || target.id === current.id || current.kind === 'lost') return
  if (target.position < current.position && current.on_fact === '') return
  await move(ctx, deal, { from: current, to: target, fact: fact ?? '' })
}

/** What the base's documents say about a deal as a whole; null = nothing issued. */
async function factOf(ctx: Context, dealId: number): Promise<Fact | null> {
  const rows: { state: string }[] = await ctx.db('invoices').where('deal_id', dealId).select('state')
  const live = rows.map((row) => row.state).filter((state) => ['issued', 'part-paid', 'paid'].includes(state))
  if (live.length === 0) return null
  if (live.every((state) => state === 'paid')) return 'paid'
  return live.some((state) => state !== 'issued') ? 'part-paid' : 'invoiced'
}

async function move(ctx: Context, deal: DealRow, way: { from: StageRow; to: StageRow; fact: string }): Promise<void> {
  const at = ctx.now()
  await ctx.db('deals').where('id', deal.id).update({ stage_id: way.to.id, stage_since: at })
  await ctx.db('deal_events').insert({
    deal_id: deal.id,
    at,
    who: ctx.viewer.name,
    code: `deal.moved-by-fact.${way.fact}`,
    facts: JSON.stringify({ from: way.from.name, to: way.to.name }),
  })
}
