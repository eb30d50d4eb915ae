// Injected failures, locks and slowness: items 58 and 60 of the conformance checklist, over a real socket.
import { describe, expect, it } from 'vitest'
import { fault } from '../../../connectors/simulator/settings.ts'
import type { Fault } from '../../../connectors/simulator/settings.ts'
import type { ODataWorld } from './odata-world.ts'
import { codeOf, odataWorlds } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'

const anyWorld = odataWorlds()

function faultyWorld(...faults: (Pick<Fault, 'kind'> & Partial<Fault>)[]): Promise<ODataWorld> {
  return anyWorld({ faults: faults.map(fault) })
}

/** 'broken' when the connection broke, otherwise the status. */
async function outcomeOf(deed: Promise<{ status: number }>): Promise<number | 'broken'> {
  return deed.then(
    ({ status }) => status,
    () => 'broken' as const,
  )
}

function create({ ask, books }: ODataWorld) {
  return ask(INVOICE, { method: 'POST', body: books.invoiceBody({}) })
}

describe('#58 A failure before the deed', () => {
  it.each([
    ['blocked', 403, 'application/json', '\uFEFF{'],
    ['licence', 500, 'text/html', 'Не обнаружено свободной лицензии!'],
    ['proxy', 502, 'text/html', '502 Bad Gateway'],
    ['disk-full', 500, 'text/html', 'No space left on device'],
    ['busy', 503, 'text/html', 'Service Unavailable'],
    ['html', 200, 'text/html', '<form'],
  ] as const)('%s answers %i and writes nothing', async (kind, status, type, text) => {
    const world = await faultyWorld({ kind })

    const reply = await create(world)

    expect(reply.status).toBe(status)
    expect(reply.headers.get('content-type')).toContain(type)
    expect(Buffer.from(reply.text).includes(text.replace('\uFEFF', ''))).toBe(true)
    expect(world.simulator.base.size(INVOICE)).toBe(0)
  })

  it('reset breaks the connection and writes nothing', async () => {
    const world = await faultyWorld({ kind: 'reset' })

    expect(await outcomeOf(create(world))).toBe('broken')
    expect(world.simulator.base.size(INVOICE)).toBe(0)
  })

  it('is hidden by a cloud behind a page with status 200', async () => {
    const world = await faultyWorld({ kind: 'blocked' })
    world.simulator.settings.front = 'cloud'

    const reply = await create(world)

    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8'])
  })
})

describe('#58 A failure after the deed', () => {
  it.each([
    ['html-after-commit', 200],
    ['reset-after-commit', 'broken'],
    ['cut', 'broken'],
  ] as const)('%s hides an invoice that was written', async (kind, outcome) => {
    const world = await faultyWorld({ kind, methods: ['POST'] })

    expect(await outcomeOf(create(world))).toBe(outcome)
    expect(world.simulator.base.size(INVOICE)).toBe(1)
  })

  it('slow-after-commit has written before the client hears of it', async () => {
    const world = await faultyWorld({ kind: 'slow-after-commit', delayMs: 60 })
    const answered = create(world)

    while (world.simulator.base.size(INVOICE) === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    const first = await Promise.race([answered.then(() => 'answered'), Promise.resolve('still waiting')])

    expect(first).toBe('still waiting')
    expect((await answered).status).toBe(201)
  })
})

describe('A fault', () => {
  it('hits after the skipped requests, so many times, and is spent', async () => {
    const world = await faultyWorld({ kind: 'proxy', methods: ['POST'], skip: 1, times: 2 })

    const statuses: number[] = []
    for (let count = 0; count < 5; count++) statuses.push((await create(world)).status)

    expect(statuses).toEqual([201, 502, 502, 201, 201])
  })

  it('hits only its set, its object and its bound method', async () => {
    const world = await faultyWorld({ kind: 'proxy', times: 0, set: INVOICE, call: 'Post' })
    const [one, other] = [world.books.invoice({}), world.books.invoice({})]
    const post = (key: string) => world.ask(`${INVOICE}(guid'${key}')/Post`, { method: 'POST' })

    const every = (await post(one.key)).status
    world.simulator.settings.faults = [fault({ kind: 'proxy', times: 0, key: one.key })]
    const statuses = [(await post(one.key)).status, (await post(other.key)).status, (await world.ask(INVOICE)).status]

    expect([every, ...statuses]).toEqual([502, 502, 200, 200])
  })

  it('with a share hits about that many requests, the same ones for the same seed', async () => {
    const runs: boolean[][] = []
    for (let run = 0; run < 2; run++) {
      const world = await faultyWorld({ kind: 'proxy', times: 0, probability: 0.5 })
      const hits: boolean[] = []
      for (let count = 0; count < 40; count++) hits.push((await world.ask('Catalog_Валюты')).status === 502)
      runs.push(hits)
    }

    expect(runs[0]).toEqual(runs[1])
    const share = runs[0]?.filter(Boolean).length ?? 0
    expect(share).toBeGreaterThan(8)
    expect(share).toBeLessThan(32)
  })
})

describe('#60 An object that somebody holds', () => {
  it('refuses writes with 500 and code -1, and is readable', async () => {
    const world = await faultyWorld({ kind: 'lock', times: 0, set: INVOICE })
    const address = `${INVOICE}(guid'${world.books.invoice({}).key}')`

    const write = await world.ask(address, { method: 'PATCH', body: {} })
    const read = await world.ask(address)

    expect([write.status, codeOf(write), read.status]).toEqual([500, '-1', 200])
  })

  it('can be held by name from outside', async () => {
    const world = await faultyWorld()
    const bill = world.books.invoice({})
    const address = `${INVOICE}(guid'${bill.key}')`

    await world.control('POST', '/locks', { set: INVOICE, key: bill.key, by: 'Кузнецова' })
    const held = await world.ask(address, { method: 'PATCH', body: {} })
    await world.control('DELETE', '/locks')
    const free = await world.ask(address, { method: 'PATCH', body: {} })

    expect([held.status, held.text.includes('Кузнецова'), free.status]).toEqual([500, true, 200])
  })
})

describe('A base that is down', () => {
  it('breaks every connection, and is still under control', async () => {
    const world = await faultyWorld()

    await world.control('PATCH', '/settings', { down: true })
    const dead = await outcomeOf(world.ask('Catalog_Валюты'))
    const control = await world.control('PATCH', '/settings', { down: false })

    expect([dead, control.status, await outcomeOf(world.ask('Catalog_Валюты'))]).toEqual(['broken', 200, 200])
  })
})
