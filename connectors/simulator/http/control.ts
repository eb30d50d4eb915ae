/**
 * `/control`: what tests and demonstrations do to the simulator from outside - knobs, faults, clock, locks, journal,
 * backups, a new start. JSON in, JSON out; a wrong request is 400 with a sentence. Described in README.md.
 */
import type { BaseState } from '../base/base.ts'
import type { Context, Handler } from '../context.ts'
import type { Exchange } from './http.ts'
import { plainJson } from './http.ts'
import type { PlansState } from '../base/plans.ts'
import { changeSettings, defaultSettings, fault } from '../settings.ts'
import type { Fault } from '../settings.ts'
import { fillWorld, isWorldName, WORLD_NAMES } from '../worlds/index.ts'

type Input = Record<string, unknown>
type Deed = (context: Context, input: Input) => unknown

const NAIVE_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/
const EMPTY_BASE: BaseState = { version: 0, entities: [], recordSets: [], records: [], counters: [] }

export function controlDoor(_context: Context): Handler {
  const deeds = deedsOf(new Map())
  return async (context, exchange) => {
    const deed = deeds[`${exchange.method} ${exchange.path.replace(/\/$/, '')}`]
    if (!deed) return plainJson(404, { error: `There is no ${exchange.method} ${exchange.path}` })
    try {
      return plainJson(200, deed(context, inputOf(exchange)) ?? { done: true })
    } catch (problem) {
      if (problem instanceof RangeError || problem instanceof SyntaxError)
        return plainJson(400, { error: problem.message })
      throw problem
    }
  }
}

interface Backup {
  base: BaseState
  plans: PlansState
}

function deedsOf(backups: Map<string, Backup>): Record<string, Deed> {
  return {
    'GET /control': describe,
    'GET /control/settings': ({ settings }) => settings,
    'PATCH /control/settings': ({ settings }, input) => {
      changeSettings(settings, input)
      return settings
    },
    'POST /control/faults': addFault,
    'DELETE /control/faults': ({ settings }) => void (settings.faults = []),
    'PUT /control/clock': setClock,
    'POST /control/clock/tick': ({ base }, input) => {
      base.clock.tick(numberIn(input, 'ms'))
      return { now: base.clock.now() }
    },
    'GET /control/journal': ({ journal }) => ({ lines: journal }),
    'DELETE /control/journal': ({ journal }) => void (journal.length = 0),
    'POST /control/locks': ({ ledger }, input) =>
      ledger.lock(textIn(input, 'set'), textIn(input, 'key'), textIn(input, 'by')),
    'DELETE /control/locks': ({ ledger }) => ledger.books.locks.clear(),
    'POST /control/backups': ({ base, plans }, input) => {
      backups.set(textIn(input, 'name'), structuredClone({ base: base.save(), plans: plans.save() }))
    },
    'POST /control/backups/restore': (context, input) => restore(context, backups.get(textIn(input, 'name'))),
    'POST /control/reset': reset,
  }
}

function describe({ base, baseName, settings, journal, ledger, sets }: Context): unknown {
  const filled = [...sets.values()].filter((set) => ['catalog', 'document', 'plan'].includes(set.kind))
  return {
    base: baseName,
    profile: base.profile.name,
    now: base.clock.now(),
    settings,
    requests: journal.length,
    locks: [...ledger.books.locks].map(([object, by]) => ({ object, by })),
    sizes: Object.fromEntries(filled.map(({ name }) => [name, base.size(name)])),
  }
}

/** Faults that are there keep their count of hits. */
function addFault({ settings }: Context, input: Input): unknown {
  changeSettings({ ...settings }, { faults: [input] })
  settings.faults.push(fault(input as Pick<Fault, 'kind'>))
  return settings.faults
}

/** Fixes the clock at a naive moment of the base; null lets it run again. */
function setClock({ base }: Context, { now }: Input): unknown {
  if (now !== null && (typeof now !== 'string' || !NAIVE_MOMENT.test(now))) {
    throw new RangeError('"now" takes YYYY-MM-DDTHH:MM:SS or null')
  }
  base.clock.set(now)
  return { now: base.clock.now() }
}

/** The base as it was at the backup; its exchange plan goes back with it, which a partner must notice. */
function restore({ base, plans }: Context, backup: Backup | undefined): void {
  if (!backup) throw new RangeError('There is no backup of this name')
  base.restore(structuredClone(backup.base))
  plans.restore(structuredClone(backup.plans))
}

/** Everything anew: knobs at their defaults, journal empty, the base filled with a world. */
function reset(context: Context, input: Input): unknown {
  const world = textIn(input, 'world')
  if (!isWorldName(world)) throw new RangeError(`"world" takes ${WORLD_NAMES.join(' | ')}`)
  const { base, plans, settings, ledger, journal } = context
  base.restore(structuredClone(EMPTY_BASE))
  plans.restore([])
  Object.assign(settings, defaultSettings())
  ledger.books.locks.clear()
  ledger.history.clear()
  journal.length = 0
  fillWorld(ledger, world, input['seed'] === undefined ? {} : { seed: numberIn(input, 'seed') })
  return describe(context)
}

function inputOf({ body }: Exchange): Input {
  if (body.length === 0) return {}
  const input: unknown = JSON.parse(body.toString('utf8'))
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new RangeError('The body is a JSON object')
  return input as Input
}

function textIn(input: Input, name: string): string {
  const value = input[name]
  if (typeof value !== 'string' || value === '') throw new RangeError(`"${name}" takes a text`)
  return value
}

function numberIn(input: Input, name: string): number {
  const value = input[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new RangeError(`"${name}" takes a whole number`)
  return value
}
