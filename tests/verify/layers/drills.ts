/** The drills as a layer of the proofs: each is a test of `tests/drills`, run in a process of its own. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Layer, Outcome, Trial } from '../layer.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const FOLDER = 'tests/drills'
const ALL = `npx vitest run ${FOLDER}`
/** A drill on a virtual clock of 72 hours: half of the time that all of them take. */
const LONGEST = 'outage.test.ts'
/** With less time than this it is left out; the others take as long as they take. */
const SHORT_MS = 60_000
const LEAST_MS = 45_000

export const layer: Layer = {
  name: 'drills',
  title: 'Restored and copied databases, a restored base, 72 hours without a base: no invoice twice, no payment lost',
  minutes: 2,
  run: async (trial) => {
    const folder = mkdtempSync(join(tmpdir(), 'zveno-drills-'))
    const leftOut = trial.budgetMs < SHORT_MS ? LONGEST : ''
    try {
      return outcomeOf(await drill(trial, { file: join(folder, 'report.json'), leftOut }), leftOut)
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

/** @param file where the report is written */
function drill(trial: Trial, { file, leftOut }: { file: string; leftOut: string }): Promise<Report | null> {
  trial.progress('drills: restore, copies, a base put back, a long outage')
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', FOLDER, '--reporter=json', `--outputFile=${file}`]
  if (leftOut !== '') args.push('--exclude', `**/${leftOut}`)
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' })
  const timer = setTimeout(() => child.kill('SIGTERM'), Math.max(LEAST_MS, trial.budgetMs))
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

function outcomeOf(report: Report | null, leftOut: string): Outcome {
  if (!report)
    return {
      status: 'not run',
      figures: { cases: 0, violations: 0 },
      reason: 'the time given was over before the drills were: they take about half a minute',
      replay: ALL,
    }
  const drills = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((drilled) => ({ ...drilled, file: relative(ROOT, name) })),
  )
  const failed = drills.filter(({ status }) => status !== 'passed')
  const broken = report.testResults.filter(({ assertionResults }) => assertionResults.length === 0)
  const figures: Outcome['figures'] = {
    cases: drills.length,
    violations: failed.length + broken.length,
    files: report.testResults.length,
    ...(leftOut !== '' && { 'left out for want of time': leftOut }),
  }
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
