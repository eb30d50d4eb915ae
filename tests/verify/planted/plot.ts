/** A plot to plant in: a copy of the sources, in which a defect stands for as long as somebody looks for it. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Day } from '../schedules/swarm.ts'
import type { Defect } from './defects.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const COPIED = ['bridge', 'connectors', 'mappings', 'tests', 'package.json', 'tsconfig.json', 'vitest.config.ts']

export interface Caught {
  caught: boolean
  /** What was said, or how long nobody said anything. */
  how: string
  /** The day on which it was noticed. */
  seed?: number
  /** The time was over before anybody could say that nobody notices it. */
  undecided?: true
}

export interface Plot {
  /** @throws Error when the words to be changed do not stand there, exactly once, or with it nothing can be run */
  look(defect: Defect, first: number, budgetMs: number): Promise<Caught>
  clear(): void
}

export function layOut(): Plot {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-planted-'))
  for (const part of COPIED) cpSync(join(ROOT, part), join(folder, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return {
    look: async (defect, first, budgetMs) => {
      const before = new Map(defect.changes.map(([file]) => [file, readFileSync(join(folder, file), 'utf8')]))
      try {
        for (const change of defect.changes) plant(folder, change)
        return await (defect.test === undefined
          ? huntIn(folder, { first, most: MOST_DAYS, budgetMs, day: defect.day ?? {} })
          : testIn(folder, defect.test, defect.promise))
      } finally {
        for (const [file, text] of before) writeFileSync(join(folder, file), text)
      }
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const MOST_DAYS = 2_000
/** What nobody notices on so many days, nobody notices. */
const ENOUGH_DAYS = 30

export function plant(folder: string, [file, from, to]: Defect['changes'][number]): void {
  const text = readFileSync(join(folder, file), 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold once: ${from}`)
  writeFileSync(
    join(folder, file),
    text.replace(from, () => to),
  )
}

interface Hunt {
  /** Seed of the first day. */
  first: number
  most: number
  budgetMs: number
  day: Partial<Day>
}

async function huntIn(folder: string, task: Hunt): Promise<Caught> {
  const { code, out } = await run(folder, ['--import', 'tsx', 'tests/verify/planted/hunt.ts', JSON.stringify(task)])
  const [begun, told = ''] = out.split('\n')
  if (begun !== 'begun') throw new Error(`with the defect the sources cannot be loaded: the process ended with ${code}`)
  // A defect that ends the whole process is noticed, too.
  if (code !== 0 || told === '') return { caught: true, how: `the process ended with ${code}` }
  const { days, said } = JSON.parse(told) as { days: number; said: string }
  if (said === '')
    return { caught: false, how: `nothing on ${days} days`, ...(days < ENOUGH_DAYS && { undecided: true }) }
  return { caught: true, how: `day ${days}: ${said}`, seed: task.first + days - 1 }
}

/**
 * @param test files, with a blank between
 * @param promise words of the test that is looked at alone
 */
async function testIn(folder: string, test: string, promise?: string): Promise<Caught> {
  const which = [...test.split(' '), ...(promise === undefined ? [] : ['-t', promise])]
  const { code, out } = await run(folder, ['node_modules/vitest/vitest.mjs', 'run', ...which, '--reporter=json'])
  if (code === null) return { caught: true, how: `${test} did not end` }
  const { numFailedTests = 0, numPassedTests = 0 } = JSON.parse(out.slice(Math.max(0, out.indexOf('{')))) as TestReport
  if (numFailedTests + numPassedTests === 0) throw new Error(`${test} could not be run: the process ended with ${code}`)
  return { caught: numFailedTests > 0, how: `${numFailedTests} failed in ${test}` }
}

interface TestReport {
  numFailedTests?: number
  numPassedTests?: number
}

/** A defect may also keep a process from ending, milliseconds. */
const LONGEST_MS = 300_000

/** @returns code null = it did not end by itself */
function run(folder: string, args: string[]): Promise<{ code: number | null; out: string }> {
  // A group of its own, so that what it has started ends with it.
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), LONGEST_MS)
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out }))
  }).finally(() => clearTimeout(timer)) as Promise<{ code: number | null; out: string }>
}
