/** `zveno simulate`: the simulated 1C base alone. */
import type { WorldName } from '../../connectors/simulator/worlds/index.ts'
import { Problem } from '../domain/problem.ts'
import type { Command } from './command.ts'
import { listenProblem } from './listen-problem.ts'
import { untilStopped } from './until-stopped.ts'

const WORLDS: WorldName[] = ['demo', 'empty', 'volume']
const PROFILES = ['bp30'] as const

export const command: Command = {
  name: 'simulate',
  purpose: 'Runs a 1C-style accounting base that behaves and misbehaves like a real one.',
  options: {
    port: { type: 'string', value: 'N', help: 'port to listen on (8081)' },
    profile: { type: 'string', value: 'NAME', help: `configuration: ${PROFILES.join(', ')}` },
    world: { type: 'string', value: 'NAME', help: `what the base holds: ${WORLDS.join(', ')} (demo)` },
    seed: { type: 'string', value: 'N', help: 'chance of the world; the same seed gives the same base (1)' },
    data: { type: 'string', value: 'DIR', help: 'keep the state there between runs' },
    panel: {
      type: 'string',
      value: 'URL',
      help: 'show the panel of this Zveno in the forms; its key comes from ZVENO_PANEL_KEY',
    },
  },
  async run(given) {
    const { startSimulator } = await import('../../connectors/simulator/index.ts')
    const world = oneOf('world', given.text('world') ?? 'demo', WORLDS)
    const profile = oneOf('profile', given.text('profile') ?? 'bp30', PROFILES)
    const port = portOf(given.text('port') ?? process.env['ZVENO_SIMULATOR_PORT'] ?? '8081')
    const dataDir = given.text('data')
    const panel = panelOf(given.text('panel'))
    given.progress(`filling the base with the world "${world}"`)
    const simulator = await startSimulator({
      port,
      profile,
      world,
      seed: wholeNumber('seed', given.text('seed') ?? '1'),
      ...(dataDir !== undefined && { dataDir }),
      ...(panel && { panel }),
    }).catch((error: NodeJS.ErrnoException) => {
      throw listenProblem(error, port, '--port')
    })
    const stopped = untilStopped()
    const answer = { url: simulator.url, odata: simulator.rootUrl, web: `${simulator.url}/buh/`, user: 'odata' }
    given.print(answer, () => `1C base:  ${answer.odata}   (odata / odata)\nweb:      ${answer.web}\nStop with Ctrl+C.`)
    await stopped
    await simulator.close()
    return 0
  },
}

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value)
  if (found) return found
  throw new Problem('command.wrong-option', { option, value, allowed: allowed.join(', ') })
}

function portOf(text: string): number {
  const port = wholeNumber('port', text)
  if (port <= HIGHEST_PORT) return port
  throw new Problem('command.wrong-option', { option: 'port', value: text, allowed: `0 … ${HIGHEST_PORT}` })
}

function panelOf(url: string | undefined): { url: string; key: string } | null {
  if (url === undefined) return null
  const key = process.env['ZVENO_PANEL_KEY'] ?? ''
  if (key === '') throw new Problem('command.missing', { what: 'ZVENO_PANEL_KEY' })
  if (!/^https?:\/\/[^/]+$/.test(url) || !URL.canParse(url))
    throw new Problem('command.wrong-option', { option: '--panel', value: url, allowed: 'http://127.0.0.1:8080' })
  return { url, key }
}

const HIGHEST_PORT = 65_535

export function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Problem('command.wrong-option', { option, value: text, allowed: '0, 1, 2, …' })
}
