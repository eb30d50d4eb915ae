/** What the store promises about clients, deals and people, on every database at hand. */
import { beforeAll, expect, it } from 'vitest'
import { addContact, findContact } from '../../bridge/store/contacts.ts'
import { changeClient, findClient } from '../../bridge/store/clients.ts'
import { tieCounterparty } from '../../bridge/store/client-counterparties.ts'
import type { Context } from '../../bridge/store/context.ts'
import { addContract, contractsOf, findContract } from '../../bridge/store/contracts.ts'
import { addCounterparty, counterpartiesOfClient } from '../../bridge/store/counterparties.ts'
import type { Database } from '../../bridge/store/db.ts'
import { dealLinesOf, replaceDealLines } from '../../bridge/store/deal-lines.ts'
import { addDeal, changeDeal, dealsOfClient, findDeal } from '../../bridge/store/deals.ts'
import { addProduct, findProduct } from '../../bridge/store/products.ts'
import { sameTaxNumber } from '../../bridge/store/same-tax-number.ts'
import { addSession, findSession } from '../../bridge/store/sessions.ts'
import { userByLogin } from '../../bridge/store/users.ts'
import { onEachDatabase } from './databases.ts'
import { clientOf, person, twoStages } from './people.ts'

/** Sums beyond 2^31 and up to the largest exact one. */
const LARGE = [2_147_483_648, 999_999_999_999_99, Number.MAX_SAFE_INTEGER]
const UNKNOWN = '00000000-0000-4000-8000-00000000dead'

onEachDatabase('The store', (place) => {
  let database: Database
  let manager: Context
  let colleague: Context
  let head: Context
  let stranger: Context

  beforeAll(async () => {
    database = await place.open()
    manager = await person(database, 'manager', 'Север')
    colleague = await person(database, 'manager', 'Север')
    head = await person(database, 'head', 'Север')
    stranger = await person(database, 'head', 'Юг')
  })

  it('shows a client to its manager, the head of the department and the accountant (I13)', async () => {
    const id = await clientOf(manager, 'ООО «Ёлка»')

    const accountant = await person(database, 'accountant')
    for (const seeing of [manager, head, accountant]) expect((await findClient(seeing, id)).name).toBe('ООО «Ёлка»')
  })

  it('answers "not found" to everybody else, as if there were no such client (I13)', async () => {
    const id = await clientOf(manager, 'Тайна')
    const nowhere = await person(database, 'head', '')
    const integrator = await person(database, 'integrator')

    for (const other of [colleague, stranger, nowhere, integrator])
      await expect(findClient(other, id)).rejects.toMatchObject({ code: 'client.not-found' })
    await expect(findClient(manager, UNKNOWN)).rejects.toMatchObject({ code: 'client.not-found' })
    await expect(findClient(manager, "' or 1=1 --")).rejects.toMatchObject({ code: 'client.not-found' })
  })

  it('keeps an edit of a client only from the version that was looked at', async () => {
    const client = await findClient(manager, await clientOf(manager, 'Ромашка'))

    await changeClient(manager, client, { phone: '+7 495 000-00-00' })

    await expect(changeClient(colleague, client, { phone: 'poison' })).rejects.toMatchObject({ code: 'client.changed' })
    expect(await findClient(manager, client.id)).toMatchObject({
      version: 2,
      phone: '+7 495 000-00-00',
      name: 'Ромашка',
    })
  })

  it('shows contacts to whoever sees their client', async () => {
    const client = await findClient(manager, await clientOf(manager, 'Контакты'))
    const id = manager.newId()
    const anna = { id, clientRowId: client.rowId, name: 'Анна', position: 'бухгалтер', phone: '', email: '' }
    await addContact(manager, anna)

    expect(await findContact(head, id)).toMatchObject({ id, name: 'Анна', managerId: manager.viewer.id })
    await expect(findContact(stranger, id)).rejects.toMatchObject({ code: 'contact.not-found' })
  })

  it('shows every branch with one INN, whatever the KPP, so that nobody draws up a double', async () => {
    const blank = { phone: '', email: '', address: '' }
    const firm = {
      ...blank,
      name: 'Север',
      fullName: 'ООО Север',
      legalForm: 'company',
      taxNumber: '7707083893',
    } as const
    await addCounterparty(manager, { ...firm, id: manager.newId(), reasonCode: '770701001' })
    await addCounterparty(manager, { ...firm, id: manager.newId(), reasonCode: '540602001' })

    const found = await sameTaxNumber(manager.db, '7707083893')

    expect(found.map(({ reasonCode }) => reasonCode)).toEqual(['770701001', '540602001'])
    expect(await sameTaxNumber(manager.db, '')).toEqual([])
  })

  it('ties a counterparty to a client once, however often it is asked', async () => {
    const client = await findClient(manager, await clientOf(manager, 'Связь'))
    const blank = { fullName: '', phone: '', email: '', address: '', taxNumber: '', reasonCode: '' }
    const counterparty = await addCounterparty(manager, {
      ...blank,
      id: manager.newId(),
      name: 'Иванов',
      legalForm: 'person',
    })
    const tie = { client: client.rowId, counterparty }

    const tied = await manager.transaction(async (ctx) => [
      await tieCounterparty(ctx, tie),
      await tieCounterparty(ctx, tie),
    ])

    expect(tied).toEqual([true, false])
    expect(await counterpartiesOfClient(manager, client.rowId)).toHaveLength(1)
  })

  it('keeps contracts with the parties they belong to', async () => {
    const blank = { fullName: '', phone: '', email: '', address: '', taxNumber: '', reasonCode: '' }
    const buyer = await addCounterparty(manager, {
      ...blank,
      id: manager.newId(),
      name: 'Покупатель',
      legalForm: 'person',
    })
    const mirrored = { full_name: '', tax_number: '', reason_code: '', prefix: '', name: 'Мы', search_key: 'мы' }
    await database.db('organisations').insert({ ...mirrored, uuid: manager.newId() })
    const ours = (await database.db('organisations').first('id', 'uuid')) as { id: number; uuid: string }
    const id = manager.newId()
    const contract = { id, name: 'Договор № 1', number: '1', date: '2026-11-24', sort: 'with-buyer' } as const
    await addContract(manager, { ...contract, counterpartyRowId: buyer, organisationRowId: ours.id, baseRowId: null })

    expect(await findContract(manager, id)).toMatchObject({
      date: '2026-11-24',
      organisationId: ours.uuid,
      marked: false,
    })
    expect(await contractsOf(manager, buyer)).toHaveLength(1)
  })

  it('moves a deal along and gives every sum back to the kopeck (I4)', async () => {
    const client = await findClient(manager, await clientOf(manager, 'Сделки'))
    const { cycle, first, second } = await twoStages(manager)
    const none = { counterpartyRowId: null, organisationRowId: null, contractRowId: null }
    const keys = { clientRowId: client.rowId, cycleRowId: cycle, stageRowId: first, managerRowId: manager.viewer.rowId }
    const id = manager.newId()
    const rowId = await addDeal(manager, { id, title: 'Поставка', cause: 'семинар', ...keys, ...none })
    const line = (sumMinor: number, at: number) => ({
      id: manager.newId(),
      position: at + 1,
      text: 'Маршрутизатор "Ё"',
      quantityMilli: 1_500,
      priceMinor: sumMinor,
      sumMinor,
      productRowId: null,
    })
    await manager.transaction((ctx) => replaceDealLines(ctx.db, rowId, LARGE.map(line)))
    await changeDeal(manager, { rowId, version: 1 }, { stageRowId: second, totalMinor: Number.MAX_SAFE_INTEGER })

    expect(await findDeal(manager, id)).toMatchObject({
      stageName: 'Счёт',
      totalMinor: Number.MAX_SAFE_INTEGER,
      version: 2,
    })
    expect((await dealLinesOf(manager.db, rowId)).map(({ sumMinor }) => sumMinor)).toEqual(LARGE)
    await expect(changeDeal(manager, { rowId, version: 1 }, {})).rejects.toMatchObject({ code: 'deal.changed' })
    expect(await dealsOfClient(stranger, client.rowId)).toEqual([])
    await expect(findDeal(colleague, id)).rejects.toMatchObject({ code: 'deal.not-found' })
  })

  it('tells a product that no base holds yet from one that it has shown', async () => {
    const id = manager.newId()
    await addProduct(manager, { id, name: 'Кабель', sku: 'К-1', service: false, unit: 'м', priceMinor: 1_050 })
    expect(await findProduct(manager, id)).toMatchObject({ service: false, inBase: false, priceMinor: 1_050 })

    await database.db('products').where('uuid', id).update({ as_of: '2026-11-24T08:00:00.000Z' })
    expect(await findProduct(manager, id)).toMatchObject({ inBase: true })
  })

  it('knows a session until it ends or its person leaves', async () => {
    const times = { at: '2026-11-24T09:00:00.000Z', expiresAt: '2026-11-24T18:00:00.000Z' }
    await addSession(database.db, { tokenHash: 'a1', userRowId: manager.viewer.rowId, kind: 'cookie', ...times })
    expect(await findSession(database.db, 'a1', '2026-11-24T17:59:59.999Z')).toMatchObject({ viewer: manager.viewer })

    expect(await findSession(database.db, 'a1', '2026-11-24T18:00:00.000Z')).toBeUndefined()
    await database.db('users').where('id', manager.viewer.rowId).update({ active: false })
    expect(await findSession(database.db, 'a1', '2026-11-24T10:00:00.000Z')).toBeUndefined()
    expect((await userByLogin(database.db, ` ${manager.viewer.id.toUpperCase()} `))?.active).toBe(false)
  })
})
