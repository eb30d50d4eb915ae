/** What a round that fails leaves for whoever reads next: a doubt where the base may still be at work on a selection, else none (I2, I9). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lateCallsOf, leaseBase } from '../../bridge/store/bases.ts'
import { LATE_MS } from '../../bridge/domain/sync.ts'
import { LEASE_MS } from '../../bridge/sync/ports.ts'
import { world, type World } from '../world.ts'

const BASE = 1
const NODES = 'ExchangePlan_ЗвеноОбмен'
/** Longer than a base rests after one failure. */
const REST_MS = 10_000

describe('A round that is cut off', () => {
  let here: World

  beforeAll(async () => {
    here = await world()
  })
  afterAll(() => here.close())

  function firm() {
    const [first] = here.simulator.base.all('Catalog_Контрагенты')
    if (!first) throw new Error('the demo base has no counterparty')
    return first
  }

  /** A client is saved in accounting, and the round that was to read it meets the fault once. */
  async function roundWith(fault: Record<string, unknown>): Promise<void> {
    here.simulator.ledger.change('Catalog_Контрагенты', firm().key, { Комментарий: JSON.stringify(fault) })
    await here.accounting.control('POST', 'faults', { ...fault, times: 1 })
    const [report] = await here.bridge.engine.once()
    expect(report?.received, 'the round has failed').toBeNull()
  }

  /** Number of the last message that we have acknowledged. */
  const acknowledged = () => {
    const ours = [...here.simulator.base.all(NODES)].find(({ fields }) => fields['ThisNode'] !== true)
    return Number(ours?.fields['ReceivedNo'])
  }

  const at = (aheadMs: number) => new Date(here.clock.now() + aheadMs).toISOString()

  const late = async () => Date.parse((await lateCallsOf(here.bridge.database.db, BASE)) || '1970-01-01T00:00:00Z')

  it.each([
    ['a reading', { kind: 'reset', methods: ['GET'] }],
    ['an acknowledgement', { kind: 'reset-after-commit', set: 'NotifyChangesReceived' }],
  ])('in the middle of %s leaves no doubt: what is stored is acknowledged by the next one', async (_what, fault) => {
    const before = acknowledged()
    await roundWith(fault)

    expect(await late()).toBeLessThan(here.clock.now())
    here.clock.tick(REST_MS)
    here.simulator.ledger.change('Catalog_Контрагенты', firm().key, { Комментарий: 'once more' })
    await here.work()
    expect(acknowledged()).toBeGreaterThan(before + (fault.kind === 'reset-after-commit' ? 1 : 0))
  })

  it('in the middle of a selection leaves a doubt in the database, for as long as the selection may come', async () => {
    await roundWith({ kind: 'reset', set: 'SelectChanges' })

    expect(await late()).toBe(here.clock.now() + LATE_MS)
    const before = acknowledged()
    here.clock.tick(REST_MS)
    await here.work()
    expect(acknowledged(), 'while it may come').toBe(before)
    here.clock.tick(LATE_MS)
    await here.work()
    expect(acknowledged(), 'when it cannot any more').toBeGreaterThan(before)
  })

  it('leaves the doubt even where it could not be written down: the base is not given back, and whoever takes it over has it', async () => {
    const { db } = here.bridge.database
    await db.raw(`create trigger away before update of late_until on bases begin select raise(abort, 'disk full'); end`)
    await here.accounting.control('POST', 'faults', { kind: 'reset', set: 'SelectChanges', times: 1 })
    await here.bridge.engine.once().catch(() => undefined)
    await db.raw('drop trigger away')

    here.clock.tick(LEASE_MS)
    const lease = { rowId: BASE, now: at(0), until: at(LEASE_MS), lateUntil: at(LATE_MS) }
    expect(await leaseBase(db, { ...lease, owner: 'another process' })).not.toBeNull()
    expect(await late()).toBe(here.clock.now() + LATE_MS)
  })
})
