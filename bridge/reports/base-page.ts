/** How is one base: its health, what it can do, how well the mappings fit, and its latest rounds? */
import { mayOn } from '../domain/allow.ts'
import { notFound } from '../domain/problem.ts'
import type { Run, RunCounts } from '../domain/sync.ts'
import type { BaseLine, BasePage, MappingFinding } from './answers.ts'
import type { Asking, Row } from './asking.ts'
import { baseRows, toBaseLine } from './bases.ts'
import { json, number, text, textOrNull } from './rows.ts'

const LATEST_RUNS = 20

/** What the engine keeps of its first look at a base; everything is missing before it. */
interface Survey {
  configuration?: string
  /** UTC ISO text. */
  at?: string
  /** Dialect profile as probed. */
  dialect?: Record<string, unknown>
  checks?: BasePage['checks']
  /** `coverage` = fields of the rules that the base publishes, whole per cent. */
  mappings?: { noun: string; version: string; rules: number; coverage: number; findings: MappingFinding[] }[]
}

/** @throws Problem `base.not-found` */
export async function basePage(asking: Asking, id: string): Promise<BasePage> {
  const row = await baseRow(asking, id)
  const { configuration, at, dialect = {}, checks = [], mappings = [] } = json<Survey>(row, 'profile', {})
  return {
    ...toBaseLine(row),
    connector: text(row, 'connector'),
    configuration: configuration ?? text(row, 'mapping'),
    mapping: text(row, 'mapping'),
    timeZone: text(row, 'time_zone'),
    profile: dialect,
    profiledAt: at ?? null,
    checks,
    mappings: mappings.map(toMapping),
    runs: await runsOf(asking, row),
    may: mayOn(asking.viewer),
  }
}

function toMapping({
  coverage,
  rules,
  ...rest
}: NonNullable<Survey['mappings']>[number]): BasePage['mappings'][number] {
  return { ...rest, rules, coveredRules: Math.round((rules * coverage) / 100) }
}

export async function baseLine(asking: Asking, id: string): Promise<BaseLine> {
  return toBaseLine(await baseRow(asking, id))
}

async function baseRow(asking: Asking, id: string): Promise<Row> {
  const [row] = await baseRows(asking, (query) => void query.where('bases.uuid', id))
  if (!row) throw notFound('base')
  return row
}

/** Newest first. */
async function runsOf({ db }: Asking, base: Row): Promise<Run[]> {
  const rows: Row[] = await db('runs').where('base_id', number(base, 'id')).orderBy('id', 'desc').limit(LATEST_RUNS)
  return rows.map((row) => ({
    id: text(row, 'uuid'),
    baseId: text(base, 'uuid'),
    startedAt: text(row, 'started_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    counts: json<Record<string, RunCounts>>(row, 'counts', {}),
    requests: number(row, 'requests'),
    outcome: text(row, 'outcome') as Run['outcome'],
    reason: text(row, 'reason'),
  }))
}
