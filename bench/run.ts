/** `npm run bench -- [row ...] [--json] [--quick] [--runs N] [--fresh]`: the promises of speed, measured against their anchors. */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { report, type Report } from './report.ts'
import type { Trial } from './row.ts'
import { rows } from './rows.ts'

const RUNS = 3
const MOST_RUNS = 99

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '' },
    fresh: { type: 'boolean', default: false },
    poison: { type: 'boolean', default: false },
  },
})

process.exitCode = await main()

async function main(): Promise<number> {
  const unknown = positionals.filter((id) => !rows.some((row) => row.id === id))
  if (unknown.length > 0)
    return complain(`there is no row ${unknown.join(', ')}; rows: ${rows.map(({ id }) => id).join(' ')}`)
  const runs = Number(values.runs || (values.quick ? 1 : RUNS))
  if (!Number.isInteger(runs) || runs < 1 || runs > MOST_RUNS) return complain(`--runs takes 1 to ${MOST_RUNS}`)
  const { quick, fresh, poison } = values
  const trial: Trial = { quick, runs, fresh, poison, progress: (line) => process.stderr.write(`  ${line}\n`) }
  const reports: Report[] = []
  for (const row of rows.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
    trial.progress(`${row.id} ${row.title}`)
    reports.push(await report(row, trial))
    if (!values.json) process.stdout.write(`${lineOf(reports.at(-1))}\n`)
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ rows: reports, versions: versions() }, null, 2)}\n`)
  return reports.some(({ failed }) => failed !== null) ? 1 : 0
}

function lineOf(done: Report | undefined): string {
  if (!done) return ''
  const { id, ratio, unit, hold, goal, verdict, failed, figures, quick } = done
  if (failed !== null) return `${id}  FAILED: ${failed}`
  const shown = Object.entries(figures).map(([name, figure]) => `${name} ${round(figure)}`)
  return `${id}  ${round(ratio ?? 0)} ${unit}  (hold ${hold}, goal ${goal})  ${quick ? 'quick: means nothing' : verdict}\n     ${shown.join(', ')}`
}

function round(figure: number): number {
  return Math.abs(figure) >= 100 ? Math.round(figure) : Number(figure.toPrecision(3))
}

function versions(): Record<string, string> {
  return { node: process.version, sqlite: process.versions['sqlite'] ?? '', processor: cpus()[0]?.model ?? '' }
}

function complain(sentence: string): number {
  process.stderr.write(`bench: ${sentence}\n`)
  return 2
}
