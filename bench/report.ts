/** Runs one row and puts what came of it into the shape that is printed and kept. */
import { cpus, totalmem } from 'node:os'
import { verdictOf, type Row, type Trial, type Verdict } from './row.ts'

export interface Report extends Omit<Row, 'run'> {
  /** null when the row failed. */
  ratio: number | null
  verdict: Verdict | 'failed'
  figures: Record<string, number>
  /** What went wrong, e.g. that the two candidates did not deliver the same. */
  failed: string | null
  /** Median of so many runs; `quick` figures mean nothing. */
  runs: number
  quick: boolean
  machine: string
}

export async function report(row: Row, trial: Trial): Promise<Report> {
  const { run, ...about } = row
  const shared = { ...about, runs: trial.runs, quick: trial.quick, machine: machine() }
  try {
    const outcome = await run(trial)
    const { ratio, figures } = outcome
    return { ...shared, ratio, figures, verdict: verdictOf(row, outcome), failed: null }
  } catch (error) {
    return { ...shared, ratio: null, figures: {}, verdict: 'failed', failed: (error as Error).message }
  }
}

const GIB = 1024 ** 3

function machine(): string {
  const cores = cpus()
  return `${cores.length} cores (${cores[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / GIB)} GiB, Node ${process.versions.node}`
}
