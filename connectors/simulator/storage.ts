/** Keeps the state of a base in one JSON file between runs of the simulator. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BaseState } from './base.ts'
import type { Context } from './context.ts'
import type { PlansState } from './plans.ts'

/** A crash loses at most the changes of so long. */
const SAVE_EVERY_MS = 10_000

interface State {
  base: BaseState
  plans: PlansState
}

export interface Storage {
  /** True when the base came from the file. */
  restored: boolean
  /** Saves what has changed and stops. */
  close(): void
}

/** @param folder undefined = nothing is kept */
export function keepOnDisk(context: Context, folder: string | undefined): Storage {
  if (folder === undefined) return { restored: false, close: () => undefined }
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${context.baseName}.json`)
  const restored = existsSync(path)
  if (restored) restore(path, context)
  let dirty = !restored
  context.base.onChange(() => (dirty = true))
  const save = () => {
    if (dirty) write(path, context)
    dirty = false
  }
  const timer = setInterval(save, SAVE_EVERY_MS)
  timer.unref()
  return {
    restored,
    close() {
      clearInterval(timer)
      save()
    },
  }
}

function restore(path: string, { base, plans }: Context): void {
  const state = JSON.parse(readFileSync(path, 'utf8')) as State
  base.restore(state.base)
  plans.restore(state.plans)
}

/** Written beside and renamed, so that a crash in the middle leaves the old file. */
function write(path: string, { base, plans }: Context): void {
  const state: State = { base: base.save(), plans: plans.save() }
  writeFileSync(`${path}.new`, JSON.stringify(state))
  renameSync(`${path}.new`, path)
}
