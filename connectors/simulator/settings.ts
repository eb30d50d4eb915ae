/**
 * Knobs of the simulator (appendix B of the reference) with their defaults: everything the real bases do differently from
 * each other, plus injected faults. The object is live: tests and `/control/settings` change it while the server runs.
 */

export interface Fault {
  /** What happens instead of, or after, the deed. */
  kind:
    | 'blocked' // 403 exception JSON with a byte-order mark
    | 'licence' // HTML 500
    | 'proxy' // HTML 502
    | 'disk-full' // HTML 500
    | 'busy' // HTML 503 that asks for a pause of `delayMs`
    | 'html' // HTML 200 instead of the deed
    | 'html-after-commit' // the deed is done, HTML 200 is answered
    | 'reset' // the connection breaks before the deed
    | 'reset-after-commit' // the deed is done, the connection breaks
    | 'cut' // the deed is done, the body of the answer stops half-way and the connection breaks
    | 'slow' // the request waits `delayMs` before the deed
    | 'slow-after-commit' // the deed is done, the answer waits `delayMs`
    | 'lock' // writes to `set(key)` fail with 500 code -1
  /** Only requests of these methods; empty = any. */
  methods: string[]
  /** Only this set; '' = any. */
  set: string
  /** Only this object (lower case guid); '' = any. */
  key: string
  /** Only calls of this bound method (`Post`, `Balance`); '' = any. */
  call: string
  /** How many matching requests pass untouched first. */
  skip: number
  /** How many requests it hits before it is spent; 0 = until removed. */
  times: number
  /** Share of matching requests it hits, 0 to 1, drawn from the seed of the simulator. */
  probability: number
  delayMs: number
}

export interface Settings {
  /** 'all' of the profile, or the set names of the objects put into the interface. */
  composition: 'all' | string[]
  front: 'apache' | 'iis' | 'cloud'
  ifMatch: 'ignore' | 'strict'
  compositeEq: 'error' | 'empty'
  innerQuotes: 'doubled' | 'both'
  nometadataLinks: 'drop' | 'keep'
  order: 'shuffled' | 'insertion'
  /** Order of properties in Atom: observed to change between calls. */
  atomOrder: 'shuffled' | 'fixed'
  expandOnEntity: 'ignore' | 'refuse'
  /** Parallel sessions; 0 = none free. */
  licences: number
  sessions: 'client' | 'ignored' | 'expired'
  /** With `sessions: 'expired'`: every n-th request of a session finds it expired. */
  sessionExpiresEvery: number
  latencyMs: number
  firstCallLatencyMs: number
  setLatencyMs: Record<string, number>
  faults: Fault[]
  /** Record sets of a register above this many records fail for want of memory; 0 = no limit. */
  memoryLimitRecords: number
  serverLogic: boolean
  /** Comparison of texts: databases usually disregard case (inferred). */
  textCase: 'ignore' | 'exact'
  /** Documents dated on or before this day (`YYYY-MM-DD`) cannot be touched; '' = nothing is closed. */
  closedUntil: string
  /** Firm keeps contracts: documents need one from the client. false = the base fills in its own. */
  contractsKept: boolean
  /** Receipts come from the bank by themselves: marking one for deletion is refused. */
  directBank: boolean
  /** Until when sessions are blocked, as whoever blocked them wrote it; '' = that was not written. */
  blockedUntil: string
  /** Nobody listens: every connection except to `/control` is broken before it is read. */
  down: boolean
  /** Sets that the user may read and not write: 401 with code 20. */
  readOnly: string[]
  /** Row-level security: set -> keys the user may not see. */
  forbidden: Record<string, string[]>
}

export function defaultSettings(): Settings {
  return {
    composition: 'all',
    front: 'apache',
    ifMatch: 'ignore',
    compositeEq: 'error',
    innerQuotes: 'doubled',
    nometadataLinks: 'drop',
    order: 'shuffled',
    atomOrder: 'fixed',
    expandOnEntity: 'ignore',
    licences: 5,
    sessions: 'client',
    sessionExpiresEvery: 5,
    latencyMs: 0,
    firstCallLatencyMs: 0,
    setLatencyMs: {},
    faults: [],
    memoryLimitRecords: 0,
    serverLogic: true,
    textCase: 'ignore',
    closedUntil: '',
    contractsKept: true,
    directBank: false,
    blockedUntil: '',
    down: false,
    readOnly: [],
    forbidden: {},
  }
}

const NO_FAULT: Omit<Fault, 'kind'> = {
  methods: [],
  set: '',
  key: '',
  call: '',
  skip: 0,
  times: 1,
  probability: 1,
  delayMs: 0,
}

/** Completes a fault with defaults: hits any request, once. */
export function fault(partial: Pick<Fault, 'kind'> & Partial<Fault>): Fault {
  return { ...NO_FAULT, ...partial }
}

const CHOICES: Partial<Record<keyof Settings, readonly string[]>> = {
  front: ['apache', 'iis', 'cloud'],
  ifMatch: ['ignore', 'strict'],
  compositeEq: ['error', 'empty'],
  innerQuotes: ['doubled', 'both'],
  nometadataLinks: ['drop', 'keep'],
  order: ['shuffled', 'insertion'],
  atomOrder: ['shuffled', 'fixed'],
  expandOnEntity: ['ignore', 'refuse'],
  sessions: ['client', 'ignored', 'expired'],
  textCase: ['ignore', 'exact'],
}

const FAULT_KINDS: readonly string[] = [
  'blocked',
  'licence',
  'proxy',
  'disk-full',
  'busy',
  'html',
  'html-after-commit',
  'reset',
  'reset-after-commit',
  'cut',
  'slow',
  'slow-after-commit',
  'lock',
] satisfies Fault['kind'][]

/**
 * Applies a partial change after checking every knob of it; nothing is changed when one is wrong.
 * @throws {RangeError} naming the knob and what it takes
 */
export function changeSettings(settings: Settings, change: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(change)) checkKnob(settings, name, value)
  const faults = change['faults'] as Fault[] | undefined
  Object.assign(settings, change, faults ? { faults: faults.map(fault) } : {})
}

const YES_NO = ['serverLogic', 'contractsKept', 'directBank', 'down']

function checkKnob(settings: Settings, name: string, value: unknown): void {
  if (!Object.hasOwn(settings, name)) throw new RangeError(`There is no knob "${name}"`)
  const choices = CHOICES[name as keyof Settings]
  if (choices) return demand(choices.includes(value as string), name, choices.join(' | '))
  if (name === 'composition') return demand(value === 'all' || isTexts(value), name, "'all' or a list of set names")
  if (YES_NO.includes(name)) return demand(typeof value === 'boolean', name, 'true | false')
  if (name === 'closedUntil') return demand(isDayOrEmpty(value), name, "a day YYYY-MM-DD or ''")
  if (name === 'faults')
    return demand(Array.isArray(value) && value.every(isFault), name, 'a list of faults: a known kind and its limits')
  if (name === 'blockedUntil') return demand(typeof value === 'string', name, 'a text')
  if (name === 'readOnly') return demand(isTexts(value), name, 'a list of set names')
  if (name === 'setLatencyMs') return demand(isRecordOf(value, isCount), name, 'milliseconds by set')
  if (name === 'forbidden') return demand(isRecordOf(value, isTexts), name, 'lists of keys by set')
  demand(isCount(value), name, 'a whole number from 0')
}

function demand(holds: boolean, name: string, takes: string): void {
  if (!holds) throw new RangeError(`Knob "${name}" takes ${takes}`)
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function isDayOrEmpty(value: unknown): boolean {
  return typeof value === 'string' && /^(\d{4}-\d\d-\d\d)?$/.test(value)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isRecordOf(value: unknown, check: (item: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(check)
}

function isFault(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false
  return FAULT_KINDS.includes(value.kind as string) && Object.entries(value).every(isFaultPart)
}

function isFaultPart([name, value]: [string, unknown]): boolean {
  if (name === 'kind' || name === 'set' || name === 'key' || name === 'call') return typeof value === 'string'
  if (name === 'methods') return isTexts(value)
  if (name === 'probability') return typeof value === 'number' && value >= 0 && value <= 1
  return name in NO_FAULT && isCount(value)
}
