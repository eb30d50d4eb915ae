/**
 * One day of the whole engine: people ask for documents, the accountant works, requests and processes fail in every way, then
 * calm returns and everything must have come right. Time, chance and ids come from the seed.
 */
import { createHash } from 'node:crypto'
import type { Database } from '../../../bridge/store/db.ts'
import { openInMemory } from './memory.ts'
import { accountantOf, type Accountant } from './accountant.ts'
import { luckOf, type Luck } from './chance.ts'
import { FarSide, SharedClock } from './far-side.ts'
import { editorsOf, type Editors } from './editors.ts'
import { judge } from './oracle.ts'
import { judgeEdits } from './oracle-edits.ts'
import { officeOf, type Office } from './office.ts'
import type { Passed } from './road.ts'
import { rowsOf } from './rows.ts'
import type { Otherwise } from './server.ts'
import { figuresOf, NO_FIGURES, type Figures } from './figures.ts'
import { dayOf, drawnDay, PLAIN, type Day } from './swarm.ts'
import { START_MS, template } from './template.ts'
import { peopleOf, type People } from './people.ts'
import { VirtualTime } from './time.ts'
import { watchmanOf, type Watched } from './watchman.ts'

export interface Outcome {
  seed: number
  /** One sentence per broken promise; empty = all of them held. */
  violations: string[]
  /** Hash of the final rows and of the sequence of calls. */
  digest: string
  /** `trouble x step` -> how often it happened. */
  hits: Record<string, number>
  calls: number
  figures: Figures
}

export interface Variation {
  /** Sees the day as it was when it is over. */
  look?: (scene: Scene) => void | Promise<void>
  otherwise?: Otherwise
  /** What the day is like besides what its seed says. */
  day?: Partial<Day>
}

/** Everything of one day. */
export interface Scene {
  day: Day
  time: VirtualTime
  far: FarSide
  database: Database
  accountant: Accountant
  people: People
  editors: Editors
  watchman: Watched
  luck: Luck
  calls: Passed[]
  hits: Record<string, number>
  /** What broke that must not break, whatever happens. */
  broken: string[]
  otherwise: Otherwise
  calm: boolean
}

export async function runSchedule(seed: number, variation: Variation = {}): Promise<Outcome> {
  const day = variation.day ? { ...drawnDay(seed), ...PLAIN, ...variation.day } : dayOf(seed)
  const scene = await sceneOf(day, variation.otherwise ?? {})
  try {
    const office = officeOf(scene)
    plan(scene, office)
    await scene.time.pass(scene.day.chaosMs)
    scene.calm = true
    await office.settle()
    const { database, far, accountant, people, watchman, broken, editors } = scene
    const { db } = database
    const { touched } = accountant
    const found = await judge({ day, db, base: far.context, touched, asked: people.asked })
    const doubled = scene.hits['twice x change'] ?? 0
    found.push(...(await judgeEdits({ db, base: far.context, editors, doubled, day })))
    await variation.look?.(scene)
    const violations = [...new Set([...broken, ...watchman.seen, ...people.told, ...found])]
    const figures = await figuresOf(scene)
    const { hits, calls } = scene
    return { seed, violations, digest: await digestOf(scene), hits, calls: calls.length, figures }
  } catch (error) {
    const { stack = '' } = error as Error
    const { hits, calls } = scene
    return { seed, violations: [`broken: ${stack}`], digest: '', hits, calls: calls.length, figures: NO_FIGURES }
  } finally {
    await scene.database.close()
  }
}

async function sceneOf(day: Day, otherwise: Otherwise): Promise<Scene> {
  const made = await template()
  const time = new VirtualTime(day.night === 'none' ? START_MS : NIGHTS[day.night] - day.chaosMs / 2)
  const timeZone = day.night === 'none' ? 'Europe/Moscow' : NIGHT_ZONE
  const clock = new SharedClock(time, { aheadMs: day.skewMs, timeZone })
  const far = new FarSide(time, day.seed, { image: made.base, clock })
  far.context.settings.ifMatch = day.ifMatch
  const opened = await openInMemory(made.database)
  const database = otherwise.base ? otherwise.base(opened) : opened
  if (day.night !== 'none') await opened.db('bases').update({ time_zone: timeZone })
  const luck = luckOf(day.seed, 'course')
  const watchman = watchmanOf(database, far.context, day)
  return {
    day,
    time,
    far,
    database,
    accountant: accountantOf(far.context, luckOf(day.seed, 'accountant'), { copies: day.keys !== 'own' }),
    people: peopleOf({ database, time, seed: day.seed, made, resumed: () => watchman.resumed() }),
    editors: editorsOf({ database, time, base: far.context, made, luck: luckOf(day.seed, 'editors'), ...day }),
    watchman,
    luck,
    calls: [],
    hits: {},
    broken: [],
    otherwise,
    calm: false,
  }
}

/** When the clocks of the zone are set anew: an hour of the night is left out, or comes twice. */
const NIGHT_ZONE = 'Europe/Berlin'
const NIGHTS = { spring: Date.parse('2027-03-28T01:00:00.000Z'), autumn: Date.parse('2027-10-31T01:00:00.000Z') }

/** Who does what when, until calm returns. */
function plan({ day, time, luck, accountant, people, editors, broken }: Scene, office: Office): void {
  const mind = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => broken.push(`broken: ${(error as Error).stack}`))
  for (let deal = 0; deal < day.orders; deal++) {
    const atMs = luck.between(0, day.chaosMs / 3)
    const clicks = luck.happens(0.2) ? 2 : 1
    time.at(atMs, () => mind(people.order(deal, clicks)))
    if (luck.happens(0.15)) time.at(atMs + luck.between(0, day.chaosMs / 2), () => mind(people.withdraw(deal)))
  }
  for (let deed = 0; deed < day.deeds; deed++)
    time.at(luck.between(day.chaosMs / 10, day.chaosMs), () => void accountant.act())
  const editing = luckOf(day.seed, 'when people edit')
  for (let edit = 0; edit < day.edits; edit++) {
    time.at(editing.between(0, day.chaosMs), () => mind(editors.edit()))
    if (editing.happens(0.1)) time.at(editing.between(day.chaosMs / 2, day.chaosMs), () => mind(editors.answer()))
  }
  for (let server = 0; server < day.servers; server++) time.at(luck.between(0, 3_000), () => office.open())
  for (let atMs = PAUSE_MS; atMs < day.chaosMs; atMs += PAUSE_MS) time.at(atMs, () => mind(people.resume()))
}

/** How often the integrator looks whether the connection was stopped. */
const PAUSE_MS = 15_000

/** Tables in which a day leaves its traces. */
const TRACES = [
  'intents',
  'links',
  'counterparties',
  'edits',
  'contracts',
  'invoices',
  'invoice_lines',
  'invoice_versions',
  'payments',
  'allocations',
  'troubles',
  'runs',
  'journal',
]

/** Ids of random make are counted in the order of their appearance: which they are means nothing. */
async function digestOf({ database, calls }: Scene): Promise<string> {
  const known = new Map<string, string>()
  const counted = (id: string) => {
    if (!known.has(id)) known.set(id, `#${known.size}`)
    return known.get(id) ?? ''
  }
  const hash = createHash('sha256')
  const add = (value: unknown) =>
    hash.update(JSON.stringify(value).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, counted))
  for (const call of calls) add(call)
  for (const table of TRACES) add(await rowsOf(database.db, table))
  return hash.digest('hex')
}
