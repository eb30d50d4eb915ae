/** Requests stand in one line, and nobody in it is held up by somebody else's trouble. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Unreachable } from '../../connectors/errors.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { changeHealth, listBases } from '../../bridge/store/bases.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { askForDocuments, readyDeal } from './order.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

const ONE_AT_A_TIME = { settings: { owner: 'in-line', roundEveryMs: 400, callsPerBase: 1 } }

let here: Workshop
beforeAll(async () => {
  here = await workshop()
}, 60_000)
afterAll(() => here.close())

describe('A request that cannot go on', () => {
  it('(I1) lets those behind it pass: a payer that nobody can create holds up no other invoice', async () => {
    const engine = here.engineOf(ONE_AT_A_TIME)
    const anna = await userByLogin(here.bridge.database.db, 'ivanova')
    const ctx = contextFor(here.bridge, viewerOf(anna as NonNullable<typeof anna>))
    const known = await readyDeal(ctx, 100)
    await askForDocuments(ctx, known, 100)
    await here.rest(engine)
    const stuck = await here.order()
    const behind = await askForDocuments(ctx, await readyDeal(ctx, 101, { known }), 101)
    await here.fault({ set: 'Catalog_Контрагенты', methods: ['POST'], kind: 'lock', times: 99 })

    await engine.once()

    expect((await here.invoice(stuck.invoice))['state']).toBe('queued')
    expect((await here.invoice(behind.invoice))['state']).toBe('issued')
    await here.calm()
    await here.rest(engine)
    await engine.stop()
    expect((await here.invoice(stuck.invoice))['state']).toBe('issued')
  })
})

describe('A base that stops answering the reader', () => {
  it('(I9) is not knocked at once for each request that waits: those behind a write in doubt stay where they are', async () => {
    const anna = await userByLogin(here.bridge.database.db, 'ivanova')
    const ctx = contextFor(here.bridge, viewerOf(anna as NonNullable<typeof anna>))
    const known = await readyDeal(ctx, 200)
    await askForDocuments(ctx, known, 200)
    const calm = here.engineOf(ONE_AT_A_TIME)
    await here.rest(calm)
    await calm.stop()
    for (const number of [201, 202, 203]) await askForDocuments(ctx, await readyDeal(ctx, number, { known }), number)
    let writes = 0
    const ports = portsOf(here, [])
    const engine = here.engineOf({
      ...ONE_AT_A_TIME,
      open: async (base) => {
        const door = await ports.open(base)
        door.write = async () => {
          writes++
          await away()
          throw new Unreachable('base.timeout', 'no answer', { uncertain: true })
        }
        return door
      },
    })

    await engine.once()
    await engine.stop()

    expect(writes).toBe(1)
    const waiting: number[] = await here.bridge.database.db('intents').where('state', 'queued').pluck('sent')
    expect(waiting.length).toBeGreaterThan(1)
    expect(new Set(waiting)).toEqual(new Set([0]))
  })
})

/** What the reader of another process has found meanwhile. */
async function away(): Promise<void> {
  const { db } = here.bridge.database
  const nextTryAt = new Date(here.clock.now() + 60_000).toISOString()
  const [base] = await listBases(db)
  await changeHealth(db, base?.rowId ?? 0, (before) => ({
    ...before,
    state: 'unreachable',
    reason: 'base.timeout',
    since: new Date(here.clock.now()).toISOString(),
    nextTryAt,
  }))
}
