/** Whatever is sent from outside is checked at the edge and refused with a sentence and the field (checklist: bad inputs). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let anna: Browser
beforeAll(async () => {
  here = await world()
  anna = await browserOf(here, 'anna')
})
afterAll(() => here.close())

const line = { productId: null, text: 'Внедрение', quantityMilli: 1000, priceMinor: 4_850_000 }

function saveLines(lines: unknown[], version = 1) {
  return anna.send('PUT', `/api/deals/${here.trade.deal}/lines`, { version, lines })
}

describe('Lines of a deal', () => {
  it.each([
    ['letters in the sum', { ...line, priceMinor: 'сто рублей' }, 'input.not-a-whole-number', 'lines.0.priceMinor'],
    ['digits as text in the sum', { ...line, priceMinor: '4850000' }, 'input.not-a-whole-number', 'lines.0.priceMinor'],
    ['half a kopeck', { ...line, priceMinor: 100.5 }, 'input.not-a-whole-number', 'lines.0.priceMinor'],
    ['a negative price', { ...line, priceMinor: -1 }, 'input.too-small', 'lines.0.priceMinor'],
    ['a negative quantity', { ...line, quantityMilli: -1000 }, 'input.too-small', 'lines.0.quantityMilli'],
    ['no quantity at all', { ...line, quantityMilli: 0 }, 'input.too-small', 'lines.0.quantityMilli'],
    ['an absurd price', { ...line, priceMinor: 1e15 }, 'input.too-large', 'lines.0.priceMinor'],
    ['an empty text', { ...line, text: '   ' }, 'input.empty', 'lines.0.text'],
    ['a made-up product id', { ...line, productId: 'ats-10' }, 'input.not-an-id', 'lines.0.productId'],
    ['a field that nobody asked for', { ...line, vatRate: '0' }, 'input.unknown-field', 'lines.0.vatRate'],
  ])('refuse %s and name the field', async (_name, bad, code, field) => {
    const { status, body } = await saveLines([bad])

    expect(status).toBe(400)
    expect(body).toMatchObject({ code, field })
    expect(body.detail).toMatch(/^[А-Я]/)
  })

  it('refuse a product that does not exist', async () => {
    const { status, body } = await saveLines([{ ...line, productId: '00000000-0000-4000-8000-000000000000' }])

    expect(status).toBe(404)
    expect(body).toMatchObject({ code: 'product.not-found', field: 'lines.0.productId' })
  })

  it('refuse a sum that no deal has, even when price and quantity pass alone', async () => {
    const { body } = await saveLines([{ ...line, quantityMilli: 1_000_000_000, priceMinor: 1_000_000_000_000 }])

    expect(body).toMatchObject({ code: 'invoice.too-large', field: 'lines.0.priceMinor' })
  })

  it('refuse more than five hundred', async () => {
    const { body } = await saveLines(Array.from({ length: 501 }, () => line))

    expect(body).toMatchObject({ code: 'input.too-many', field: 'lines', facts: { limit: 500 } })
  })

  it('refuse a version that no deal can have', async () => {
    expect((await saveLines([line], 2_147_483_648)).body).toMatchObject({ code: 'input.too-large', field: 'version' })
  })

  it('leave the deal as it was after a refusal', async () => {
    await saveLines([line, { ...line, priceMinor: -1 }])

    const { body } = await anna.get(`/api/deals/${here.trade.deal}`)
    expect(body['lines']).toEqual([])
    expect(body['deal']).toMatchObject({ version: 1, totalMinor: 0 })
  })
})

describe('A request', () => {
  it('with broken JSON is refused with a sentence', async () => {
    const { status, body } = await anna.send('POST', '/api/clients', '{"name": "Ромаш')

    expect(status).toBe(400)
    expect(body.code).toBe('request.broken-json')
  })

  it('over one megabyte is refused before it is read', async () => {
    const { status, body } = await anna.send('POST', '/api/clients', { name: 'я'.repeat(600_000) })

    expect(status).toBe(413)
    expect(body.code).toBe('request.too-large')
  })

  it('that is not JSON is told what to send', async () => {
    const { status, body } = await anna.send('POST', '/api/clients', 'name=Ромашка', {
      'content-type': 'application/x-www-form-urlencoded',
    })

    expect(status).toBe(415)
    expect(body.code).toBe('request.not-json')
  })

  it('without a body, with a list, or with nothing known is refused', async () => {
    expect((await anna.send('POST', '/api/clients')).body.code).toBe('input.not-an-object')
    expect((await anna.send('POST', '/api/clients', [])).body.code).toBe('input.not-an-object')
    expect((await anna.send('POST', '/api/clients', {})).body).toMatchObject({ code: 'input.missing', field: 'name' })
  })

  it('with the character of code 0 is refused, because no database keeps it', async () => {
    const { status, body } = await anna.send('POST', '/api/clients', { name: 'a\u0000b' })

    expect(status).toBe(400)
    expect(body.code).toBe('request.bad-character')
  })

  it('with half a sign behind text that only looks like the other half is refused, because no encoding carries it', async () => {
    const { status, body } = await anna.send('POST', '/api/clients', String.raw`{"name":"\\ud83d\ude00"}`)

    expect(status).toBe(400)
    expect(body.code).toBe('request.bad-encoding')
  })

  it('that only writes about code 0 is fine', async () => {
    const { status, body } = await anna.send('POST', '/api/clients', { name: String.raw`\u0000` })

    expect(status).toBe(201)
    expect(body['name']).toBe(String.raw`\u0000`)
  })

  it('to an unknown address gets JSON, not a page', async () => {
    const { status, body, headers } = await anna.get('/api/nothing')

    expect(status).toBe(404)
    expect(headers.get('content-type')).toContain('application/problem+json')
    expect(body.code).toBe('request.no-such-address')
  })

  it('with a method that the address does not take hears which it takes', async () => {
    const { status, headers } = await anna.send('DELETE', '/api/clients', undefined)

    expect(status).toBe(405)
    expect(headers.get('allow')).toBe('GET, POST')
  })

  it.each(['/API/CLIENTS', '/api/clients/', '/api/Clients?search=x'])(
    'to %s is understood as one to /api/clients',
    async (path) => {
      expect((await anna.get(path)).status).toBe(200)
    },
  )

  it.each(['/api', '/api/', '/api//clients', '/api/clientship', '/api/constructor'])(
    'to %s meets nothing',
    async (path) => {
      expect((await anna.get(path)).status).toBe(404)
    },
  )

  it.each(['/api/clients/%E0%A4%A', '/api/clients/%ff'])('to the malformed address %s is refused', async (path) => {
    const { status, body } = await anna.get(path)

    expect(status).toBe(400)
    expect(body.code).toBe('request.bad-address')
  })

  it.each(['/api/clients/42', "/api/clients/1' or '1'='1", '/api/clients/00000000-0000-4000-8000-000000000000'])(
    'for the unknown record %s hears that there is none',
    async (path) => {
      const { status, body } = await anna.get(path)

      expect(status).toBe(404)
      expect(body.code).toBe('client.not-found')
    },
  )

  it.each(['search=%00', 'search=a%07b', 'search=a&search=%1f'])(
    'with a control sign in its query is refused, because a server would fail at it: %s',
    async (query) => {
      const { status, body } = await anna.get(`/api/clients?${query}`)

      expect([status, body.code]).toEqual([400, 'request.bad-character'])
    },
  )

  it.each(['["x",9007199254740991]', '["x",2147483648]', String.raw`["\u0000",1]`, '["x",0.5]'])(
    'that goes on after a place which no page can have is refused: %s',
    async (place) => {
      const { status, body } = await anna.get(`/api/clients?after=${Buffer.from(place).toString('base64url')}`)

      expect([status, body.code, body.field]).toEqual([400, 'input.wrong', 'after'])
    },
  )

  it.each([
    ['limit=0', 'limit'],
    ['limit=много', 'limit'],
    ['limit=10000', 'limit'],
    ['unknown=1', 'unknown'],
    ['after=%D1%8F', 'after'],
    ['search=a&search=b', 'search'],
  ])('with the query %s names the parameter', async (query, field) => {
    const { status, body } = await anna.get(`/api/clients?${query}`)

    expect(status).toBe(400)
    expect(body.field).toBe(field)
  })
})

describe('Text from outside', () => {
  it('comes back as it was written: scripts are text, never markup', async () => {
    const name = `<script>alert(1)</script> "О'Нил" & Ко`

    const { body, headers } = await anna.send('POST', '/api/clients', { name, note: '{{constructor}}' })

    expect(body).toMatchObject({ name, note: '{{constructor}}' })
    expect(headers.get('content-type')).toContain('application/json')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("script-src 'self';")
  })

  it.each(['%', '_', '\\', "'; drop table clients; --", '[a]', 'a%" or 1'])(
    'is searched for sign by sign: %s',
    async (typed) => {
      const { status, body } = await anna.get(`/api/clients?search=${encodeURIComponent(typed)}`)

      expect(status).toBe(200)
      const names = (body['items'] as { name: string }[]).map(({ name }) => name)
      expect(names).not.toContain('ООО «Ромашка»')
    },
  )
})

describe('A moment in the past', () => {
  const ask = (query: string) => anna.get(`/api/clients/${here.trade.client}/as-of${query}`)

  it.each([
    ['none', '', 400, 'input.missing'],
    ['a blank', '?at=%20', 400, 'input.empty'],
    ['a word', '?at=вчера', 400, 'moment.wrong'],
    ['a day without a time', '?at=2026-09-15', 400, 'moment.wrong'],
    ['a time without a zone', '?at=2026-09-15T18:00:00', 400, 'moment.wrong'],
    ['a day that there is not', '?at=2026-02-31T18:00:00Z', 400, 'moment.wrong'],
    ['an hour that there is not', '?at=2026-09-15T25:00:00Z', 400, 'moment.wrong'],
    ['a moment to come', '?at=2126-09-15T18:00:00Z', 422, 'moment.in-future'],
    ['another question', '?at=2026-01-01T00:00:00Z&side=ours', 400, 'input.unknown-field'],
  ])('that is %s is refused in a sentence, with the field', async (_name, query, status, code) => {
    const answer = await ask(query)

    expect(answer.body.code).toBe(code)
    expect(answer.status).toBe(status)
    expect(answer.body.detail).toMatch(/^[А-Я]/)
    if (code !== 'input.unknown-field') expect(answer.body).toMatchObject({ field: 'at' })
  })
})
