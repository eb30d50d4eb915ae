/** Two servers on one database race for the same requests: each invoice reaches the base once (I1, I8, P6). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openGates } from '../../bridge/cli/gates.ts'
import { pauseUntil } from '../../bridge/cli/assemble.ts'
import { openDatabase, type Database } from '../../bridge/store/db.ts'
import { onEachDatabase } from '../store/databases.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import type { EnginePorts } from '../../bridge/sync/ports.ts'
import { holdInvariants } from '../invariants.ts'
import { counted } from './counted-base.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

const ORDERS = 20
/** Calls that the base bears at a time, and how long it thinks about each. */
const CALLS = 2
const LATENCY_MS = 5
/** Nothing is slow on purpose here; a busy machine is no fault. */
const PATIENT_MS = 20_000
/** Longest that both together may need, in looks of a tenth of a second. */
const MOST_LOOKS = 300

let here: Workshop

onEachDatabase('Two servers', (place) => {
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url, patienceMs: PATIENT_MS })
  }, 60_000)
  afterAll(() => here.close())

  it('(I1, I8) share twenty requests out between them; none is sent twice, none is left, and the base never bears more than two calls', async () => {
    const { folder, databaseUrl } = here.bridge.config
    const other = await openDatabase({ url: databaseUrl, folder })
    for (let count = 0; count < ORDERS; count++) await here.order()

    here.simulator.settings.latencyMs = LATENCY_MS
    const base = await counted(here.simulator.rootUrl)
    const servers = [serverOf('one', here.bridge.database, base.url), serverOf('two', other, base.url)]
    for (const { engine } of servers) engine.start()
    await untilDone()
    for (const { stop } of servers) await stop()
    await other.close()
    await base.close()
    expect(base.most()).toBe(CALLS)

    // What is left, and why, tells more than a count; nobody may have been asked anything on the way either.
    const { db } = here.bridge.database
    expect(await db('intents').whereNot('state', 'done').select('noun', 'state', 'reason', 'facts')).toEqual([])
    expect(await db('troubles').select('code', 'noun', 'facts')).toEqual([])
    const ours = here.accounting.ours()
    expect(ours.filter(({ fields }) => fields['Posted'] === true)).toHaveLength(ORDERS)
    expect(ours).toHaveLength(ORDERS)
    const intents = await db('intents').select('state', 'sent')
    expect(intents).toEqual(Array.from({ length: ORDERS * 3 }, () => ({ state: 'done', sent: 1 })))
    expect(creations()).toBe(ORDERS * 3)
    await holdInvariants(here)
  }, 60_000)
})

/** A server of its own: its calls and those of the other are counted together. */
function serverOf(owner: string, database: Database, url: string): { engine: Engine; stop: () => Promise<void> } {
  const settings = { roundEveryMs: 400, callsPerBase: CALLS, owner }
  const { now } = here.bridge
  const gates = openGates({ database, now, wait: pauseUntil, log: () => {}, settings })
  const open: EnginePorts['open'] = (base) => portsOf({ ...here, gates }, here.log, PATIENT_MS).open({ ...base, url })
  const engine = here.engineOf({ settings, database, open })
  const stop = async () => {
    await engine.stop()
    await gates.close()
  }
  return { engine, stop }
}

/** The key would refuse a second record; what counts here is that nobody even tried. */
function creations(): number {
  return here.simulator.journal.filter(
    ({ method, address }) =>
      method === 'POST' && /\/(Catalog|Document)_[^/()]+$/.test(decodeURIComponent(address.split('?')[0] ?? '')),
  ).length
}

/** The clock moves with the looks, so that whoever waits goes on; never faster than real time, or leases would run out. */
async function untilDone(): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const open = (await here.bridge.database.db('intents').whereNot('state', 'done')) as unknown[]
    if (open.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
    here.clock.tick(100)
  }
}
