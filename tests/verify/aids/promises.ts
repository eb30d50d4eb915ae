/** Tests as a part of the proofs: run in a process of their own, and what came of them as the outcome of a layer. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Outcome } from '../layer.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

export interface Promises {
  /** Files or folders of tests, from the root. */
  where: string[]
  /** A name of a file that is passed over, '' = none. */
  leftOut?: string
  /** Settings of the environment. */
  env?: Record<string, string>
  /** When it is ended, milliseconds. */
  mostMs: number
}

/** As much of the report as is read; null = there is none, because the time was over. */
interface Report {
  testResults: { name: string; message: string; assertionResults: Promised[] }[]
}

interface Promised {
  fullName: string
  status: string
  failureMessages: string[]
}

export async function keepPromises(promises: Promises): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-promises-'))
  try {
    return outcomeOf(promises, await reportOf(promises, join(folder, 'report.json')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param file where the report is written */
function reportOf({ where, leftOut = '', env = {}, mostMs }: Promises, file: string): Promise<Report | null> {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', ...where, '--reporter=json', `--outputFile=${file}`]
  if (leftOut !== '') args.push('--exclude', `**/${leftOut}`)
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore', env: { ...process.env, ...env } })
  const timer = setTimeout(() => child.kill('SIGTERM'), mostMs)
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

function outcomeOf(promises: Promises, report: Report | null): Outcome {
  const { leftOut = '' } = promises
  const all = commandOf(promises, promises.where)
  const nothing = { cases: 0, violations: 0 }
  if (!report)
    return { status: 'not run', figures: nothing, reason: 'the time given was over before they were', replay: all }
  const kept = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((promised) => ({ ...promised, file: relative(ROOT, name) })),
  )
  const failed = kept.filter(({ status }) => status === 'failed')
  const skipped = kept.filter(({ status }) => status !== 'failed' && status !== 'passed')
  const broken = report.testResults.filter(({ assertionResults }) => assertionResults.length === 0)
  const figures: Outcome['figures'] = {
    cases: kept.length - skipped.length,
    violations: failed.length + broken.length,
    files: report.testResults.length,
    ...(skipped.length > 0 && { 'tests not run': skipped.length }),
    ...(leftOut !== '' && { 'left out for want of time': leftOut }),
  }
  const [first] = failed
  if (first) return { status: 'failed', figures, reason: said(first), replay: replayOf(promises, first) }
  if (broken[0] || kept.length === skipped.length)
    return { status: 'failed', figures, reason: broken[0]?.message ?? 'no test was found', replay: all }
  const lacking = skipped
    .filter(({ fullName }) => !fullName.includes(ELSEWHERE))
    .map(({ fullName }) => `what it needs is not here: ${fullName}`)
  return { status: 'passed', figures, lacking, replay: all }
}

/** SQL Server is met where somebody gives an address: elsewhere the page says that it was not, and proves the rest. */
const ELSEWHERE = 'ZVENO_TEST_MSSQL is not set'

function said({ fullName, failureMessages }: Promised): string {
  return `${fullName}: ${failureMessages[0]?.split('\n')[0] ?? ''}`
}

function replayOf(promises: Promises, { file, fullName }: Promised & { file: string }): string {
  const name = fullName.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("'", '.')
  return `${commandOf(promises, [file])} -t '${name}'`
}

function commandOf({ env = {} }: Promises, where: string[]): string {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value} `)
  return `${settings.join('')}npx vitest run ${where.join(' ')}`
}
