/** Clients and their legal entities over HTTP (R1, R2, R4, R5, R16; scenario M-2, M-5, M-6). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf, type Browser } from './browser.ts'
import { ROMASHKA_INN } from './trade.ts'
import { world, type World } from './world.ts'

let here: World
let anna: Browser
let pavel: Browser
beforeAll(async () => {
  here = await world()
  anna = await browserOf(here, 'anna')
  pavel = await browserOf(here, 'pavel')
})
afterAll(() => here.close())

async function found(who: Browser, typed: string): Promise<string[]> {
  const { body } = await who.get(`/api/clients?search=${encodeURIComponent(typed)}`)
  return (body['items'] as { name: string }[]).map(({ name }) => name)
}

describe('Searching for a client', () => {
  it.each(['рома', 'РОМАШ', '«ромашка»', ROMASHKA_INN, '770100', '4951234567', '+7 (495) 123'])(
    'finds it by %s',
    async (typed) => {
      expect(await found(anna, typed)).toEqual(['ООО «Ромашка»'])
    },
  )

  it('does not tell ё from е', async () => {
    await anna.send('POST', '/api/clients', { name: 'ООО «Ёлочка»' })

    expect(await found(anna, 'елоч')).toEqual(['ООО «Ёлочка»'])
  })

  it('shows the tax numbers, open deals and debt with their source', async () => {
    const { body } = await anna.get('/api/clients?search=рома')

    expect(body['items']).toMatchObject([
      {
        managerName: 'Анна Иванова',
        taxNumbers: [ROMASHKA_INN],
        openDeals: 1,
        debtMinor: 0,
        source: { origin: 'crm' },
      },
    ])
  })

  it('gives every client exactly once, page after page', async () => {
    for (let count = 0; count < 7; count++) await pavel.send('POST', '/api/clients', { name: `Клиент ${count % 3}` })
    const ids: string[] = []
    let after: string | null = ''

    while (after !== null) {
      const { body } = await pavel.get(`/api/clients?limit=2&after=${after}`)
      ids.push(...(body['items'] as { id: string }[]).map(({ id }) => id))
      after = body['next'] as string | null
    }

    expect(ids).toHaveLength(7)
    expect(new Set(ids).size).toBe(7)
  })

  it('does not find a client of another manager', async () => {
    expect(await found(pavel, 'рома')).toEqual([])
  })
})

describe('A client of somebody else', () => {
  it('is as if it were not there, for reading and for changing', async () => {
    const { client, deal } = here.trade
    const asked = [
      await pavel.get(`/api/clients/${client}`),
      await pavel.send('PATCH', `/api/clients/${client}`, { name: 'Моё', version: 1 }),
      await pavel.send('POST', `/api/clients/${client}/deals`, { title: 'x', cause: '' }),
      await pavel.get(`/api/deals/${deal}`),
      await pavel.get(`/api/deals/${deal}/pre-flight`),
    ]

    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })

  it('is seen by the head of the department and by nobody of another one', async () => {
    const olga = await browserOf(here, 'olga')
    const igor = await browserOf(here, 'igor')

    expect(await found(olga, 'рома')).toEqual(['ООО «Ромашка»'])
    expect(await found(igor, 'рома')).toEqual([])
  })

  it('is seen by the accountant, who may not change it', async () => {
    const elena = await browserOf(here, 'elena')

    const card = await elena.get(`/api/clients/${here.trade.client}`)
    const change = await elena.send('PATCH', `/api/clients/${here.trade.client}`, { name: 'x', version: 1 })

    expect(card.body['may']).not.toContain('change-client')
    expect(change.body.code).toBe('access.denied')
  })
})

describe('Two people at one card', () => {
  it('do not overwrite each other: the second is told to look again', async () => {
    const { body: client } = await anna.send('POST', '/api/clients', { name: 'Вектор' })
    const path = `/api/clients/${String(client['id'])}`

    const first = await anna.send('PATCH', path, { region: 'Новосибирск', version: 1 })
    const second = await anna.send('PATCH', path, { region: 'Томск', version: 1 })

    expect(first.body).toMatchObject({ region: 'Новосибирск', version: 2 })
    expect(second.status).toBe(409)
    expect(second.body.code).toBe('client.changed')
  })
})

describe('Contacts', () => {
  it('are added, changed, and shown on the card', async () => {
    const blank = { position: 'бухгалтер', phone: '', email: '' }
    const { status, body } = await anna.send('POST', `/api/clients/${here.trade.client}/contacts`, {
      ...blank,
      name: 'Белова',
    })
    await anna.send('PATCH', `/api/contacts/${String(body['id'])}`, { ...blank, name: 'Белова О. И.' })

    const card = await anna.get(`/api/clients/${here.trade.client}`)
    expect(status).toBe(201)
    expect(card.body['contacts']).toMatchObject([{ name: 'Белова О. И.', position: 'бухгалтер' }])
  })
})

const tie = (who: Browser, client: string, body: object) =>
  who.send('POST', `/api/clients/${client}/counterparties`, body)

describe('A legal entity', () => {
  it('with a wrong check digit of its INN is refused at once (M-5)', async () => {
    const { status, body } = await tie(anna, here.trade.client, { name: 'Опечатка', taxNumber: '7810000034' })

    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'tax-number.checksum', field: 'taxNumber' })
    expect(body.detail).toContain('7810000034')
  })

  it.each([
    [{ taxNumber: '77A1000026' }, 'tax-number.non-digit'],
    [{ taxNumber: '123' }, 'tax-number.length'],
    [{ taxNumber: '0000000000' }, 'tax-number.prefix-00'],
    [{ taxNumber: '7810000033', reasonCode: '00' }, 'reason-code.wrong'],
    [{ taxNumber: '540600000298', reasonCode: '770101001' }, 'reason-code.not-for-person'],
    [{ taxNumber: '7810000033', legalForm: 'sole-proprietor' }, 'tax-number.not-of-person'],
  ])('%o is refused as %s', async (requisites, code) => {
    expect((await tie(anna, here.trade.client, { name: 'Кто-то', ...requisites })).body.code).toBe(code)
  })

  it('that is already here is not drawn up again; the one who keeps it is named (M-6)', async () => {
    const { body: client } = await pavel.send('POST', '/api/clients', { name: 'Тоже Ромашка' })

    const { status, body } = await tie(pavel, String(client['id']), { name: 'Ромашка', taxNumber: ROMASHKA_INN })

    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'counterparty.already-exists',
      facts: { counterparty: here.trade.counterparty },
    })
    expect(body.detail).toContain('Анна Иванова')
  })

  it('of another branch, with its own KPP, is another entity (M-6)', async () => {
    const branch = { name: 'Ромашка, филиал', taxNumber: ROMASHKA_INN, reasonCode: '784243001' }

    const { status } = await tie(anna, here.trade.client, branch)

    const { body } = await anna.get(`/api/clients/${here.trade.client}`)
    expect(status).toBe(201)
    expect((body['counterparties'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'Ромашка ООО',
      'Ромашка, филиал',
    ])
  })

  it('that exists can be tied to a second client', async () => {
    const { body: client } = await anna.send('POST', '/api/clients', { name: 'Холдинг' })

    const { status, body } = await tie(anna, String(client['id']), { counterpartyId: here.trade.counterparty })

    expect(status).toBe(201)
    expect(body).toMatchObject({ taxNumber: ROMASHKA_INN })
  })
})
