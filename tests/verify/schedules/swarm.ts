/** What a day is like, drawn from its seed: no two days fail in the same manner. */
import { luckOf, type Luck } from './chance.ts'
import type { StepKind } from './life.ts'
import { EDGES, isEdge, type Edge } from './edges.ts'
import { STEPS, type Hit, type RoadStep, type Trouble } from './road.ts'

export interface Day {
  seed: number
  /** How many deals get their documents, from 1. */
  orders: number
  /** How long everything goes wrong, milliseconds. */
  chaosMs: number
  /** What can hit a request, and the share of requests that it hits. */
  troubles: Trouble[]
  share: number
  /** Where it can: on most days something gets through up to the step that fails. */
  steps: RoadStep[]
  servers: number
  /** `running` = as `serve` does it, reading and sending at once; `rounds` = as `sync --once` from a timer. */
  mode: 'running' | 'rounds'
  /** Processes die; what is left of them is taken over. */
  deaths: boolean
  /** `own` = the base takes no keys of ours. */
  keys: 'proven' | 'unproven' | 'own'
  changes: 'plan' | 'window'
  roundEveryMs: number
  /** Deeds of the accountant while everything goes wrong. */
  deeds: number
  /** What else can hit a request: at the edges of what bases and networks do. */
  edges: Edge[]
  /** How far the clock of the base is ahead of ours, milliseconds. */
  skewMs: number
  /** `spring` `autumn` = in the middle of it the clocks of the base's zone are set forward or back. */
  night: 'none' | 'spring' | 'autumn'
  /** Edits of legal entities, by managers and by the accountant, while everything goes wrong. */
  edits: number
  /** Whether the base refuses a change of what somebody has saved since it was read. */
  ifMatch: 'ignore' | 'strict'
}

/** A day as it was before it had edges and edits: what was found on one stays on it. */
export const PLAIN: Pick<Day, 'edges' | 'skewMs' | 'night' | 'edits' | 'ifMatch'> = {
  edges: [],
  skewMs: 0,
  night: 'none',
  edits: 0,
  ifMatch: 'ignore',
}

export const TROUBLES: Trouble[] = [
  'blocked',
  'licence',
  'proxy',
  'disk-full',
  'html',
  'html-after-commit',
  'reset',
  'reset-after-commit',
  'cut',
  'slow',
  'slow-after-commit',
  'lock',
  'refused',
]

/** Long enough for a takeover, short enough for ten thousand days. */
const SHORTEST_MS = 12_000
const LONGEST_MS = 50_000
/** Of a day on which the connection is stopped again and again. */
const LONGEST_STOPPED_MS = 80_000

/** Two days in five are as it happens; on the others one thing goes wrong at one step, each in its turn, so that all of them are met. */
export function dayOf(seed: number): Day {
  const drawn = drawnDay(seed)
  if (seed % 5 >= 3) return drawn
  const at = Math.floor(seed / 5) * 3 + (seed % 5)
  const place = TURNS[at % TURNS.length]
  return place ? { ...drawn, ...focused(place) } : drawn
}

/** Those that there were before people edited legal entities: drawn as before. */
const FORMER_STEPS = STEPS.filter((step) => step !== 'change')

export function drawnDay(seed: number): Day {
  const luck = luckOf(seed, 'day')
  // Streams of their own: the other properties of the days of all seeds stay what they were.
  const edge = luckOf(seed, 'edges of the day')
  const edited = luckOf(seed, 'edits of the day')
  return {
    seed,
    orders: luck.pick([1, 1, 2, 2, 3, 4]),
    chaosMs: luck.between(SHORTEST_MS, LONGEST_MS),
    troubles: luck.some(TROUBLES, luck.pick([0.2, 0.5, 0.9])),
    share: luck.pick([0.05, 0.1, 0.2, 0.35]),
    steps: [...luck.some(FORMER_STEPS, luck.pick([0.15, 0.3, 0.5, 1])), ...edited.some(['change'] as const, 0.5)],
    servers: luck.pick([1, 1, 2]),
    mode: luck.pick(['running', 'rounds']),
    deaths: luck.happens(0.6),
    keys: luck.pick(['proven', 'unproven', 'unproven', 'own']),
    changes: luck.pick(['plan', 'plan', 'window']),
    roundEveryMs: luck.pick([3_000, 8_000, 20_000]),
    deeds: luck.pick([0, 2, 4, 8]),
    edges: edge.some(EDGES, edge.pick([0, 0.3, 0.7])),
    skewMs: edge.pick([0, 0, -CLOCK_MS, CLOCK_MS]),
    night: edge.pick(['none', 'none', 'none', 'spring', 'autumn']),
    edits: edited.pick([0, 0, 0, 3, 6]),
    ifMatch: edited.pick(['ignore', 'strict']),
  }
}

interface Place {
  trouble: Trouble
  step: RoadStep
}

/** What can go wrong at each step. Nobody locks a record against being read. */
export const PLACES: Place[] = STEPS.flatMap((step) =>
  [...TROUBLES, ...EDGES]
    .filter((trouble) => trouble !== 'lock' || isWrite(step))
    .map((trouble): Place => ({ trouble, step })),
)

/** Steps that come many times a day have one turn, those that come seldom three, the others two. */
const OFTEN = new Set<RoadStep>(['list', 'look'])
const SELDOM = new Set<RoadStep>(['metadata', 'acknowledge'])
const TURNS = [
  ...PLACES,
  ...PLACES.filter(({ step }) => !OFTEN.has(step)),
  ...PLACES.filter(({ step }) => SELDOM.has(step)),
]

/** A day on which this place is met several times. */
function focused({ trouble, step }: Place): Partial<Day> {
  const what = isEdge(trouble) ? { troubles: [], edges: [trouble] } : { troubles: [trouble], edges: [] }
  const day: Partial<Day> = { ...what, steps: [step], share: 0.45, chaosMs: LONGEST_MS, orders: 4, ...BUSY[step] }
  // The connection is stopped after it until somebody resumes it: a usual day has room for few of them.
  if (trouble === 'unauthorised') return { ...day, chaosMs: LONGEST_STOPPED_MS }
  return trouble === 'twice' ? { ...day, keys: 'unproven' } : day
}

/** What brings many requests of this sort. */
const OFTEN_SELECTED: Partial<Day> = {
  share: 0.5,
  changes: 'plan',
  mode: 'running',
  roundEveryMs: 3_000,
  deeds: 24,
  orders: 1,
  chaosMs: 60_000,
}
const MANY_ORDERS: Partial<Day> = { orders: 6 }
const BUSY: Partial<Record<RoadStep, Partial<Day>>> = {
  metadata: { share: 0.8, deaths: true, servers: 2 },
  'create counterparty': MANY_ORDERS,
  'create contract': MANY_ORDERS,
  'create invoice': MANY_ORDERS,
  post: { ...MANY_ORDERS, share: 0.5 },
  change: { ...MANY_ORDERS, edits: 32, deeds: 2, mode: 'running', roundEveryMs: 8_000, deaths: false },
  select: OFTEN_SELECTED,
  acknowledge: OFTEN_SELECTED,
}

/** Clocks of two machines that nobody looks after. */
export const CLOCK_MS = 300_000

/** Longest that a slow base keeps a request; what it carries out afterwards nobody waits for any more. */
const SLOWEST_MS = 40_000

/** Draws what hits a request. */
export function troubleFor(day: Day, luck: Luck, step: RoadStep): Hit | null {
  const fitting = [...day.troubles, ...day.edges].filter((kind) => fits(kind, day, step))
  const [first, ...rest] = fitting
  if (first === undefined || !day.steps.includes(step) || !luck.happens(day.share * weightOf(step))) return null
  const kind = luck.pick([first, ...rest])
  if (isEdge(kind)) return { edge: kind }
  if (kind === 'refused') return kind
  return { kind, delayMs: kind.startsWith('slow') ? luck.between(500, SLOWEST_MS) : 0 }
}

/** A base that gives its own keys cannot tell a request that the network has doubled from two. */
function fits(kind: Trouble, { keys }: Day, step: RoadStep): boolean {
  if (kind === 'lock') return isWrite(step)
  return kind !== 'twice' || keys !== 'own' || !step.startsWith('create ')
}

/** Writes are few and matter most, lists are many. */
function weightOf(step: RoadStep): number {
  if (isWrite(step)) return 2
  return step === 'list' ? 0.5 : 1
}

export function isWrite(step: RoadStep): boolean {
  return (
    step.startsWith('create ') || step === 'change' || step === 'post' || step === 'acknowledge' || step === 'select'
  )
}

/** Where a process dies: by a statement, between a commit and its answer, or around a call. */
export function endsOf(day: Day, luck: Luck): Partial<Record<StepKind, number>> {
  if (!day.deaths || luck.happens(0.2)) return {}
  const kind = luck.pick<StepKind>(['statement', 'commit', 'before the call', 'after the call'])
  return { [kind]: luck.between(1, MOST_STEPS[kind]) }
}

const MOST_STEPS: Record<StepKind, number> = {
  statement: 400,
  commit: 30,
  'before the call': 60,
  'after the call': 60,
}
