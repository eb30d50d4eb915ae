/** Which runs were there: when, of which base, whose, by which rules, and what came of it? */
import { notFound } from '../domain/problem.ts'
import type { Noun, RunCounts } from '../domain/sync.ts'
import { linesOfRun } from '../store/journal-run.ts'
import type { Asking, Query, Row } from './asking.ts'
import type { RunLine, RunList } from './journal-answers.ts'
import { PAGE_SIZE, readPlace, writePlace } from './pages.ts'
import { json, number, text, textOrNull } from './rows.ts'

export async function runs(asking: Asking, ask: { after?: string; limit?: number }): Promise<RunList> {
  const limit = ask.limit ?? PAGE_SIZE
  const place = readPlace(ask.after)
  const rows = await runRows(asking, (query) => {
    void query.limit(limit + 1)
    if (place) void query.where('runs.id', '<', place[1])
  })
  const last = rows[limit - 1]
  const shown = rows.slice(0, limit)
  const mappings = await mappingsOf(asking, shown)
  return {
    items: shown.map((row) => toLine(row, mappings.get(number(row, 'id')))),
    next: rows.length > limit && last ? writePlace(['', number(last, 'id')]) : null,
  }
}

/** @throws Problem `run.not-found` */
export async function runLine(asking: Asking, id: string): Promise<RunLine> {
  const row = await runRow(asking, id)
  return toLine(row, (await mappingsOf(asking, [row])).get(number(row, 'id')))
}

/** @throws Problem `run.not-found` */
export async function runRow(asking: Asking, id: string): Promise<Row> {
  const [row] = await runRows(asking, (query) => void query.where('runs.uuid', id))
  if (!row) throw notFound('run')
  return row
}

/** Newest first; `narrow` says which. */
async function runRows({ db }: Asking, narrow: (query: Query) => void): Promise<Row[]> {
  return db('runs')
    .join('bases', 'bases.id', 'runs.base_id')
    .leftJoin({ about: 'runs' }, 'about.id', 'runs.of_run_id')
    .modify(narrow)
    .orderBy('runs.id', 'desc')
    .select('runs.*', 'bases.uuid as base_uuid', 'bases.name as base_name', 'about.uuid as about_uuid') as Promise<
    Row[]
  >
}

type Mappings = RunLine['mappings']

export function toLine(row: Row, mappings: Mappings = []): RunLine {
  const about = text(row, 'about_uuid')
  return {
    id: text(row, 'uuid'),
    number: number(row, 'id'),
    baseId: text(row, 'base_uuid'),
    baseName: text(row, 'base_name'),
    kind: text(row, 'kind') as RunLine['kind'],
    author: text(row, 'author'),
    startedAt: text(row, 'started_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    outcome: text(row, 'outcome') as RunLine['outcome'],
    reason: text(row, 'reason'),
    counts: json<Record<string, RunCounts>>(row, 'counts', {}),
    ofRun: about === '' ? null : { id: about, number: number(row, 'of_run_id') },
    mappings,
  }
}

/** By row id of the run. One walk over the lines of all of them: they follow one another in the journal. */
async function mappingsOf({ db }: Asking, rows: Row[]): Promise<Map<number, Mappings>> {
  const found = new Map<number, Mappings>()
  const [newest, oldest] = [rows[0], rows.at(-1)]
  if (!newest || !oldest) return found
  const { from } = await linesOfRun(db, timesOf(oldest))
  const { until } = await linesOfRun(db, timesOf(newest))
  const ids = rows.map((row) => number(row, 'id'))
  const used: Row[] = await db('journal')
    .where('id', '>=', from)
    .where('id', '<', until)
    .whereIn('run_id', ids)
    .distinct('run_id', 'noun', 'mapping_version')
  const files = await filesOf({ db }, [...new Set(used.map((row) => text(row, 'mapping_version')))])
  for (const row of used) {
    const [noun, version] = [text(row, 'noun') as Noun, text(row, 'mapping_version')]
    const file = files.get(`${noun}/${version}`) ?? ''
    found.set(number(row, 'run_id'), [...(found.get(number(row, 'run_id')) ?? []), { noun, file, version }])
  }
  return found
}

export function timesOf(row: Row): { startedAt: string; finishedAt: string } {
  return { startedAt: text(row, 'started_at'), finishedAt: text(row, 'finished_at') }
}

async function filesOf({ db }: Pick<Asking, 'db'>, versions: string[]): Promise<Map<string, string>> {
  const rows: Row[] = await db('mapping_versions').whereIn('version', versions).select('version', 'noun', 'file')
  return new Map(rows.map((row) => [`${text(row, 'noun')}/${text(row, 'version')}`, text(row, 'file')]))
}
