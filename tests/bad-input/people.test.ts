/** Bad input of people and their browsers, through the real API: refused in words, and nothing is kept or sent of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientCard, DealCard } from '../../bridge/http/contract.ts'
import { hashToken } from '../../bridge/actions/session-token.ts'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'
import { addSession } from '../../bridge/store/sessions.ts'
import { signIn } from '../person.ts'
import { world, type World } from '../world.ts'
import { everyRow } from '../every-row.ts'
import { refused, turnedAway } from './refusals.ts'

const DAY_MS = 86_400_000
const NO_ID = '00000000-0000-4000-8000-000000000000'

let here: World
let romashka: ClientCard
beforeAll(async () => {
  here = await world()
  romashka = await clientCard('Ромашка')
})
afterAll(() => here.close())

async function clientCard(name: string): Promise<ClientCard> {
  const { items } = await here.anna.do('GET /api/clients', { query: { search: name } })
  return here.anna.do('GET /api/clients/:id', { id: items[0]?.id ?? '' })
}

const dealOf = async (name: string) => {
  const { deals } = await clientCard(name)
  return here.anna.do('GET /api/deals/:id', { id: deals[0]?.id ?? '' })
}

const line = { productId: null, text: 'Внедрение', quantityMilli: 1000, priceMinor: 4_850_000 }

/** Anna saves lines of Romashka's deal. */
async function refusedLines(...lines: object[]) {
  const { deal } = await dealOf('Ромашка')
  const body = { version: deal.version, lines }
  return refused(here, here.anna)(`PUT /api/deals/${deal.id}/lines`, { body })
}

describe('What a person types', () => {
  it('(issue 2, bad input: wrong INN checksum) quotes the number and says that nothing was sent', async () => {
    const body = { name: 'Ромашка-2', taxNumber: '7701000027', reasonCode: '770101001' }

    const refusal = await refused(here, here.anna)(`POST /api/clients/${romashka.client.id}/counterparties`, { body })
    await here.work()

    expect(refusal).toMatchObject({ status: 422, code: 'tax-number.checksum', field: 'taxNumber' })
    expect(refusal.ru).toBe(
      'Контрольная сумма ИНН 7701000027 не сходится: в номере опечатка. Сверьте его с документами клиента. Ничего не отправлено.',
    )
    expect(refusal.en).toBe(
      'The check digit of INN 7701000027 does not fit: it is mistyped. Compare it with the client’s papers. Nothing was sent.',
    )
    const inBase = [...here.simulator.base.all('Catalog_Контрагенты')].map(({ fields }) => fields['ИНН'])
    expect(inBase).not.toContain('7701000027')
  })

  it('(issue 2, bad input: letters in sums) names the field of the line; the former lines stay', async () => {
    const refusal = await refusedLines(line, { ...line, priceMinor: 'сто рублей' })

    expect(refusal).toMatchObject({ status: 400, code: 'input.not-a-whole-number', field: 'lines.1.priceMinor' })
    expect(refusal.ru).toBe(
      'Здесь должно быть целое число: суммы — в копейках, количество — в тысячных. Проверьте отмеченное поле.',
    )
    expect(refusal.en).toBe(
      'This must be a whole number: sums in kopecks, quantities in thousandths. Check the marked field.',
    )
  })

  it('(issue 2, bad input: a negative quantity) names the field and the least that is possible', async () => {
    const refusal = await refusedLines({ ...line, quantityMilli: -1000 })

    expect(refusal).toMatchObject({ status: 400, code: 'input.too-small', field: 'lines.0.quantityMilli' })
    expect(refusal.ru).toBe('Слишком мало: не меньше 1. Введите число побольше.')
    expect(refusal.en).toBe('Too small: at least 1. Enter a larger number.')
  })
})

const doubled = ({ productId, text, quantityMilli, priceMinor }: DealCard['lines'][number]) => ({
  productId,
  text,
  quantityMilli: quantityMilli * 2,
  priceMinor,
})

describe('How a person clicks', () => {
  it('(issue 2, bad input: a double click) makes one invoice in 1C; a click more is shown the first', async () => {
    const { deal } = await dealOf('Ромашка')
    const before = here.accounting.ours().length
    const way = `/api/deals/${deal.id}/invoices`
    const click = (key: string) =>
      here.anna.raw('POST', way, {
        body: JSON.stringify({ version: deal.version }),
        headers: { 'idempotency-key': key },
      })

    const answers = await Promise.all([click('one'), click('one')])
    const made = await Promise.all(answers.map((answer) => answer.json() as Promise<{ id?: string; code?: string }>))
    const ids = new Set(made.flatMap(({ id }) => id ?? []))
    const again = (await (await click('one')).json()) as { id: string }
    const other = await refused(here, here.anna)(`POST ${way}`, {
      body: { version: deal.version },
      headers: { 'idempotency-key': 'two' },
    })
    await here.work()

    expect([...ids]).toEqual([again.id])
    for (const { code } of made) expect([undefined, 'request.key-running']).toContain(code)
    expect(other).toMatchObject({ status: 409, code: 'invoice.already-issuing', facts: { invoice: again.id } })
    expect(other.ru).toBe('Счёт по этой сделке уже выставляется. Второй не создан; посмотрите первый.')
    expect(other.en).toBe('An invoice of this deal is already being issued. No second one was made; look at the first.')
    expect(here.accounting.ours()).toHaveLength(before + 1)
  })

  it('(issue 2, bad input: two tabs) keeps what the first saved and asks the second to look again', async () => {
    const { deal, lines } = await dealOf('Альфа-Сеть')
    const { client } = await clientCard('Альфа-Сеть')
    const saved = await here.anna.do('PUT /api/deals/:id/lines', {
      id: deal.id,
      body: { version: deal.version, lines: lines.map(doubled) },
    })
    await here.anna.do('PATCH /api/clients/:id', { id: client.id, body: { note: 'первая', version: client.version } })

    const late = refused(here, here.anna)
    const lateDeal = await late(`PUT /api/deals/${deal.id}/lines`, { body: { version: deal.version, lines: [] } })
    const lateInvoice = await late(`POST /api/deals/${deal.id}/invoices`, {
      body: { version: deal.version },
      headers: { 'idempotency-key': 'late tab' },
    })
    const lateClient = await late(`PATCH /api/clients/${client.id}`, {
      body: { note: 'вторая', version: client.version },
    })

    expect(lines).not.toEqual(saved.lines)
    expect(lateDeal).toMatchObject({ status: 409, code: 'deal.changed' })
    expect(lateDeal.ru).toBe('Сделку только что изменил кто-то другой. Обновите её, проверьте и повторите.')
    expect(lateDeal.en).toBe('Somebody has just changed this deal. Reload it, check it and repeat.')
    expect(lateInvoice).toMatchObject({ status: 409, code: 'deal.changed', ru: lateDeal.ru, en: lateDeal.en })
    expect(lateClient).toMatchObject({ status: 409, code: 'client.changed' })
    expect(lateClient.ru).toContain('Обновите её и внесите свою правку ещё раз.')
    expect(lateClient.en).toContain('Reload it and make your change again.')
    expect((await dealOf('Альфа-Сеть')).lines).toEqual(saved.lines)
  })
})

describe('What a browser or a program sends', () => {
  it('(issue 2, bad input: a body over the limit) is refused whole, also when it was squeezed', async () => {
    const { gzipSync } = await import('node:zlib')
    const body = JSON.stringify({ name: 'Большая', note: 'я'.repeat(600_000) })

    const plain = await refused(here, here.anna)('POST /api/clients', { body })
    const squeezed = await refused(here, here.anna)('POST /api/clients', {
      body: new Uint8Array(gzipSync(body)),
      headers: { 'content-encoding': 'gzip' },
    })

    for (const refusal of [plain, squeezed]) {
      expect(refusal).toMatchObject({ status: 413, code: 'request.too-large' })
      expect(refusal.ru).toBe('Запрос больше 1 МБ и не принят. Разделите его на части.')
      expect(refusal.en).toBe('The request is larger than 1 MB and was not accepted. Split it.')
    }
  })

  it.each([['{"name": "Ромаш'], ['{"name": "Ромашка",}'], ["{'name': 'Ромашка'}"], ['\uFEFF{}{}']])(
    'that is broken JSON is refused whole: %s',
    async (body) => {
      expect(await refused(here, here.anna)('POST /api/clients', { body })).toMatchObject({
        code: 'request.broken-json',
      })
    },
  )

  it('(issue 2, bad input: broken JSON) is refused whole and says that it is cut or has a mistake', async () => {
    const refusal = await refused(here, here.anna)('POST /api/clients', { body: '{"name": "Ромашка-3", "note": "' })

    expect(refusal).toMatchObject({ status: 400, code: 'request.broken-json' })
    expect(refusal.ru).toBe(
      'Тело запроса — не JSON: оно обрывается или содержит ошибку. Проверьте его и отправьте ещё раз.',
    )
    expect(refusal.en).toBe(
      'The body of the request is not JSON: it is cut or has a mistake. Check it and send it again.',
    )
  })

  it('(issue 2, bad input: an unknown id) names what there is not, in an address and in a body', async () => {
    const anna = refused(here, here.anna)
    const { deal } = await dealOf('Ромашка')
    const at = `/api/deals/${deal.id}`
    const change = (more: object) => ({ body: { version: deal.version, ...more } })
    const unknown = {
      client: await anna(`GET /api/clients/${NO_ID}`),
      'client ': await anna('GET /api/clients/42'),
      contact: await anna(`PATCH /api/contacts/${NO_ID}`, {
        body: { name: 'x', position: '', phone: '', email: '' },
      }),
      deal: await anna(`GET /api/deals/${NO_ID}`),
      invoice: await anna(`POST /api/invoices/${NO_ID}/cancel`),
      counterparty: await anna(`PATCH ${at}`, change({ counterpartyId: NO_ID })),
      organisation: await anna(`PATCH ${at}`, change({ organisationId: NO_ID })),
      contract: await anna(`PATCH ${at}`, change({ contractId: NO_ID })),
      stage: await anna(`POST ${at}/stage`, change({ stageId: NO_ID })),
      product: await anna(`PUT ${at}/lines`, change({ lines: [line, { ...line, productId: NO_ID }] })),
      cycle: await anna(`POST /api/clients/${romashka.client.id}/deals`, {
        body: { title: 'x', cause: '', cycleId: NO_ID },
      }),
      trouble: await refused(here, here.dmitry)(`POST /api/troubles/${NO_ID}/answer`, { body: { answer: 'seen' } }),
      base: await refused(here, here.dmitry)(`POST /api/bases/${NO_ID}/resume`),
    }

    for (const [noun, refusal] of Object.entries(unknown)) {
      expect(refusal, noun).toMatchObject({ status: 404, code: `${noun.trim()}.not-found` })
      expect(refusal.ru, noun).toMatch(/нет.*выберите заново\.$/)
      expect(refusal.en, noun).toMatch(/no such .*choose again\.$/)
    }
    expect(unknown.product.field).toBe('lines.1.productId')
  })

  it("(issue 2, bad input: somebody else's record) answers as if there were none, and changes nothing", async () => {
    const [pavel, anna] = [refused(here, here.pavel), refused(here, here.anna)]
    const { deal } = await dealOf('Ромашка')
    const [invoice] = (await here.anna.do('GET /api/invoices', { query: { state: 'all' } })).items
    const contact = romashka.contacts[0]?.id ?? ''
    const { version } = deal
    const ways: [string, object?][] = [
      [`GET /api/clients/${romashka.client.id}`],
      [`PATCH /api/clients/${romashka.client.id}`, { note: 'чужая', version: romashka.client.version }],
      [`POST /api/clients/${romashka.client.id}/deals`, { title: 'чужая', cause: '' }],
      [`PATCH /api/contacts/${contact}`, { name: 'чужая', position: '', phone: '', email: '' }],
      [`GET /api/deals/${deal.id}`],
      [`PUT /api/deals/${deal.id}/lines`, { version, lines: [] }],
      [`POST /api/deals/${deal.id}/invoices`, { version }],
      [`GET /api/invoices/${invoice?.id}`],
      [`POST /api/invoices/${invoice?.id}/cancel`],
    ]

    for (const [way, body] of ways) {
      const asking = { headers: { 'idempotency-key': `pavel ${way}`.slice(0, 100) }, ...(body && { body }) }
      const foreign = await pavel(way, asking)
      const absent = await anna(way.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, NO_ID), asking)
      expect(foreign, way).toMatchObject({ status: 404 })
      expect(foreign, way).toEqual(absent)
    }
  })
})

describe('A session that is no more', () => {
  it('(issue 2, bad input: a lost session) asks to sign in; the same request then goes through once', async () => {
    const { db } = here.bridge.database
    const others = (await db('sessions').pluck('token_hash')) as string[]
    const lost = await signIn(here.web.url, 'ivanova', DEMO_PASSWORD)
    await db('sessions').whereNotIn('token_hash', others).delete()
    const body = { name: 'Лютик' }

    const refusal = await turnedAway(here, lost)('POST /api/clients', { body })
    const back = await signIn(here.web.url, 'ivanova', DEMO_PASSWORD)
    await back.do('POST /api/clients', { body })

    expect(refusal).toMatchObject({ status: 401, code: 'session.needed' })
    expect(refusal.ru).toBe('Вы не вошли или сеанс закончился. Войдите ещё раз: введённое в форме останется на месте.')
    expect(refusal.en).toBe(
      'You are not signed in, or the session has ended. Sign in again: what you typed stays in the form.',
    )
    expect((await back.do('GET /api/clients', { query: { search: 'Лютик' } })).items).toHaveLength(1)
  })

  it('(issue 2, bad input: an expired token) opens nothing, for a browser and for a program', async () => {
    const token = 'token-of-a-program-long-enough'
    const at = here.bridge.now()
    const expiresAt = new Date(Date.parse(at) + DAY_MS).toISOString()
    const user = (await here.bridge.database.db('users').where('login', 'ivanova').first('id')) as { id: number }
    const session = { tokenHash: hashToken(token), userRowId: user.id, kind: 'bearer', at, expiresAt } as const
    await addSession(here.bridge.database.db, session)
    const program = { headers: { authorization: `Bearer ${token}`, cookie: '' } }
    const opened = await here.anna.raw('GET', '/api/me', program)

    here.clock.tick(8 * DAY_MS)
    const before = await everyRow(here.bridge.database.db)
    const ofProgram = await turnedAway(here, here.anna)('POST /api/clients', { ...program, body: { name: 'Пион' } })
    const ofBrowser = await turnedAway(here, here.anna)('POST /api/clients', { body: { name: 'Пион' } })

    expect(opened.status).toBe(200)
    for (const refusal of [ofProgram, ofBrowser]) {
      expect(refusal).toMatchObject({ status: 401, code: 'session.needed' })
      expect(refusal.ru).toContain('Войдите ещё раз')
      expect(refusal.en).toContain('Sign in again')
    }
    expect(await everyRow(here.bridge.database.db)).toEqual(before)
  })
})
