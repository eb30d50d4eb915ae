/** The drills as a layer of the proofs: each is a test of `tests/drills`, run in a process of its own. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Layer, Outcome, Trial } from '../layer.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const FOLDER = 'tests/drills'
const ALL = `npx vitest run ${FOLDER}`

export const layer: Layer = {
  name: 'drills',
  title: 'Restored and copied databases, a restored base, 72 hours without a base: no invoice twice, no payment lost',
  minutes: 4,
  run: async (trial) => {
    const folder = mkdtempSync(join(tmpdir(), 'zveno-drills-'))
    try {
      return outcomeOf(await drill(trial, join(folder, 'report.json')))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** As much of the report as is read; null = there is none, because the time was over. */
interface Report {
  testResults: { name: string; message: string; assertionResults: Drilled[] }[]
}

interface Drilled {
  fullName: string
  status: string
  failureMessages: string[]
}

function drill(trial: Trial, file: string): Promise<Report | null> {
  trial.progress('drills: restore, copies, a base put back, a long outage')
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', FOLDER, '--reporter=json', `--outputFile=${file}`]
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' })
  const timer = setTimeout(() => child.kill('SIGTERM'), trial.budgetMs)
  return new Promise((resolve) => {
    child.once('close', () => {
      clearTimeout(timer)
      resolve(read(file))
    })
  })
}

function read(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return null
  }
}

function outcomeOf(report: Report | null): Outcome {
  if (!report)
    return {
      status: 'not run',
      figures: { cases: 0, violations: 0 },
      reason: 'the time given was over before the drills were: they take about two minutes',
      replay: ALL,
    }
  const drills = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((drilled) => ({ ...drilled, file: relative(ROOT, name) })),
  )
  const failed = drills.filter(({ status }) => status !== 'passed')
  const broken = report.testResults.filter(({ assertionResults }) => assertionResults.length === 0)
  const figures = { cases: drills.length, violations: failed.length + broken.length, files: report.testResults.length }
  const [first] = failed
  if (first) return { status: 'failed', figures, reason: said(first), replay: replayOf(first) }
  if (broken[0] || drills.length === 0)
    return { status: 'failed', figures, reason: broken[0]?.message ?? 'no drill was found', replay: ALL }
  return { status: 'passed', figures, replay: ALL }
}

function said({ fullName, failureMessages }: Drilled): string {
  return `${fullName}: ${failureMessages[0]?.split('\n')[0] ?? ''}`
}

function replayOf({ file, fullName }: Drilled & { file: string }): string {
  const name = fullName.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("'", '.')
  return `npx vitest run ${file} -t '${name}'`
}
