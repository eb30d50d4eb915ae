/** What happens to a request while the base fails in every way it knows: exactly one posted document, and words on the way. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { holdInvariants } from '../invariants.ts'
import { PATIENCE_MS, workshop, type Order, type Workshop } from './workshop.ts'

let here: Workshop

beforeAll(async () => {
  here = await workshop()
}, 60_000)
afterEach(async () => {
  await here.calm()
  await holdInvariants(here)
})
afterAll(() => here.close())

const COUNTERPARTIES = 'Catalog_Контрагенты'
const CONTRACTS = 'Catalog_ДоговорыКонтрагентов'
const INVOICES = 'Document_СчетНаОплатуПокупателю'

const STEPS = [
  ['creating the counterparty', { set: COUNTERPARTIES, methods: ['POST'] }],
  ['creating the contract', { set: CONTRACTS, methods: ['POST'] }],
  ['creating the invoice', { set: INVOICES, methods: ['POST'] }],
  ['posting', { set: INVOICES, methods: ['POST'], call: 'Post' }],
] as const

const FAULTS = [
  ['the connection breaks before the deed', { kind: 'reset' }],
  ['the connection breaks after the deed', { kind: 'reset-after-commit' }],
  ['a page comes instead of the deed', { kind: 'html' }],
  ['a page comes after the deed', { kind: 'html-after-commit' }],
  ['the answer is cut', { kind: 'cut' }],
  ['the answer comes after we gave up', { kind: 'slow-after-commit', delayMs: PATIENCE_MS * 2 }],
  ['the deed itself comes after we gave up (executed late)', { kind: 'slow', delayMs: PATIENCE_MS * 2 }],
  ['a proxy says 502', { kind: 'proxy' }],
  ['sessions are blocked', { kind: 'blocked' }],
  ['no licence is free', { kind: 'licence' }],
  ['somebody has the record open', { kind: 'lock' }],
] as const

describe.each(STEPS)('While %s', (_step, where) => {
  it.each(FAULTS)('(I1, I10, P7) %s: one posted document', async (_fault, fault) => {
    const engine = here.engineOf()
    const order = await here.order()
    await here.fault({ ...where, ...fault })

    await engine.once()
    const onTheWay = await stateOf(order)
    await here.calm()
    await here.rest(engine)
    await engine.stop()

    expect(['queued', 'checking', 'issued']).toContain(onTheWay)
    await isIssuedOnce(order)
  })
})

describe('Forty hostile days (I1, I16)', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'day %i: one posted document when calm returns',
    async (seed) => {
      const engine = here.engineOf({ chance: chanceOf(seed) })
      const kinds = FAULTS.filter((_, at) => (seed * 7 + at * 3) % 4 === 0)
      const order = await here.order()
      for (const [, fault] of kinds) await here.fault({ methods: ['POST'], probability: 0.4, times: 3, ...fault })
      await here.fault({ methods: ['GET'], kind: 'reset', probability: 0.1, times: 2 })

      for (let round = 0; round < 4; round++) {
        await engine.once()
        here.clock.tick(20_000)
      }
      await here.calm()
      await here.rest(engine)
      await engine.stop()

      await isIssuedOnce(order)
    },
  )
})

function chanceOf(seed: number): () => number {
  let state = seed + 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

async function stateOf({ invoice }: Order): Promise<string> {
  return String((await here.invoice(invoice))['state'])
}

async function isIssuedOnce(order: Order): Promise<void> {
  const row = await here.invoice(order.invoice)
  const rows = (await here.bridge.database.db('intents').where({ noun: 'invoice', subject_id: row['id'] })) as {
    uuid: string
    state: string
    mapping_version: string
  }[]
  const mark = `zveno:${rows[0]?.uuid}`
  const documents = here.accounting.ours().filter(({ fields }) => String(fields['Комментарий']).startsWith(mark))
  const payers = [...here.simulator.base.all(COUNTERPARTIES)].filter(({ fields }) => fields['ИНН'] === order.taxNumber)

  expect(row['state']).toBe('issued')
  expect(rows.map(({ state }) => state)).toEqual(['done'])
  expect(rows[0]?.mapping_version).not.toBe('')
  expect(documents.map(({ fields }) => [fields['Posted'], fields['СуммаДокумента']])).toEqual([[true, 1200]])
  expect(payers).toHaveLength(1)
  const contracts = [...here.simulator.base.all(CONTRACTS)].filter(
    ({ fields }) => fields['Owner_Key'] === payers[0]?.key,
  )
  expect(contracts.filter(({ fields }) => !String(fields['Description']).startsWith('Основной'))).toHaveLength(1)
}
