/** G15: how long the service takes from nothing to its first answer, and the memory it then needs. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from '../child.ts'
import { recordingOf } from '../far-side/recording.ts'
import { openChild } from '../child.ts'
import { QUICK_TIMES } from '../loads.ts'
import { productFlags } from '../product-flags.ts'
import { median, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const PRODUCT = join(ROOT, 'dist', 'bridge', 'main.js')
const MOST_STARTED_MS = 250
const MOST_IDLE_MB = 100
const POLL_MS = 2
const PATIENCE_MS = 30_000
/** Below those that the system gives to outgoing connections. */
const LOWEST_PORT = 20_000
const PORTS = 12_000
/** Until what a start leaves behind has been cleared away. */
const SETTLE_MS = 1_000
/** Starts are short: more of them make the median steady. */
const STARTS_PER_RUN = 5

export const row: Row = {
  id: 'G15',
  title: 'Cold start of `zveno serve` to its first answer, on a loaded base',
  anchor: 'the bare import of the packages it uses; goal: 250 ms and 100 MB at rest',
  unit: 'x',
  better: 'less',
  hold: 1.5,
  goal: 1.5,
  reach: null,
  run: (trial) => withScratch((folder) => measure(folder, trial)),
}

async function measure(folder: string, trial: Trial) {
  if (!existsSync(PRODUCT)) throw new Error('build first: npm run build')
  await fill(folder, trial)
  const bare: number[] = []
  const started: Started[] = []
  for (let start = 0; start < trial.runs * (trial.quick ? 1 : STARTS_PER_RUN); start++) {
    bare.push(await bareImport())
    started.push(await startProduct(folder))
  }
  const startedMs = median(started.map(({ ms }) => ms))
  const idleMb = median(started.map(({ idle }) => idle))
  const goal = startedMs <= MOST_STARTED_MS && idleMb <= MOST_IDLE_MB
  return {
    ratio: startedMs / median(bare),
    ...(goal ? {} : { atMost: 'holds' as const }),
    figures: { startedMs, importMs: median(bare), idleMb },
  }
}

async function fill(folder: string, trial: Trial): Promise<void> {
  const recording = await recordingOf(trial.quick ? QUICK_TIMES : 1, trial)
  const far = await openChild<{ root: string }>('./far-side/replay.ts', { folder: recording })
  await runChild('./product/load.ts', { root: far.answer.root, folder }).finally(() => far.close())
}

async function bareImport(): Promise<number> {
  const beganAt = performance.now()
  const child = spawn(process.execPath, [join(ROOT, 'bench', 'anchors', 'own-stack.mjs')], { cwd: ROOT, stdio: 'pipe' })
  await new Promise<void>((resolve) => void child.stdout.once('data', () => resolve()))
  const took = performance.now() - beganAt
  await ended(child)
  return took
}

interface Started {
  ms: number
  /** Resident memory at rest, megabytes. */
  idle: number
}

async function startProduct(folder: string): Promise<Started> {
  const port = LOWEST_PORT + Math.floor(Math.random() * PORTS)
  const env = { ...process.env, ZVENO_PORT: String(port), ZVENO_DATA: folder, ZVENO_SECRET_KEY: 'a key for the bench' }
  const beganAt = performance.now()
  const child = spawn(process.execPath, [...productFlags(), PRODUCT, 'serve', '--json'], {
    cwd: folder,
    env,
    stdio: 'ignore',
  })
  try {
    await answered(`http://127.0.0.1:${port}/health/live`, child)
    const ms = performance.now() - beganAt
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    return { ms, idle: residentMb(child.pid ?? 0) }
  } finally {
    child.kill('SIGTERM')
    await ended(child)
  }
}

async function answered(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}`)
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error('serve did not answer')
}

/** Linux tells it in kibibytes; elsewhere there is no figure. */
function residentMb(pid: number): number {
  const status = `/proc/${pid}/status`
  if (!existsSync(status)) return Number.NaN
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? Number.NaN) / 1024
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => void child.once('exit', () => resolve()))
}
