/** Deals over HTTP: lines, stages, pre-flight and issuing (R19-R22, R33, R34; scenario M-7 to M-12). */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let anna: Browser
beforeEach(async () => {
  here = await world()
  anna = await browserOf(here, 'anna')
})
afterEach(() => here.close())

/** Trap invoice T1 of the demo world, kopecks and thousandths. */
const T1 = [
  { quantityMilli: 3000, priceMinor: 3_333_333 },
  { quantityMilli: 1000, priceMinor: 4_850_000 },
  { quantityMilli: 7000, priceMinor: 214_286 },
]

function lines() {
  return T1.map((line, at) => ({ ...line, productId: here.trade.product, text: `Строка ${at + 1}` }))
}

const path = (rest = '') => `/api/deals/${here.trade.deal}${rest}`

async function version(): Promise<number> {
  const { body } = await anna.get(path())
  return (body['deal'] as { version: number }).version
}

async function readyDeal(): Promise<number> {
  await anna.send('PUT', path('/lines'), { version: 1, lines: lines() })
  await anna.send('POST', path('/contract'), { number: '17' })
  return version()
}

function issue(who: Browser, seen: number, key: string = randomUUID()) {
  return who.send('POST', path('/invoices'), { version: seen }, { 'idempotency-key': key })
}

describe('A new deal', () => {
  it('starts at the first stage, with the only organisation and counterparty chosen', async () => {
    const { body } = await anna.get(path())

    expect(body['deal']).toMatchObject({
      stageName: 'Интерес',
      organisationId: here.trade.organisation,
      counterpartyId: here.trade.counterparty,
      contractId: null,
    })
    expect(body['events']).toMatchObject([{ code: 'deal.opened', who: 'Анна Иванова' }])
  })

  it('stands on the board in its column, with the sum of the column', async () => {
    await anna.send('PUT', path('/lines'), { version: 1, lines: lines() })

    const { body } = await anna.get('/api/board')

    expect(body['columns']).toMatchObject([
      {
        stage: { name: 'Интерес' },
        count: 1,
        sumMinor: 16_350_001,
        cards: [{ title: 'АТС для офиса', stalledDays: 0 }],
      },
      { count: 0 },
      { count: 0 },
      { count: 0 },
    ])
  })

  it('shows as stalled when it stands longer than the norm of its stage', async () => {
    here.wait(6 * 86_400_000)
    await anna.get('/api/me') // keeps the session alive
    here.wait(4 * 86_400_000)

    const { body } = await anna.get('/api/board')

    expect(body['columns']).toMatchObject([{ cards: [{ stalledDays: 3 }] }, {}, {}, {}])
  })
})

describe('Moving a deal', () => {
  it('keeps who moved it and why', async () => {
    const { body } = await anna.send('POST', path('/stage'), {
      stageId: here.trade.stages.invoiced,
      reason: 'договорились',
      version: 1,
    })

    const card = await anna.get(path())
    expect(body).toMatchObject({ stageName: 'Счёт', version: 2 })
    expect((card.body['events'] as object[])[0]).toMatchObject({
      code: 'deal.stage-moved',
      facts: { from: 'Интерес', to: 'Счёт', reason: 'договорились' },
    })
  })

  it('to refusal needs a reason', async () => {
    const { status, body } = await anna.send('POST', path('/stage'), { stageId: here.trade.stages.lost, version: 1 })

    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'deal.reason-needed', field: 'reason' })
  })

  it('to a stage of another cycle is impossible', async () => {
    const { body } = await anna.send('POST', path('/stage'), { stageId: randomUUID(), version: 1 })

    expect(body.code).toBe('stage.not-found')
  })
})

describe('Pre-flight', () => {
  interface Check {
    code: string
    status: string
    fix: string
    facts: { fault?: string }
  }

  async function checks(): Promise<Map<string, Check>> {
    const { body } = await anna.get(path('/pre-flight'))
    return new Map((body['checks'] as Check[]).map((check) => [check.code, check]))
  }

  it('counts as the base will: T1 is 163 500,01 with 29 483,61 of VAT by today’s rate (M-8)', async () => {
    await anna.send('PUT', path('/lines'), { version: 1, lines: lines() })

    const { body } = await anna.get(path('/pre-flight'))

    expect(body).toMatchObject({
      date: '2026-02-16',
      reckoning: { totalMinor: 16_350_001, vatMinor: 2_948_361, vatRate: '22' },
    })
  })

  it('names what is missing and the button that mends it; nothing is written (M-9)', async () => {
    await anna.send('PUT', path('/lines'), {
      version: 1,
      lines: [{ ...T1[0], productId: null, text: 'Обучение' }],
    })

    const found = await checks()

    expect(found.get('contract')).toMatchObject({ status: 'bad', fix: 'draw-up-contract', facts: { fault: 'missing' } })
    expect(found.get('product')).toMatchObject({ status: 'bad', fix: 'choose-product' })
    expect(found.get('counterparty')?.status).toBe('good')
    expect(await here.database.db('intents')).toEqual([])
  })

  it('is ready when all of it is mended; a base that is away only means waiting', async () => {
    await readyDeal()

    const { body } = await anna.get(path('/pre-flight'))

    expect(body['ready']).toBe(true)
    expect((await checks()).get('base')).toMatchObject({ status: 'waiting' })
  })

  it('asks for lines', async () => {
    expect((await checks()).get('lines')).toMatchObject({ status: 'bad', fix: 'add-lines' })
  })

  it('does not accept a counterparty that is marked for deletion', async () => {
    await here.database.db('counterparties').where('uuid', here.trade.counterparty).update({ marked: true })

    expect((await checks()).get('counterparty')).toMatchObject({ status: 'bad', facts: { fault: 'marked' } })
  })
})

describe('Issuing an invoice', () => {
  it('answers at once that it is queued, without a number: only the base gives one (M-10)', async () => {
    const seen = await readyDeal()

    const { status, body } = await issue(anna, seen)

    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'queued', number: '', totalMinor: 16_350_001, source: { origin: 'queued' } })
    const queue = await anna.get('/api/queue')
    expect((queue.body['items'] as { noun: string }[]).map(({ noun }) => noun)).toContain('invoice')
  })

  it('happens once for a double click: two requests at the same moment with one key (M-12)', async () => {
    const seen = await readyDeal()
    const key = randomUUID()

    const answers = await Promise.all([issue(anna, seen, key), issue(anna, seen, key)])

    // The second hears either that the first is under way, or its answer.
    const made = answers.filter(({ status }) => status === 201)
    expect(made.length).toBeGreaterThan(0)
    expect(new Set(made.map(({ body }) => body['id'])).size).toBe(1)
    for (const { status } of answers) expect([201, 409]).toContain(status)
    expect(await here.database.db('invoices')).toHaveLength(1)
  })

  it('gives the same answer to a repeat with the same key, and says that it is a repeat', async () => {
    const seen = await readyDeal()
    const key = randomUUID()
    const first = await issue(anna, seen, key)

    const again = await issue(anna, seen, key)

    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(first.headers.get('idempotency-replayed')).toBeNull()
  })

  it('gives the same answer a year later: a key of a money operation never expires', async () => {
    const seen = await readyDeal()
    const key = randomUUID()
    const first = await issue(anna, seen, key)
    here.wait(366 * 24 * 3_600_000)

    const again = await issue(await browserOf(here, 'anna'), seen, key)

    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await here.database.db('invoices')).toHaveLength(1)
  })

  it('shows the invoice that is on its way to a second tab with another key (M-12)', async () => {
    const seen = await readyDeal()
    const first = await issue(anna, seen)

    const second = await issue(anna, await version())

    expect(second.status).toBe(409)
    expect(second.body).toMatchObject({ code: 'invoice.already-issuing', facts: { invoice: first.body['id'] } })
  })

  it('refuses the same key for another request, and a request without a key', async () => {
    const seen = await readyDeal()
    const key = randomUUID()
    await issue(anna, seen, key)

    expect((await issue(anna, seen + 5, key)).body.code).toBe('request.key-other-body')
    const keyless = await anna.send('POST', path('/invoices'), { version: seen })
    expect(keyless.status).toBe(400)
    expect(keyless.body.code).toBe('request.key-missing')
  })

  it('leaves the key free when it was refused: the mended deal goes out under the same key', async () => {
    const key = randomUUID()
    expect((await issue(anna, 1, key)).body.code).toBe('invoice.no-contract')

    const seen = await readyDeal()

    const second = await anna.send('POST', path('/invoices'), { version: seen }, { 'idempotency-key': key })
    expect(second.status).toBe(201)
  })

  it('refuses a deal that has changed since it was looked at', async () => {
    const seen = await readyDeal()

    const { status, body } = await issue(anna, seen - 1)

    expect(status).toBe(409)
    expect(body.code).toBe('deal.changed')
  })

  it('belongs to the owner of the key: a colleague with the same key gets nothing of it', async () => {
    const seen = await readyDeal()
    const key = randomUUID()
    await issue(anna, seen, key)
    const pavel = await browserOf(here, 'pavel')

    expect((await issue(pavel, seen, key)).status).toBe(404)
  })

  it('can be withdrawn while nothing has left, and then leaves the queue', async () => {
    const { body } = await issue(anna, await readyDeal())
    const invoice = `/api/invoices/${String(body['id'])}`

    const { body: cancelled } = await anna.send('POST', `${invoice}/cancel`)

    expect(cancelled).toMatchObject({ state: 'cancelled' })
    const page = await anna.get(invoice)
    expect(page.body['queue']).toBeNull()
    expect(page.body['versions']).toHaveLength(1)
  })
})
