/** The smallest world in which an invoice can be issued, made once per process: an image of our database and the state of a base. */
import { seedPeopleAndClients } from '../../../bridge/cli/demo/people-and-clients.ts'
import type { Viewer } from '../../../bridge/domain/people.ts'
import { addBase } from '../../../bridge/store/bases.ts'
import { contextOn } from '../../../bridge/store/context.ts'
import { robotViewer } from '../../../bridge/store/robot.ts'
import { userByLogin, viewerOf } from '../../../bridge/store/users.ts'
import { readyDeal, type Line, type Ready } from '../../sync/order.ts'
import { countedIds, luckOf } from './chance.ts'
import { FarSide, ROOT_URL, type BaseImage } from './far-side.ts'
import { Life } from './life.ts'
import { imageOf, openInMemory } from './memory.ts'
import { Road } from './road.ts'
import { startServer } from './server.ts'
import { VirtualTime } from './time.ts'

/** A Tuesday before noon, Moscow: well inside the year of the 22 % rate. */
export const START_MS = Date.parse('2026-11-24T08:00:00.000Z')

export interface Template {
  database: Buffer
  base: BaseImage
  robot: Viewer
  manager: Viewer
  accountant: Viewer
  integrator: Viewer
  /** Deals that wait for their documents; the first two are of one client, each other has its own. */
  deals: Ready[]
}

const PLAIN_LINE: Line[] = [[1_000, 1_200_00]]
/** Sums that do not divide without a rest, one with a tax of its own in each row; then plain ones, for days that need many documents. */
const LINES: Line[][] = [
  PLAIN_LINE,
  [
    [3_333, 99_99],
    [1_500, 333_33],
  ],
  [[7_000, 14_29]],
  [
    [1_000, 1],
    [2_000, 1_000_000_05],
  ],
  PLAIN_LINE,
  PLAIN_LINE,
  PLAIN_LINE,
  PLAIN_LINE,
]

let made: Promise<Template> | undefined

export function template(): Promise<Template> {
  made ??= make()
  return made
}

async function make(): Promise<Template> {
  const time = new VirtualTime(START_MS)
  const far = new FarSide(time, 1)
  const database = await openInMemory()
  const { db } = database
  const newId = countedIds(1, 'template')
  const robot = await robotViewer(db)
  const contextFor = (who: Viewer) => contextOn(database, { viewer: who, now: () => time.iso(), newId })
  await seedPeopleAndClients(contextFor(robot))
  const base = { id: newId(), name: 'buh', connector: 'odata', mapping: 'bp30', timeZone: 'Europe/Moscow' }
  await addBase(db, { ...base, url: ROOT_URL, login: 'odata', secret: '' })
  const luck = luckOf(1, 'template')
  const road = new Road({ far, time, luck, life: new Life({}), database })
  const about = { database, robot, time, life: new Life({}), carrier: road, owner: 'template', door: {}, log: () => {} }
  const engine = startServer({ ...about, chance: () => luck.share(), newId, roundEveryMs: 1_000 })
  const [round] = await time.until(engine.once())
  if (!round?.received) throw new Error(`the template was not filled: ${round?.reason}`)
  await time.until(engine.stop())
  const [manager, accountant, integrator] = [await viewer('ivanova'), await viewer('kuznetsova'), await viewer('orlov')]
  const deals: Ready[] = []
  for (const [count, lines] of LINES.entries()) {
    const known = count === 1 ? deals[0] : undefined
    deals.push(await readyDeal(contextFor(manager), count + 1, { lines, ...(known && { known }) }))
  }
  const image = await imageOf(database)
  await database.close()
  return { database: image, base: far.image(), robot, manager, accountant, integrator, deals }

  async function viewer(login: string): Promise<Viewer> {
    const user = await userByLogin(db, login)
    if (!user) throw new Error(`nobody signs in as ${login}`)
    return viewerOf(user)
  }
}
