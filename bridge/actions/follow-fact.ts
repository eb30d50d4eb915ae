/**
 * Lets accounting facts move deals: a cycle may name the stage that stands for *invoiced*, *part paid* and *paid*. Only open
 * deals move, forward to the stage of the fact, or back from a stage that another fact had set; the reason is kept.
 */
import type { Context } from '../store/context.ts'
import { noteDealEvent } from '../store/deal-events.ts'
import { statement } from '../store/statement.ts'

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
  /** What happened before is told anew: deals have followed it then. */
  again?: object
}

export async function followFacts(ctx: Following, dealIds: number[]): Promise<void> {
  if (ctx.again) return
  for (const id of dealIds) await followOne(ctx, id)
}

async function followOne(ctx: Following, dealId: number): Promise<void> {
  const deal = await dealRow(ctx.db, { dealId })
  if (!deal) return
  ctx.changed('deal', deal.uuid)
  const stages = await stagesOf(ctx.db, { cycleId: deal.cycle_id })
  const current = stages.find((stage) => stage.id === deal.stage_id)
  const fact = await factOf(ctx, dealId)
  const target = stages.find((stage) => stage.on_fact !== '' && stage.on_fact === fact)
  if (!current || !target || target.id === current.id || current.kind === 'lost') return
  if (target.position < current.position && current.on_fact === '') return
  await move(ctx, deal, { from: current, to: target, fact: fact ?? '' })
}

const dealRow = statement<{ dealId: number }, DealRow | undefined>((db, its) =>
  db('deals').where('id', its.dealId).first('id', 'uuid', 'cycle_id', 'stage_id'),
)

const stagesOf = statement<{ cycleId: number }, StageRow[]>((db, its) =>
  db('stages').where('cycle_id', its.cycleId).orderBy('position').select('id', 'name', 'position', 'kind', 'on_fact'),
)

/** What the base's documents say about a deal as a whole; null = nothing issued. */
async function factOf(ctx: Context, dealId: number): Promise<Fact | null> {
  const rows = await statesOf(ctx.db, { dealId })
  const live = rows.map((row) => row.state).filter((state) => ['issued', 'part-paid', 'paid'].includes(state))
  if (live.length === 0) return null
  if (live.every((state) => state === 'paid')) return 'paid'
  return live.some((state) => state !== 'issued') ? 'part-paid' : 'invoiced'
}

const statesOf = statement<{ dealId: number }, { state: string }[]>((db, its) =>
  db('invoices').where('deal_id', its.dealId).select('state'),
)

async function move(ctx: Context, deal: DealRow, way: { from: StageRow; to: StageRow; fact: string }): Promise<void> {
  await moveTo(ctx.db, { dealId: deal.id, stageId: way.to.id, at: ctx.now() })
  const facts = { from: way.from.name, to: way.to.name }
  await noteDealEvent(ctx, deal.id, { code: `deal.moved-by-fact.${way.fact}`, facts })
}

const moveTo = statement<{ dealId: number; stageId: number; at: string }, number>((db, its) =>
  db('deals').where('id', its.dealId).update({ stage_id: its.stageId, stage_since: its.at }),
)
