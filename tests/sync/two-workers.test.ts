/** Two servers on one database race for the same requests: each invoice reaches the base once (I1, I8, P6). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../bridge/store/db.ts'
import { onEachDatabase } from '../store/databases.ts'
import { holdInvariants } from '../invariants.ts'
import { workshop, type Workshop } from './workshop.ts'

const ORDERS = 20
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

  it('(I1, I8) share twenty requests out between them; none is sent twice, none is left', async () => {
    const { folder, databaseUrl } = here.bridge.config
    const other = await openDatabase({ url: databaseUrl, folder })
    for (let count = 0; count < ORDERS; count++) await here.order()

    const settings = { roundEveryMs: 400, callsPerBase: 2 }
    const servers = [
      here.engineOf({ settings: { ...settings, owner: 'one' } }),
      here.engineOf({ settings: { ...settings, owner: 'two' }, database: other }),
    ]
    for (const server of servers) server.start()
    await untilDone()
    for (const server of servers) await server.stop()
    await other.close()

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
