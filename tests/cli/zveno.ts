/** Runs `zveno` as a person or a script does: in a process of its own, with an empty folder and its own environment. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = join(import.meta.dirname, '..', '..')
/** Runs the sources; found from here, because the process stands in an empty folder. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const BUILT = join(ROOT, 'dist', 'bridge', 'main.js')
/** What people run, unless somebody has changed the sources since it was built. It starts in a quarter of the time. */
const PROGRAM = isUpToDate() ? [BUILT] : ['--import', TSX, join(ROOT, 'bridge', 'main.ts')]
/** A command that says nothing for so long has failed. */
const PATIENCE_MS = 60_000

export interface Ran {
  code: number | null
  out: string
  err: string
  json: () => unknown
}

export interface Desk {
  folder: string
  /** Runs a command to its end; `input` is what it may read. */
  zveno: (args: string[], env?: Record<string, string>, input?: string | Uint8Array) => Promise<Ran>
  /** Starts a command that goes on, and waits until it has printed its answer. */
  start: (
    args: string[],
    env?: Record<string, string>,
  ) => Promise<{ json: unknown; stop: () => Promise<number | null> }>
  clear(): void
}

export function desk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-cli-'))
  const running = new Set<ChildProcess>()
  const run = (args: string[], env: Record<string, string> = {}, input?: string | Uint8Array) => {
    const child = spawn(process.execPath, [...PROGRAM, ...args], {
      cwd: folder,
      env: { ...process.env, ZVENO_DATA: folder, LANG: 'C', ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    child.stdin?.end(input)
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }
  return {
    folder,
    zveno: (args, env, input) => ended(run(args, env, input)),
    start: (args, env) => started(run(args, env)),
    clear: () => {
      for (const child of running) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ended(child: ChildProcess): Promise<Ran> {
  return new Promise((resolve) => {
    let out = ''
    let err = ''
    child.stdout?.on('data', (chunk) => (out += String(chunk)))
    child.stderr?.on('data', (chunk) => (err += String(chunk)))
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, out, err, json: () => JSON.parse(out) as unknown })
    })
  })
}

function started(child: ChildProcess): Promise<{ json: unknown; stop: () => Promise<number | null> }> {
  const stop = () =>
    new Promise<number | null>((resolve) => {
      child.once('exit', resolve)
      child.kill('SIGTERM')
    })
  return new Promise((resolve, reject) => {
    let out = ''
    let err = ''
    child.stderr?.on('data', (chunk) => (err += String(chunk)))
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${err}`)))
    child.stdout?.on('data', (chunk) => {
      out += String(chunk)
      if (isWhole(out)) resolve({ json: JSON.parse(out) as unknown, stop })
    })
  })
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isUpToDate(): boolean {
  if (!existsSync(BUILT)) return false
  const builtAt = statSync(BUILT).mtimeMs
  const sources = ['bridge', 'connectors'].flatMap((part) =>
    readdirSync(join(ROOT, part), { recursive: true, withFileTypes: true }),
  )
  return sources.every((file) => !file.isFile() || statSync(join(file.parentPath, file.name)).mtimeMs <= builtAt)
}
