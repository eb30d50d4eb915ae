/** Two servers, or two lanes of one, at the very same moment: each race is made to happen, none may lose or double anything. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachDatabase } from '../store/databases.ts'
import { holdInvariants } from '../invariants.ts'
import { afterFirst, watched } from './watched.ts'
import { workshop, type Order, type Workshop } from './workshop.ts'

const PATIENT_MS = 20_000
const ONE_LANE = { roundEveryMs: 400, callsPerBase: 1 }
const NEVER = '2999-01-01T00:00:00.000Z'

let here: Workshop

onEachDatabase('At the same moment', (place) => {
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url, patienceMs: PATIENT_MS })
  }, 60_000)
  afterAll(() => here.close())

  it('(I16) a counterparty arrives while another server looks for it: the contract goes on and nobody is asked', async () => {
    const order = await here.order()
    const { database } = here.bridge
    const one = here.engineOf({ settings: { ...ONE_LANE, owner: 'one' } })
    const arrives = afterFirst({ table: 'links', method: 'first' }, async () => {
      await postpone('counterparty', here.bridge.now())
      await one.once()
    })
    const two = here.engineOf({ settings: { ...ONE_LANE, owner: 'two' }, database: watched(database, arrives) })

    await postpone('counterparty', NEVER)
    await two.once()
    await here.rest(one)
    for (const server of [one, two]) await server.stop()

    await isIssued(order)
  })
})

async function postpone(noun: string, until: string): Promise<void> {
  await here.bridge.database.db('intents').where({ noun, state: 'queued' }).update({ next_try_at: until })
}

async function isIssued({ invoice }: Order): Promise<void> {
  const { db } = here.bridge.database
  expect(await db('troubles').where('state', 'open').select('code', 'facts')).toEqual([])
  expect(await db('intents').whereNot('state', 'done').select('noun', 'state', 'reason')).toEqual([])
  expect((await here.invoice(invoice))['state']).toBe('issued')
  await holdInvariants(here)
}
