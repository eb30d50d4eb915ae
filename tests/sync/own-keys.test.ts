/** A base that gives its records keys of its own: what has left us once is looked for before it is sent again (I1). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Connector } from '../../connectors/connector.ts'
import { inDoubt, Misfit } from '../../connectors/errors.ts'
import { resumeBase } from '../../bridge/actions/resume-base.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { liveIntentIn } from '../../bridge/store/intents.ts'
import type { Partner } from '../../bridge/sync/partner.ts'
import { push } from '../../bridge/sync/push.ts'
import { holdInvariants } from '../invariants.ts'
import { documentsOf } from './documents.ts'
import { doorLike } from './door.ts'
import { workshop, type Order, type Workshop } from './workshop.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const CONTRACTS = 'Catalog_ДоговорыКонтрагентов'
const COUNTERPARTIES = 'Catalog_Контрагенты'

let here: Workshop

beforeAll(async () => {
  here = await workshop({ patienceMs: 20_000 })
}, 60_000)
afterEach(async () => {
  await here.calm()
  await holdInvariants(here)
})
afterAll(() => here.close())

describe('A base that gives keys of its own', () => {
  it('(I1) after a lost answer the document is found by its mark and adopted under its key', async () => {
    const engine = here.engineOf({ open: async (base) => keyless(await here.bridge.open(base)) })
    const order = await here.order()
    await here.fault({ kind: 'reset-after-commit', methods: ['POST'], set: INVOICES })
    await here.rest(engine)
    await engine.stop()

    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await documentsOf(here, order)).toHaveLength(1)
  })

  it('(I1) whose password is changed between a creation and the look at it has one document after Resume', async () => {
    const order = await here.order()
    let creations = 0
    const engine = here.engineOf({
      open: async (base) => {
        const door = keyless(await here.bridge.open(base))
        const write: Connector['write'] = async (draft) => {
          const written = await door.write(draft)
          if (draft.kind === INVOICES && ++creations === 1) throw inDoubt(new Misfit('base.credentials', 'no'))
          return written
        }
        return doorLike(door, { write })
      },
    })
    for (let round = 0; round < 3; round++) {
      await engine.once()
      here.clock.tick(70_000)
    }
    const [stopped] = (await here.bridge.database.db('bases')) as { uuid: string; health: string }[]
    await resumeBase(contextFor(here.bridge, here.bridge.robot), { baseId: stopped?.uuid ?? '' })
    await here.rest(engine)
    await engine.stop()

    expect(stopped?.health).toContain('base.credentials')
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await documentsOf(here, order)).toHaveLength(1)
  })

  it.each([['counterparty', COUNTERPARTIES] as const, ['contract', CONTRACTS] as const])(
    '(I1) a new %s that a round reads before the answer to its creation is ours, and the invoice goes out',
    async (noun, kind) => {
      const order = await here.order()
      let read = 0
      const engine = here.engineOf({
        open: async (base) =>
          lateAnswer(keyless(await here.bridge.open(base)), kind, async () => void (read += await readNews())),
      })
      await here.rest(engine)
      await engine.stop()

      expect(read).toBe(1)
      expect((await here.invoice(order.invoice))['state']).toBe('issued')
      expect(await rowsLike(noun, order)).toHaveLength(1)
      expect(inBaseLike(noun, order)).toHaveLength(1)
    },
  )

  it.each([['counterparty', COUNTERPARTIES] as const, ['contract', CONTRACTS] as const])(
    '(I1) a new %s whose answer is lost and that no round has read is looked for by what it says, not sent again',
    async (noun, kind) => {
      const order = await here.order()
      const deaf = { ...(await here.partnerOf()) }
      deaf.connector = keyless(deaf.connector)
      await here.fault({ kind: 'reset-after-commit', methods: ['POST'], set: kind })
      await pushUntilDone(deaf, order)
      await here.leave()

      expect((await here.invoice(order.invoice))['state']).toBe('issued')
      expect(inBaseLike(noun, order)).toHaveLength(1)
    },
  )

  it.each([
    ['refuses keys of ours', 'refused'],
    ['was never asked whether it takes them', 'unproven'],
  ] as const)(
    '(I1) a base that %s: a write that never came is repeated only when it cannot come',
    async (_what, known) => {
      const engine = here.engineOf({ open: async (base) => keyless(await here.bridge.open(base), known) })
      const order = await here.order()
      await here.fault({ kind: 'reset', methods: ['POST'], set: INVOICES })
      await engine.once()
      here.clock.tick(60_000)
      await engine.once()
      const early = creationsOfInvoices()
      await here.rest(engine)
      await engine.stop()

      expect(early).toBe(creationsOfInvoices() - 1)
      expect((await here.invoice(order.invoice))['state']).toBe('issued')
      expect(await documentsOf(here, order)).toHaveLength(1)
    },
  )
})

/** Something happens once between the base's creating a record of that kind and its answer. */
function lateAnswer(door: Connector, kind: string, meanwhile: () => Promise<void>): Connector {
  let done = false
  return doorLike(door, {
    write: async (draft) => {
      const stored = await door.write(draft)
      if (draft.kind === kind && !done) {
        done = true
        await meanwhile()
      }
      return stored
    },
  })
}

/** Another process reads what is new in the base. @returns rounds */
async function readNews(): Promise<number> {
  const reader = here.engineOf({
    open: async (base) =>
      doorLike(keyless(await here.bridge.open(base)), { write: () => Promise.reject(new Error('only reads')) }),
    settings: { owner: 'reader', roundEveryMs: 400, callsPerBase: 2 },
  })
  const [report] = await reader.once()
  await reader.stop()
  return report?.received ? 1 : 0
}

/** The requests of an order alone, without any reading: the clock goes on until the invoice is there. */
async function pushUntilDone(partner: Partner, { invoice }: Order): Promise<void> {
  const { id: ourId } = await here.invoice(invoice)
  for (let time = 0; time < 10 && (await here.invoice(invoice))['state'] !== 'issued'; time++) {
    const intent = await liveIntentIn(here.bridge.database.db, partner.base.rowId, {
      noun: 'invoice',
      ourId: Number(ourId),
    })
    if (intent) await push(partner, intent)
    here.clock.tick(200_000)
  }
}

async function rowsLike(noun: 'counterparty' | 'contract', { counterparty }: Order): Promise<unknown[]> {
  const { db } = here.bridge.database
  const payer = (await db('counterparties').where('uuid', counterparty).first()) as { id: number; tax_number: string }
  return noun === 'counterparty'
    ? db('counterparties').where('tax_number', payer.tax_number)
    : db('contracts').where('counterparty_id', payer.id)
}

function inBaseLike(noun: 'counterparty' | 'contract', { taxNumber }: Order) {
  const payers = [...here.simulator.ledger.base.all(COUNTERPARTIES)].filter(({ fields }) => fields['ИНН'] === taxNumber)
  if (noun === 'counterparty') return payers
  return [...here.simulator.ledger.base.all(CONTRACTS)].filter(({ fields }) => fields['Owner_Key'] === payers[0]?.key)
}

/** A door to a base that takes no keys of ours, whether we know it or not. */
function keyless(door: Connector, clientKey: 'refused' | 'unproven' = 'refused'): Connector {
  return doorLike(door, {
    abilities: { ...door.abilities, clientKey },
    write: (draft) => door.write({ ...draft, key: crypto.randomUUID() }),
  })
}

function creationsOfInvoices(): number {
  return here.simulator.journal.filter(
    ({ method, address }) =>
      method === 'POST' && decodeURIComponent(address.split('?')[0] ?? '').endsWith(`/${INVOICES}`),
  ).length
}
