/** How do the deals of one cycle stand, stage by stage? */
import type { Stage } from '../domain/deal.ts'
import { notFound } from '../domain/problem.ts'
import type { Board, DealCardLine } from './answers.ts'
import { onlyOf, type Asking, type Row } from './asking.ts'
import { dealRows, toDealCardLine } from './deal-cards.ts'
import { toCycle } from './references.ts'
import { number } from './rows.ts'

/** Deals on one board; won and lost ones leave it after so many days. */
const MOST_CARDS = 2000
const CLOSED_DAYS = 30
const MS_PER_DAY = 86_400_000

/** @throws Problem `cycle.not-found` */
export async function board(asking: Asking, ask: { cycle?: string }): Promise<Board> {
  const { db } = asking
  const cycle = (await db('cycles')
    .modify((query) => (ask.cycle === undefined ? undefined : void query.where('uuid', ask.cycle)))
    .orderBy('id')
    .first()) as Row | undefined
  if (!cycle) throw notFound('cycle')
  const cycleId = number(cycle, 'id')
  const stages: Row[] = await db('stages').where('cycle_id', cycleId).orderBy('position')
  const rows = await dealRows(asking, (query) => {
    void query
      .modify(onlyOf(asking, 'see-deals', 'deals.manager_id'))
      .where('deals.cycle_id', cycleId)
      .where((shown) => shown.where('stages.kind', 'open').orWhere('deals.stage_since', '>=', earliestClosed(asking)))
      .limit(MOST_CARDS)
  })
  const cards = rows.map((row) => toDealCardLine(row, asking.now()))
  const shape = toCycle(cycle, stages)
  return { cycle: shape, columns: shape.stages.map((stage) => toColumn(stage, cards)) }
}

function earliestClosed(asking: Asking): string {
  return new Date(Date.parse(asking.now()) - CLOSED_DAYS * MS_PER_DAY).toISOString()
}

function toColumn(stage: Stage, all: DealCardLine[]): Board['columns'][number] {
  const cards = all.filter((card) => card.stageId === stage.id)
  return { stage, count: cards.length, sumMinor: cards.reduce((sum, card) => sum + card.totalMinor, 0), cards }
}
