/** A new counterparty that several people, documents or sides bring at the same moment is there once, here and in the base (I1). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCounterparty } from '../../bridge/actions/add-counterparty.ts'
import { changeDeal } from '../../bridge/actions/change-deal.ts'
import { createClient } from '../../bridge/actions/create-client.ts'
import { drawUpContract } from '../../bridge/actions/draw-up-contract.ts'
import { openDeal } from '../../bridge/actions/open-deal.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { findDeal } from '../../bridge/store/deals.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { onEachDatabase } from '../store/databases.ts'
import { afterFirst, watched, type Asked } from './watched.ts'
import { workshop, type Workshop } from './workshop.ts'

let here: Workshop

onEachDatabase('A new counterparty of two deals', (place) => {
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url })
  }, 60_000)
  afterAll(() => here.close())

  it('is requested once when two people draw up its first contracts at once', async () => {
    const [first, second] = await twoDeals('7702000004')
    const other: Promise<unknown>[] = []
    const asks: Partial<Asked> = { table: 'intents', method: 'first', inTransaction: true }
    const between = afterFirst(asks, () => {
      other.push(contextOfAnna().then((anna) => drawUpContract(anna, { dealId: second })))
      // The other one may have to wait for this transaction: then it must not be waited for.
      return Promise.race([other[0], moment()])
    })

    await drawUpContract(await contextOfAnna(between), { dealId: first })
    await Promise.all(other)

    expect(other).toHaveLength(1)
    expect(await here.bridge.database.db('intents').where('noun', 'counterparty')).toHaveLength(1)
    expect(await here.bridge.database.db('intents').where('noun', 'contract')).toHaveLength(2)
  })

  it('is not requested again when it arrives in the base while its next contract is drawn up', async () => {
    const [first, second] = await twoDeals('7703000007')
    await drawUpContract(await contextOfAnna(), { dealId: first })
    const engine = here.engineOf()
    const arrives = afterFirst({ table: 'contracts', method: 'insert' }, () =>
      place.dialect === 'sqlite' ? Promise.resolve() : here.rest(engine),
    )

    await drawUpContract(await contextOfAnna(arrives), { dealId: second })
    await here.rest(engine)
    await engine.stop()

    const requests: { state: string }[] = await here.bridge.database
      .db('intents')
      .where('noun', 'counterparty')
      .orderBy('id')
      .select('state')
    expect(requests).toEqual([{ state: 'done' }, { state: 'done' }])
  })
})

onEachDatabase('A legal entity that comes from two sides at once', (place) => {
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url })
    await here.work()
  }, 60_000)
  afterAll(() => here.close())

  /** What happens after somebody has found that nobody has the entity, and before he stores it. */
  const meanwhile = (deed: () => Promise<unknown>) => {
    const begun: Promise<unknown>[] = []
    const between = afterFirst({ table: 'counterparties', method: 'select', inTransaction: true }, () => {
      begun.push(deed().catch((error: unknown) => error))
      // It may have to wait for this transaction: then it must not be waited for.
      return Promise.race([begun[0], moment()])
    })
    return { between, begun }
  }
  const rowsWith = (taxNumber: string) => here.bridge.database.db('counterparties').where('tax_number', taxNumber)

  it('is entered by the first of two people, and the second is told whose it is', async () => {
    const { payer, client } = await newcomer('7704000000')
    const { between, begun } = meanwhile(async () => addCounterparty(await contextOfAnna(), client, payer))

    await addCounterparty(await contextOfAnna(between), client, payer)

    expect(await Promise.all(begun)).toMatchObject([{ code: 'counterparty.already-exists' }])
    expect(await rowsWith(payer.taxNumber)).toHaveLength(1)
  })

  it('is coupled when the base brings it while a person enters it', async () => {
    const { payer, client } = await newcomer('7705000002')
    const legal = { ИНН: payer.taxNumber, КПП: payer.reasonCode, ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо' }
    here.simulator.ledger.create('Catalog_Контрагенты', { Description: payer.name, ...legal }, { by: 'Кузнецова' })
    const engine = here.engineOf()
    const { between, begun } = meanwhile(() => engine.once())

    await addCounterparty(await contextOfAnna(between), client, payer)
    await Promise.all(begun)
    await here.rest(engine)
    await engine.stop()

    expect(begun).toHaveLength(1)
    expect(await rowsWith(payer.taxNumber)).toMatchObject([{ base_id: expect.any(Number) as number }])
  })
})

/** A client, and a legal entity that nobody has yet. */
async function newcomer(taxNumber: string) {
  const client = await createClient(await contextOfAnna(), { name: `Клиент ${taxNumber}` })
  return { client, payer: { name: `Новичок ${taxNumber} ООО`, taxNumber, reasonCode: '770401001' } }
}

async function contextOfAnna(between?: Parameters<typeof watched>[1]) {
  const { bridge } = here
  const anna = await userByLogin(bridge.database.db, 'ivanova')
  if (!anna) throw new Error('the demo world has no manager')
  const database = between ? watched(bridge.database, between) : bridge.database
  return contextFor({ ...bridge, database }, viewerOf(anna))
}

async function twoDeals(taxNumber: string): Promise<[string, string]> {
  const ctx = await contextOfAnna()
  const client = await createClient(ctx, { name: `Заказчик ${taxNumber}` })
  const payer = { name: `Заказчик ${taxNumber} ООО`, taxNumber, reasonCode: '770101001' }
  const counterpartyId = await addCounterparty(ctx, client, payer)
  const ours = (await ctx.db('organisations').where('pays_vat', true).first()) as { uuid: string }
  const deal = async () => {
    const id = await openDeal(ctx, client, { title: 'Поставка', cause: 'проверка' })
    const { version } = await findDeal(ctx, id)
    await changeDeal(ctx, id, { version, counterpartyId, organisationId: ours.uuid })
    return id
  }
  return [await deal(), await deal()]
}

/** Longer than a transaction that waits for nobody. */
const MOMENT_MS = 400

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, MOMENT_MS))
}
