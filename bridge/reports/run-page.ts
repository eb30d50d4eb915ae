/** What does one run say line by line: which record, what was said, what came of it and why? */
import { mayOn } from '../domain/allow.ts'
import type { Noun, Run } from '../domain/sync.ts'
import { linesOfRun } from '../store/journal-run.ts'
import { Words } from '../store/journal-told.ts'
import type { Asking, Row } from './asking.ts'
import type { JournalLine, RunPage } from './journal-answers.ts'
import { PAGE_SIZE, readPlace, writePlace } from './pages.ts'
import { keysNamed, labelsOf } from './record-labels.ts'
import { number, text } from './rows.ts'
import { runLine, runRow, timesOf } from './runs.ts'

export interface RunLinesOf {
  /** Name, number or key of a record. */
  search?: string
  outcome?: string
  after?: string
  limit?: number
}

/** @throws Problem `run.not-found` */
export async function runPage(asking: Asking, id: string, ask: RunLinesOf): Promise<RunPage> {
  const row = await runRow(asking, id)
  const limit = ask.limit ?? PAGE_SIZE
  const rows = await lineRows(asking, row, { ...ask, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    ...(await runLine(asking, id)),
    lines: await toLines(asking, number(row, 'base_id'), shown),
    next: rows.length > limit && last ? writePlace(['', number(last, 'id')]) : null,
    rolledBackBy: await rolledBackBy(asking, number(row, 'id')),
    may: mayOn(asking.viewer),
  }
}

/** In the order of the journal. */
async function lineRows({ db }: Asking, run: Row, ask: RunLinesOf & { limit: number }): Promise<Row[]> {
  const { from, until } = await linesOfRun(db, timesOf(run))
  const place = readPlace(ask.after)
  const query = db('journal')
    .where('id', '>=', place ? place[1] + 1 : from)
    .where('id', '<', until)
    .where('run_id', number(run, 'id'))
    .orderBy('id')
    .limit(ask.limit)
    .select(['id', 'at', 'noun', 'foreign_key', 'version', 'outcome', 'reason', 'mapping_version'])
    .select(['observation_id', 'item'])
  if (ask.outcome) void query.where('outcome', ask.outcome)
  if (ask.search) void query.whereIn('foreign_key', await keysNamed(db, number(run, 'base_id'), ask.search))
  return (await query) as Row[]
}

async function rolledBackBy({ db }: Asking, run: number): Promise<RunPage['rolledBackBy']> {
  const rows: Row[] = await db('runs')
    .where({ kind: 'rollback', of_run_id: run })
    .orderBy('id', 'desc')
    .limit(PAGE_SIZE)
  return rows.map((row) => ({
    id: text(row, 'uuid'),
    number: number(row, 'id'),
    outcome: text(row, 'outcome') as Run['outcome'],
  }))
}

async function toLines({ db }: Asking, base: number, rows: Row[]): Promise<JournalLine[]> {
  const said = await new Words(db).of(
    rows.map((row) => ({ id: number(row, 'id'), observation: whole(row, 'observation_id'), item: whole(row, 'item') })),
  )
  const labels = await labelsOf(
    db,
    base,
    rows.map((row) => ({ noun: text(row, 'noun') as Noun, key: text(row, 'foreign_key') })),
  )
  return rows.map((row) => toLine(row, said.get(number(row, 'id')), labels))
}

/** Signs of what was said that are shown: a document of a hundred lines is read elsewhere. */
const MOST_SIGNS = 4_000

function toLine(row: Row, said: object | undefined, labels: Map<string, string>): JournalLine {
  const noun = text(row, 'noun') as Noun
  const key = text(row, 'foreign_key')
  return {
    id: number(row, 'id'),
    at: text(row, 'at'),
    noun,
    key,
    label: labels.get(`${noun}/${key}`) ?? '',
    version: text(row, 'version'),
    outcome: text(row, 'outcome'),
    reason: text(row, 'reason'),
    mappingVersion: text(row, 'mapping_version'),
    said: JSON.stringify(said ?? {}, null, 1).slice(0, MOST_SIGNS),
  }
}

function whole(row: Row, column: string): number | null {
  return row[column] === null || row[column] === undefined ? null : number(row, column)
}
