/** `zveno demo` (`npm start`): the bridge, a simulated base and the demo world on this machine, with nothing to set up. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Simulator } from '../../connectors/simulator/index.ts'
import { givePanelKey } from '../actions/panel-key.ts'
import { readConfig, type Config } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { addBase, changeBaseAddress, listBases } from '../store/bases.ts'
import { userByLogin } from '../store/users.ts'
import { assemble, type Bridge } from './assemble.ts'
import type { Command, Invocation } from './command.ts'
import { DEMO_PASSWORD, PEOPLE } from './demo/data.ts'
import { listenProblem } from './listen-problem.ts'
import { openLog } from './log.ts'
import { seedDeals } from './demo/deals.ts'
import { seedPeopleAndClients } from './demo/people-and-clients.ts'
import { untilStopped } from './until-stopped.ts'
import { contextFor, startWeb } from './web.ts'

/** The demo looks at its base often: both sides stand on one desk. */
const DEMO_ROUND_MS = 2_000
const BASE = { name: 'buh', connector: 'odata', mapping: 'bp30', timeZone: 'Europe/Moscow' }
const BASE_LOGIN = 'odata'
const BASE_PASSWORD = 'odata'

export const command: Command = {
  name: 'demo',
  purpose: 'Runs the bridge with a simulated accounting base and the demo world.',
  options: {},
  async run(given) {
    const settings = { ...(await readConfig()), roundEveryMs: DEMO_ROUND_MS }
    given.progress('starting the simulated accounting base')
    const simulator = await startBase(settings)
    const config = { ...settings, panelHosts: [...(settings.panelHosts ?? []), ...hostsOf(simulator)] }
    const bridge = await assemble(config, openLog('silent')).catch(closing(simulator))
    try {
      await fill(bridge, simulator, given)
      const web = await startWeb(bridge)
      await showPanel(bridge, simulator, web.url)
      bridge.engine.start()
      const stopped = untilStopped()
      const answer = { url: web.url, base: `${simulator.url}/buh/`, odata: simulator.rootUrl, people: PEOPLE }
      given.print(answer, () => welcome(answer))
      await stopped
      await web.close()
    } finally {
      await bridge.close()
      await simulator.close()
    }
    return 0
  },
}

async function startBase(config: Config): Promise<Simulator> {
  const { startSimulator } = await import('../../connectors/simulator/index.ts')
  const port = config.simulatorPort
  const dataDir = join(config.folder, 'simulator')
  return startSimulator({ port, profile: 'bp30', world: 'demo', dataDir }).catch((error: NodeJS.ErrnoException) => {
    throw listenProblem(error, port, 'ZVENO_SIMULATOR_PORT')
  })
}

/** A browser may call this machine by either name. */
function hostsOf({ url }: Simulator): string[] {
  return [url, url.replace('127.0.0.1', 'localhost')]
}

/** The base keeps its key in memory: each start gives it another one. */
async function showPanel(bridge: Bridge, simulator: Simulator, url: string): Promise<void> {
  const key = await givePanelKey(contextFor(bridge, bridge.robot), BASE.name, bridge.vault)
  simulator.showPanel({ url, key })
}

function closing(simulator: Simulator): (error: unknown) => Promise<never> {
  return async (error) => {
    await simulator.close()
    throw error
  }
}

/** The first start seeds and synchronises the world; later ones only find the base again. */
async function fill(bridge: Bridge, simulator: Simulator, given: Invocation): Promise<void> {
  const { db } = bridge.database
  const secret = bridge.vault.seal(BASE_PASSWORD)
  const [known] = await listBases(db)
  if (known) return changeBaseAddress(db, known.id, { url: simulator.rootUrl, login: BASE_LOGIN, secret })
  given.progress('filling the demo world')
  const ctx = contextFor(bridge, bridge.robot)
  if (!(await userByLogin(db, PEOPLE[0]?.login ?? ''))) await seedPeopleAndClients(ctx)
  await addBase(db, { ...BASE, id: randomUUID(), url: simulator.rootUrl, login: BASE_LOGIN, secret })
  given.progress('synchronising with the base')
  const [round] = await bridge.engine.once()
  if (!round?.received) throw new Problem('demo.not-synchronised', { reason: round?.reason ?? '' })
  await seedDeals((viewer) => contextFor(bridge, viewer))
}

function welcome({ url, base }: { url: string; base: string }): string {
  const people = PEOPLE.map(({ login, name, role }) => `    ${login.padEnd(11)} ${name} (${role})`)
  return [
    '',
    `  Zveno, the CRM           ${url}`,
    `  The accounting base      ${base}`,
    '',
    `  Sign in to Zveno as, password ${DEMO_PASSWORD}:`,
    ...people,
    '  Sign in to the base as Кузнецова, password kuznetsova.',
    '',
    '  Stop with Ctrl+C.',
    '',
  ].join('\n')
}
