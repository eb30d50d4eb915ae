/** The queue page (S5, F34): whose requests, in which state, why they wait, when they are tried again, which is next, and cancelling them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contextFor } from '../../bridge/cli/web.ts'
import { wordsOf } from '../../bridge/words/say.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { drawUpContract } from '../../bridge/actions/draw-up-contract.ts'
import { contextOf, editHere, entitiesOf, textsHere, textsThere, writesOf } from '../sync/both-sides.ts'
import { askForDocuments, placeOrder, readyDeal } from '../sync/order.ts'
import { workshop, type Workshop } from '../sync/workshop.ts'

let here: Workshop
beforeEach(async () => {
  here = await workshop()
}, 60_000)
afterEach(() => here.close())

/** Requests of Pavel, a colleague of Anna's. */
async function orderOfPavel(count: number): Promise<string> {
  const user = await userByLogin(here.bridge.database.db, 'petrov')
  if (!user) throw new Error('the demo world has no second manager')
  return (await placeOrder(contextFor(here.bridge, viewerOf(user)), count)).invoice
}

const queueOf = (person: 'anna' | 'pavel' | 'olga' | 'elena', whose: 'mine' | 'all') =>
  here[person].do('GET /api/queue', { query: { whose } })

/** The item of an invoice as this person sees it. */
async function item(person: 'anna' | 'pavel' | 'olga' | 'elena', invoice: string) {
  const { items } = await queueOf(person, 'all')
  return items.find(({ invoiceId }) => invoiceId === invoice)
}

describe('The queue', () => {
  it('mine are those that I asked for; all are those that I may see', async () => {
    const { invoice } = await here.order()
    const other = await orderOfPavel(900)
    const invoices = async (person: 'anna' | 'pavel' | 'olga' | 'elena', whose: 'mine' | 'all') =>
      (await queueOf(person, whose)).items.flatMap(({ invoiceId }) => invoiceId ?? [])

    expect(await invoices('anna', 'mine')).toEqual([invoice])
    expect(await invoices('anna', 'all')).toEqual([invoice])
    expect(await invoices('pavel', 'mine')).toEqual([other])
    expect(await invoices('olga', 'mine')).toEqual([])
    expect(await invoices('olga', 'all')).toEqual([invoice, other])
    expect(await invoices('elena', 'all')).toEqual([invoice, other])
  })

  it('says which is whose turn, and moves on as those before it are done', async () => {
    const first = (await here.order()).invoice
    const second = await orderOfPavel(901)
    const before = [await item('anna', first), await item('pavel', second)]
    // Counterparty and contract go before their invoice.
    expect(before.map((one) => one?.place)).toEqual([3, 6])
    await here.anna.do('POST /api/invoices/:id/cancel', { id: first })

    expect((await item('pavel', second))?.place).toBe(5)
    await here.rest(here.engineOf())
    expect((await queueOf('elena', 'all')).items).toEqual([])
  })

  it('tells the correction of a record from a new one', async () => {
    const [entity] = await entitiesOf(here, 'ivanova')
    await editHere(await contextOf(here, 'ivanova'), entity?.id ?? '', { phone: '+7 495 111-11-11' })
    await here.order()

    const { items } = await queueOf('anna', 'mine')
    expect(items.map(({ noun, act }) => [noun, act])).toEqual([
      ['counterparty', 'change'],
      ['counterparty', 'create'],
      ['contract', 'create'],
      ['invoice', 'create'],
    ])
  })

  it('names the reason in words of both languages, how often it was tried, and when the next try is', async () => {
    await here.order()
    const engine = here.engineOf()
    await here.fault({ kind: 'lock', set: 'Catalog_Контрагенты', times: 0 })
    await engine.once()
    const { items: waiting } = await queueOf('anna', 'mine')
    await engine.stop()

    expect(waiting.map(({ noun, reason }) => [noun, reason])).toEqual([
      ['counterparty', 'base.busy'],
      ['contract', 'intent.waits-for'],
      ['invoice', 'intent.waits-for'],
    ])
    for (const { reason, nextTryAt, state } of waiting) {
      expect(wordsOf('ru')[`reason.${reason}`], reason).toMatch(/^[А-Я0-9«{]/)
      expect(wordsOf('en')[`reason.${reason}`], reason).toMatch(/^[A-Z0-9{]/)
      expect(nextTryAt > here.bridge.now()).toBe(true)
      expect(state).toBe('queued')
    }
    expect(waiting[0]?.attempts).toBeGreaterThan(0)
  })

  it('1C is closed for an update until about 13:00: the sentence of the base is told, and the place is kept', async () => {
    here.simulator.settings.blockedUntil = '13:00'
    await here.fault({ kind: 'blocked', times: 0 })
    const engine = here.engineOf()
    const { invoice } = await here.order()
    await engine.once()
    const { bases } = await queueOf('anna', 'mine')
    const closed = await item('anna', invoice)
    await here.calm()
    here.clock.tick(120_000)
    await here.rest(engine)
    const after = await queueOf('anna', 'mine')
    await engine.stop()

    expect(bases[0]?.health).toMatchObject({ state: 'busy', reason: 'base.locked', until: '13:00' })
    expect(bases[0]?.health.nextTryAt).not.toBeNull()
    expect(closed).toMatchObject({ state: 'queued', place: 3, mayCancel: true })
    expect(after.bases[0]?.health).toMatchObject({ state: 'working', reason: '' })
    expect(after.bases[0]?.health).not.toHaveProperty('until')
    expect(after.items).toEqual([])
  })

  it('a request can be withdrawn until the moment of writing, by its manager and the head, and then no more', async () => {
    const { invoice } = await here.order()
    const second = (await here.order()).invoice
    const offered = {
      anna: await item('anna', invoice),
      olga: await item('olga', invoice),
      elena: await item('elena', invoice),
    }
    await here.olga.do('POST /api/invoices/:id/cancel', { id: invoice })
    const engine = here.engineOf()
    await here.fault({ kind: 'reset-after-commit', methods: ['POST'], set: 'Document_СчетНаОплатуПокупателю' })
    await engine.once()
    const written = await item('anna', second)
    const late = await here.anna.refused('POST /api/invoices/:id/cancel', { id: second })
    await here.rest(engine)
    await engine.stop()

    expect(offered.anna?.mayCancel).toBe(true)
    expect(offered.olga?.mayCancel).toBe(true)
    expect(offered.elena?.mayCancel).toBe(false)
    expect(written).toMatchObject({ state: 'uncertain', mayCancel: false })
    expect(late).toMatchObject({ code: 'invoice.too-late', status: 409 })
    expect(here.accounting.ours()).toHaveLength(1)
  })

  it('what the base refused can be withdrawn, for it certainly holds nothing; the button says what the server would', async () => {
    here.simulator.settings.closedUntil = '2026-12-31'
    const { invoice } = await here.order()
    const engine = here.engineOf()
    for (let round = 0; round < 6; round++) {
      await engine.once()
      here.clock.tick(70_000)
    }
    const refused = await item('anna', invoice)
    const withdrawn = await here.anna.do('POST /api/invoices/:id/cancel', { id: invoice })
    const after = await item('anna', invoice)
    await here.rest(engine)
    await engine.stop()

    expect(refused).toMatchObject({ state: 'refused', mayCancel: true })
    expect(withdrawn.state).toBe('cancelled')
    expect(after).toBeUndefined()
    expect(here.accounting.ours()).toEqual([])
  })
})

describe('Withdrawing what is no invoice', () => {
  it('a correction goes back to what 1C holds, and the card says who has withdrawn it', async () => {
    const anna = await contextOf(here, 'ivanova')
    const [entity] = await entitiesOf(here, 'ivanova')
    if (!entity) throw new Error('the demo world has no counterparty of Anna')
    const before = await textsHere(here, entity.rowId)
    await editHere(anna, entity.id, { phone: '+7 495 111-11-11' })
    await editHere(anna, entity.id, { address: 'Тверь, Советская, 1' })
    const [request] = (await queueOf('anna', 'mine')).items
    await here.anna.do('POST /api/queue/:id/withdraw', { id: request?.id ?? '' })
    const { fields } = await here.anna.do('GET /api/counterparties/:id/form', { id: entity.id })
    const { holdUps } = await here.anna.do('GET /api/counterparties/:id/why', { id: entity.id })
    const writes = await writesOf(here)
    // The address was typed after the request had been frozen: it goes by itself.
    await here.rest(here.engineOf())

    expect(request).toMatchObject({ noun: 'counterparty', act: 'change', mayCancel: true, neededBy: null })
    expect(fields.find(({ field }) => field === 'phone')).toMatchObject({ value: before.phone, state: 'withdrawn' })
    expect(fields.find(({ field }) => field === 'address')?.state).toBe('pending')
    const facts = { field: 'phone', ours: '+7 495 111-11-11', who: 'Анна Иванова' }
    expect(holdUps.filter(({ why }) => why === 'withdrawn')).toMatchObject([{ facts }])
    expect(writes).toBe(0)
    expect(textsThere(here, entity.key)).toMatchObject({ phone: before.phone, address: 'Тверь, Советская, 1' })
    expect(await textsHere(here, entity.rowId)).toMatchObject({ phone: before.phone, address: 'Тверь, Советская, 1' })
  })

  it('nothing is taken from under an invoice or a contract: each is named, and goes first', async () => {
    const { invoice, taxNumber } = await here.order()
    await orderOfPavel(902)
    const byNoun = async () => new Map((await queueOf('anna', 'mine')).items.map((one) => [one.noun, one]))
    const withdraw = async (noun: 'counterparty' | 'contract') => ({ id: (await byNoun()).get(noun)?.id ?? '' })
    const first = await byNoun()
    const refused = [
      await here.anna.refused('POST /api/queue/:id/withdraw', await withdraw('counterparty')),
      await here.anna.refused('POST /api/queue/:id/withdraw', await withdraw('contract')),
    ]
    await here.anna.do('POST /api/invoices/:id/cancel', { id: invoice })
    const second = await byNoun()
    refused.push(await here.anna.refused('POST /api/queue/:id/withdraw', await withdraw('counterparty')))
    const stranger = await here.pavel.refused('POST /api/queue/:id/withdraw', await withdraw('contract'))
    await here.olga.do('POST /api/queue/:id/withdraw', await withdraw('contract'))
    await here.anna.do('POST /api/queue/:id/withdraw', await withdraw('counterparty'))
    await here.rest(here.engineOf())

    const inDeal = { noun: 'invoice', name: 'Поставка' }
    expect([...first.values()].map(({ neededBy, mayCancel }) => [neededBy, mayCancel])).toEqual([
      [inDeal, false],
      [inDeal, false],
      [null, true],
    ])
    expect(second.get('counterparty')?.neededBy).toEqual({ noun: 'contract', name: expect.stringMatching(/^Договор/) })
    expect(second.get('contract')).toMatchObject({ neededBy: null, mayCancel: true })
    expect(refused.map(({ code }) => code)).toEqual([
      'request.needed-by-invoice',
      'request.needed-by-invoice',
      'request.needed-by-contract',
    ])
    expect(refused[0]?.detail).toContain('«Поставка»')
    expect(stranger.code).toBe('request.not-found')
    expect(here.accounting.ours(), "Pavel's alone").toHaveLength(1)
    const held = [...here.simulator.base.all('Catalog_Контрагенты')].map(({ fields }) => fields['ИНН'])
    expect(held).not.toContain(taxNumber)
  })

  it('a deal whose contract was withdrawn asks for another one, and its counterparty goes with the next document', async () => {
    const anna = await contextOf(here, 'ivanova')
    const ready = await readyDeal(anna, 903)
    await drawUpContract(anna, { dealId: ready.deal, number: '903' })
    for (const noun of ['contract', 'counterparty']) {
      const { items } = await queueOf('anna', 'mine')
      await here.anna.do('POST /api/queue/:id/withdraw', { id: items.find((one) => one.noun === noun)?.id ?? '' })
    }
    const { deal, contracts } = await here.anna.do('GET /api/deals/:id', { id: ready.deal })
    const empty = (await queueOf('anna', 'mine')).items
    await askForDocuments(anna, ready, 904)
    await here.rest(here.engineOf())

    expect(deal.contractId).toBeNull()
    expect(contracts.filter(({ marked }) => !marked)).toEqual([])
    expect(empty).toEqual([])
    expect((await queueOf('anna', 'mine')).items).toEqual([])
    expect(here.accounting.ours()).toHaveLength(1)
  })

  it('is too late once a byte has left', async () => {
    const anna = await contextOf(here, 'ivanova')
    const [entity] = await entitiesOf(here, 'ivanova')
    await editHere(anna, entity?.id ?? '', { phone: '+7 495 111-11-11' })
    await here.fault({ kind: 'reset-after-commit', methods: ['PATCH'], set: 'Catalog_Контрагенты' })
    const engine = here.engineOf()
    await engine.once()
    const [request] = (await queueOf('anna', 'mine')).items
    const late = await here.anna.refused('POST /api/queue/:id/withdraw', { id: request?.id ?? '' })
    await here.rest(engine)
    await engine.stop()

    expect(request).toMatchObject({ state: 'uncertain', mayCancel: false })
    expect(late).toMatchObject({ code: 'request.too-late', status: 409 })
    expect(textsThere(here, entity?.key ?? '').phone).toBe('+7 495 111-11-11')
  })
})
