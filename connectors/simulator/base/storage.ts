/** Keeps the state of a base in one JSON file between runs of the simulator. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { BaseState } from './base.ts'
import type { Context } from '../context.ts'
import type { HistoryState } from './history.ts'
import type { PlansState } from './plans.ts'
import type { Settings } from '../settings.ts'

/** A killed simulator loses at most the changes of so long, more only when the base is large. */
const SAVE_AFTER_MS = 200
/** Saving takes at most one part in so many of the time. */
const REST_FACTOR = 10
const FORMAT = 1

interface State {
  format: number
  profile: string
  base: BaseState
  plans: PlansState
  /** Absent in files of the first days. */
  history?: HistoryState
  /** Knobs as they stood; injected failures end with the run. */
  settings: Partial<Settings>
}

export interface Storage {
  /** True when the base came from the file. */
  restored: boolean
  /** Saves what has changed and stops. */
  close(): void
}

/**
 * @param folder undefined = nothing is kept
 * @throws {Error} when the file holds another configuration or cannot be read
 */
export function keepOnDisk(context: Context, folder: string | undefined): Storage {
  if (folder === undefined) return { restored: false, close: () => undefined }
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${context.baseName}.json`)
  const restored = existsSync(path)
  if (restored) restore(path, context)
  return { restored, close: saveLater(context, path) }
}

/** Saves a moment after each change; returns the last save. */
function saveLater(context: Context, path: string): () => void {
  let timer: NodeJS.Timeout | null = null
  let restMs = 0
  const save = (): void => {
    timer = null
    const startedAt = performance.now()
    write(path, context)
    restMs = (performance.now() - startedAt) * REST_FACTOR
  }
  context.base.onChange(() => {
    timer ??= setTimeout(save, Math.max(SAVE_AFTER_MS, restMs)).unref()
  })
  return () => {
    if (timer) clearTimeout(timer)
    save()
  }
}

function restore(path: string, { base, ledger, plans, settings }: Context): void {
  const state = JSON.parse(readFileSync(path, 'utf8')) as State
  if (state.format !== FORMAT || state.profile !== base.profile.name) {
    throw new Error(`${path} holds another configuration or format: remove it to start anew`)
  }
  base.restore(state.base)
  plans.restore(state.plans)
  ledger.history.restore(state.history ?? [])
  Object.assign(settings, state.settings)
}

/** Written beside, flushed and renamed, so that a crash in the middle leaves the old file. */
function write(path: string, { base, ledger, plans, settings }: Context): void {
  const { faults: _faults, down: _down, ...kept } = settings
  const state: State = {
    format: FORMAT,
    profile: base.profile.name,
    base: base.save(),
    plans: plans.save(),
    history: ledger.history.save(),
    settings: kept,
  }
  const file = openSync(`${path}.new`, 'w')
  try {
    writeSync(file, JSON.stringify(state))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}
