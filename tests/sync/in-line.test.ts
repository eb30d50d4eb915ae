/** Requests stand in one line, and nobody in it is held up by somebody else's trouble. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextFor } from '../../bridge/cli/web.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { askForDocuments, readyDeal } from './order.ts'
import { workshop, type Workshop } from './workshop.ts'

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
