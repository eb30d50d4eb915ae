/** The bridge as the bench uses it: assembled like `zveno serve`, on a folder of its own, with one base connected. */
import { randomUUID } from 'node:crypto'
import { assemble, type Bridge } from '../../bridge/cli/assemble.ts'
import { addBase } from '../../bridge/store/bases.ts'
import type { Translate } from '../../bridge/sync/mapping/translate.ts'
import { DAY } from '../far-side/clock.ts'

export interface BridgeInput {
  /** Address of the OData interface of the base. */
  root: string
  folder: string
  callsPerBase?: number
  /** Pause between rounds of reading, milliseconds. */
  roundEveryMs?: number
  /** Records by way of something else than the mappings. */
  translate?: Translate
  /** Told of every call to the base, among other events. */
  log?: (event: string) => void
}

export async function openBridge(input: BridgeInput): Promise<Bridge> {
  const { root, folder, callsPerBase = 2, roundEveryMs = 60_000, log = () => {}, translate } = input
  const config = {
    port: 0,
    simulatorPort: 0,
    host: '127.0.0.1',
    folder,
    databaseUrl: '',
    logLevel: 'silent' as const,
    secretKey: 'a key for the bench, long enough',
    allowedHosts: ['127.0.0.1'],
    roundEveryMs,
    callsPerBase,
  }
  const now = Date.parse(DAY)
  const bridge = await assemble(config, log, { now: () => now, owner: 'bench', ...(translate && { translate }) })
  await addBase(bridge.database.db, {
    id: randomUUID(),
    name: 'buh',
    connector: 'odata',
    mapping: 'bp30',
    timeZone: 'Europe/Moscow',
    url: root,
    login: 'odata',
    secret: bridge.vault.seal('odata'),
  })
  return bridge
}

/** One round of exchange. @throws Error when the base could not be read */
export async function round({ engine }: Bridge): Promise<void> {
  for (const { received, reason } of await engine.once())
    if (received === null) throw new Error(`the base was not read: ${reason}`)
}
