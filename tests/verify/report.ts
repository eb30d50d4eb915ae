/** Runs layers one after another and puts what came of them on one page for people, or into JSON for programs. */
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'
import { join } from 'node:path'
import { replayOf } from './asked.ts'
import type { Layer, Outcome } from './layer.ts'

/** The shares of all layers add up to so much on two cores. */
export const WHOLE_MINUTES = 60

export interface Settings {
  seed: number
  /** How long the whole page would take; each layer gets its share of it. */
  minutes: number
  /** Only one case of a layer was asked for. */
  oneCase?: boolean
  progress: (text: string) => void
}

export interface LayerReport extends Outcome {
  name: string
  title: string
  seed: number
  tookMs: number
}

export interface Report {
  layers: LayerReport[]
  versions: { node: string; zveno: string; sqlite: string; platform: string }
  startedAt: string
  tookMs: number
}

export async function verify(layers: Layer[], settings: Settings): Promise<Report> {
  const started = Date.now()
  const reports: LayerReport[] = []
  let leftMs = 0
  for (const layer of layers) {
    settings.progress(`${layer.name}: ${layer.title}`)
    const shareMs = budgetOf(layer, settings.minutes)
    const budgetMs = layer.takesWhatIsLeft ? Math.max(shareMs / 2, shareMs + leftMs) : shareMs
    const report = await runLayer(layer, { ...settings, budgetMs })
    leftMs += shareMs - report.tookMs
    reports.push(report)
    settings.progress(`${report.status} after ${seconds(report.tookMs)}`)
  }
  const startedAt = new Date(started).toISOString()
  return { layers: reports, versions: versions(), startedAt, tookMs: Date.now() - started }
}

/** What did not run has proven nothing: it does not count as passed. */
export function hasPassed({ layers }: Report): boolean {
  return layers.length > 0 && layers.every(({ status }) => status === 'passed')
}

/** Milliseconds that a layer may take when the whole page may take so many minutes. */
export function budgetOf({ minutes: share }: Pick<Layer, 'minutes'>, minutes: number): number {
  return Math.round(((share * minutes) / WHOLE_MINUTES) * 60_000)
}

export function pageOf(report: Report): string {
  const { node, zveno, sqlite, platform: system } = report.versions
  const passed = report.layers.filter(({ status }) => status === 'passed').length
  const head = `Zveno ${zveno}, Node ${node}, SQLite ${sqlite}, ${system}, ${report.startedAt}`
  const end = `${passed} of ${report.layers.length} layers passed in ${seconds(report.tookMs)}`
  return [head, '', ...report.layers.flatMap(paragraphOf), '', end].join('\n')
}

async function runLayer(layer: Layer, settings: Settings & { budgetMs: number }): Promise<LayerReport> {
  const { seed, budgetMs, progress } = settings
  const { name, title } = layer
  const started = Date.now()
  const about = { name, title, seed }
  const trial = { seed, budgetMs, progress: (text: string) => progress(`  ${text}`) }
  try {
    return { ...about, ...judged(layer, settings, await layer.run(trial)), tookMs: Date.now() - started }
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const tookMs = Date.now() - started
    return { ...about, status: 'failed', figures: {}, reason, replay: replayOf(name, seed), tookMs }
  }
}

/** Nothing was found: passed only where everything ran, and in a whole run as much of it as is promised. */
function judged({ promised = {} }: Layer, { minutes, oneCase = false }: Settings, outcome: Outcome): Outcome {
  const { lacking = [], ...told } = outcome
  if (told.status !== 'passed') return told
  const whole = minutes >= WHOLE_MINUTES && !oneCase
  const less = whole ? Object.entries(promised).flatMap((promise) => shortfall(told.figures, promise)) : []
  const reasons = [...lacking, ...less]
  return reasons.length === 0 ? told : { ...told, status: 'not run', reason: reasons.join('\n') }
}

function shortfall(figures: Outcome['figures'], [what, promise]: [string, number | string]): string[] {
  const [did, least] = [Number(figures[what]), Number(typeof promise === 'string' ? figures[promise] : promise)]
  return did >= least ? [] : [`${what}: ${did} of ${least} in the time given; --minutes gives more`]
}

function paragraphOf({ name, title, status, figures, reason, replay, tookMs }: LayerReport): string[] {
  const shown = Object.entries(figures).map(([what, figure]) => `${what} ${figure}`)
  return [
    `${status.toUpperCase().padEnd(8)} ${name}: ${title} (${seconds(tookMs)})`,
    ...shown.map((figure) => `           ${figure}`),
    ...(reason === undefined ? [] : [`           why: ${reason}`]),
    ...(status === 'passed' ? [] : [`           again: ${replay}`]),
  ]
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`

function versions(): Report['versions'] {
  const load = createRequire(import.meta.url)
  const driver = Number(process.versions.node.split('.')[0]) >= 22 ? 'better-sqlite3-napi' : 'better-sqlite3'
  const Sqlite = load(driver) as new (file: string) => {
    prepare(sql: string): { get(): { version: string } }
    close(): void
  }
  const database = new Sqlite(':memory:')
  const { version: sqlite } = database.prepare('select sqlite_version() as version').get()
  database.close()
  const file = join(import.meta.dirname, '..', '..', 'package.json')
  const { version: zveno } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return { node: process.versions.node, zveno, sqlite, platform: `${platform()} ${release()} ${arch()}` }
}
