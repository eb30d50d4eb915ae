/** Cycles, the templates of work, with their stages in order. */
import type { Cycle, Stage } from '../domain/deal.ts'
import { notFound } from '../domain/problem.ts'
import type { Db } from './db.ts'
import type { Stored } from './rows.ts'

export interface StoredCycle extends Stored<Cycle> {
  stages: Stored<Stage>[]
}

interface StageRow {
  id: number
  uuid: string
  cycle_id: number
  name: string
  position: number
  kind: Stage['kind']
  norm_days: number
  on_fact: Stage['onFact']
}

interface CycleRow {
  id: number
  uuid: string
  name: string
}

const MOST_CYCLES = 200

/** In the order in which they were made; the first is the usual one. */
export async function listCycles({ db }: { db: Db }): Promise<StoredCycle[]> {
  const cycles: CycleRow[] = await db('cycles').orderBy('id').limit(MOST_CYCLES)
  const ids = cycles.map((cycle) => cycle.id)
  const stages: StageRow[] = await db('stages').whereIn('cycle_id', ids).orderBy(['position', 'id'])
  return cycles.map((cycle) => fromRow(cycle, stages))
}

/** @throws Problem `cycle.not-found` */
export async function findCycle({ db }: { db: Db }, id: string): Promise<StoredCycle> {
  return await firstCycle(db, { uuid: id })
}

/** @throws Problem `cycle.not-found` */
export async function cycleByRow({ db }: { db: Db }, rowId: number): Promise<StoredCycle> {
  return await firstCycle(db, { id: rowId })
}

/** A new template with its stages, in the order of `position`. @returns the row id. */
export async function addCycle(db: Db, cycle: Cycle): Promise<number> {
  await db('cycles').insert({ uuid: cycle.id, name: cycle.name })
  const stored: { id: number } | undefined = await db('cycles').where('uuid', cycle.id).first('id')
  const cycleId = stored?.id ?? 0
  for (const stage of cycle.stages) await db('stages').insert({ ...toRow(stage), cycle_id: cycleId })
  return cycleId
}

async function firstCycle(db: Db, where: { uuid: string } | { id: number }): Promise<StoredCycle> {
  const cycle: CycleRow | undefined = await db('cycles').where(where).first()
  if (!cycle) throw notFound('cycle')
  const stages: StageRow[] = await db('stages').where('cycle_id', cycle.id).orderBy(['position', 'id'])
  return fromRow(cycle, stages)
}

function toRow({ id, name, position, kind, normDays, onFact }: Stage): Omit<StageRow, 'id' | 'cycle_id'> {
  return { uuid: id, name, position, kind, norm_days: normDays, on_fact: onFact }
}

function fromRow(cycle: CycleRow, stages: StageRow[]): StoredCycle {
  const own = stages.filter((stage) => stage.cycle_id === cycle.id)
  return { rowId: cycle.id, id: cycle.uuid, name: cycle.name, stages: own.map(toStage) }
}

function toStage(row: StageRow): Stored<Stage> {
  const { id: rowId, uuid: id, name, position, kind, norm_days: normDays, on_fact: onFact } = row
  return { rowId, id, name, position, kind, normDays, onFact }
}
