/** The machine room: processes of the bridge that start, die, start again, and come to rest when calm returns. */
import type { ChangesQuery, Connector, Page } from '../../../connectors/connector.ts'
import type { Engine, RoundReport } from '../../../bridge/sync/engine.ts'
import { doorLike } from '../../sync/door.ts'
import { countedIds, luckOf } from './chance.ts'
import { Life } from './life.ts'
import { Road } from './road.ts'
import type { Scene } from './schedule.ts'
import { startServer } from './server.ts'
import { endsOf, troubleFor } from './swarm.ts'
import { template, type Template } from './template.ts'

export interface Office {
  /** Starts another process. */
  open(): void
  /** Lets the processes end and one more work until nothing is left to do. */
  settle(): Promise<void>
}

/** Longest until somebody starts a dead process again, milliseconds. */
const LONGEST_AWAY_MS = 45_000
/** A pause longer than any rest of a connection. */
const STEP_MS = 65_000
/** A day that needs more rounds never comes to rest: I16 within an hour. */
const MOST_ROUNDS = 55

interface Server {
  engine: Engine
  life: Life
  /** When its rounds are over. */
  ended: Promise<void>
}

export function officeOf(scene: Scene): Office {
  const made = template()
  const running: Server[] = []
  let opened = 0
  /** Items that the door handed over in pages which were stored. */
  const handed = { items: 0 }

  const start = (ready: Template, ends: ConstructorParameters<typeof Life>[0]): Server => {
    const owner = `server ${++opened}`
    const { day, time, far, database, watchman, calls } = scene
    const luck = luckOf(day.seed, owner)
    const life = new Life(ends, (kind) => {
      count(scene, `death x ${kind}`)
      time.at(luck.between(0, LONGEST_AWAY_MS), () => void open())
    })
    const road = new Road({
      far,
      time,
      life,
      database,
      watchman,
      luck: luckOf(day.seed, `${owner}/road`),
      ownKeys: day.keys === 'own',
      trouble: (step) => (scene.calm ? null : troubleFor(day, luck, step)),
      passed: (passed) => {
        calls.push(passed)
        if (passed.trouble !== null) count(scene, `${passed.trouble} x ${passed.step}`)
      },
    })
    const clientKey = day.keys === 'own' ? 'refused' : day.keys
    const { otherwise } = scene
    const engine = startServer({
      database,
      robot: ready.robot,
      time,
      life,
      carrier: road,
      owner,
      chance: () => luck.share(),
      newId: countedIds(day.seed, owner),
      roundEveryMs: day.roundEveryMs,
      door: { profile: { clientKey }, ...(day.changes === 'window' && { plan: 'none' as const }) },
      log: (event, facts) => {
        if (event.endsWith('.failed') && String(facts?.['error']).includes('is not'))
          scene.broken.push(String(facts?.['error']))
      },
      otherwise: { ...otherwise, door: (door, base) => counting(otherwise.door?.(door, base) ?? door, handed) },
    })
    return { engine, life, ended: Promise.resolve() }
  }

  async function open(): Promise<void> {
    const ready = await made
    if (scene.calm) return
    const server = start(ready, endsOf(scene.day, scene.luck))
    running.push(server)
    if (scene.day.mode === 'running') server.engine.start()
    else await (server.ended = rounds(scene, server))
  }

  return {
    open: () => void open().catch((error: unknown) => scene.broken.push(`broken: ${(error as Error).stack}`)),
    settle: async () => {
      const alive = running.filter(({ life }) => !life.over)
      for (const { life } of alive) life.spare()
      for (const { ended } of alive) await scene.time.until(ended)
      // One that works round by round may go on; whoever works by itself is stopped, and another takes over.
      const goesOn = scene.day.mode === 'rounds' ? alive.pop() : undefined
      for (const { engine } of alive) await scene.time.until(engine.stop())
      const { engine } = goesOn ?? start(await made, {})
      await untilQuiet(scene, engine, handed)
      await scene.time.until(engine.stop())
    },
  }
}

async function rounds(scene: Scene, { engine, life }: Server): Promise<void> {
  const { time, luck, day } = scene
  while (!life.over && !scene.calm) {
    await engine.once().catch(async (error: unknown) => {
      // Whatever a dead process came to in its last breath nobody hears.
      await life.live()
      throw error
    })
    await time.wait(luck.between(500, day.roundEveryMs))
  }
}

async function untilQuiet(scene: Scene, engine: Engine, handed: { items: number }): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await scene.time.until(scene.people.resume())
    const before = handed.items
    const reports = await scene.time.until(engine.once())
    const seen = seenIn(reports)
    if (seen !== null && seen !== handed.items - before)
      scene.broken.push(`I5: ${seen} seen of ${handed.items - before} that the door handed over`)
    if (seen === 0 && reports.every(({ sent }) => sent === 0) && (await isDone(scene))) return
    await scene.time.pass(STEP_MS)
  }
  scene.broken.push(`I16: no rest after ${MOST_ROUNDS} rounds of calm`)
}

/** null = a base could not be read. */
function seenIn(reports: RoundReport[]): number | null {
  let seen = 0
  for (const { received } of reports) {
    if (received === null) return null
    for (const counts of Object.values(received)) seen += counts.seen
  }
  return seen
}

async function isDone({ database }: Scene): Promise<boolean> {
  const live = ['queued', 'sending', 'uncertain', 'written', 'posting']
  return (await database.db('intents').whereIn('state', live).first('id')) === undefined
}

/** Counts what a door hands over, as soon as it is asked on after it: then the page is stored. */
function counting(door: Connector, handed: { items: number }): Connector {
  return doorLike(door, { changes: (query) => countingPages(door, query, handed) })
}

async function* countingPages(door: Connector, query: ChangesQuery, handed: { items: number }): AsyncGenerator<Page> {
  for await (const page of door.changes(query)) {
    yield page
    handed.items += page.items.length
  }
}

function count({ hits }: Scene, what: string): void {
  hits[what] = (hits[what] ?? 0) + 1
}
