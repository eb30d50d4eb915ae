// The controls of the simulator: knobs, clock, journal, backups, a new start.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../../connectors/simulator/settings.ts'
import { codeOf, odataWorlds } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'

const world = odataWorlds()

describe('The controls', () => {
  it('describe the base: its clock, knobs, locks and how much it holds', async () => {
    const { control, books } = await world()
    books.invoice({})

    const state = await control('GET', '')

    expect(state.json).toMatchObject({
      base: 'buh',
      profile: 'bp30',
      now: '2026-11-24T12:00:00',
      settings: { licences: 5, faults: [] },
      locks: [],
      sizes: { [INVOICE]: 1 },
    })
  })

  it('close a period', async () => {
    const { control, ask, books } = await world()
    const october = books.invoice({ Date: '2026-10-15T10:00:00' })

    await control('PATCH', '/settings', { closedUntil: '2026-10-31' })
    const reply = await ask(`${INVOICE}(guid'${october.key}')`, { method: 'PATCH', body: { Комментарий: 'x' } })

    expect([reply.status, codeOf(reply)]).toEqual([500, '-1'])
    expect(reply.text).toContain('31.10.2026')
  })

  it.each([
    ['a knob that there is not', 'PATCH', '/settings', { licenses: 1 }, 'licenses'],
    ['a value that a knob does not take', 'PATCH', '/settings', { front: 'nginx' }, 'apache | iis | cloud'],
    ['a fault of no known kind', 'POST', '/faults', { kind: 'flood' }, 'faults'],
    ['a fault that hits more than always', 'POST', '/faults', { kind: 'proxy', probability: 2 }, 'faults'],
    ['a moment that is none', 'PUT', '/clock', { now: 'tomorrow' }, 'YYYY-MM-DD'],
    ['a world that there is not', 'POST', '/reset', { world: 'mars' }, 'demo | empty | volume'],
    ['a backup that nobody made', 'POST', '/backups/restore', { name: 'monday' }, 'backup'],
    ['a body that is not JSON', 'PATCH', '/settings', undefined, ''],
  ])('refuse %s and change nothing', async (_case, method, path, body, said) => {
    const { control, simulator } = await world()
    const before = structuredClone(simulator.settings)

    const reply = body === undefined ? await control(method, path, 'x') : await control(method, path, body)

    expect(reply.status).toBe(400)
    expect(String(reply.json['error'])).toContain(said)
    expect(simulator.settings).toEqual(before)
  })

  it('set the clock of the base and move it', async () => {
    const { control, simulator } = await world()

    await control('PUT', '/clock', { now: '2026-12-31T23:59:59' })
    const moved = await control('POST', '/clock/tick', { ms: 1000 })

    expect(moved.json['now']).toBe('2027-01-01T00:00:00')
    expect(simulator.base.clock.now()).toBe('2027-01-01T00:00:00')
  })

  it('add a fault without reviving one that is spent', async () => {
    const { control, ask } = await world()

    await control('POST', '/faults', { kind: 'proxy' })
    const hit = await ask('Catalog_Валюты')
    await control('POST', '/faults', { kind: 'licence', methods: ['DELETE'] })
    const spent = await ask('Catalog_Валюты')

    expect([hit.status, spent.status]).toEqual([502, 200])
  })

  it('keep a journal of requests, refused and broken ones too', async () => {
    const { control, ask, books } = await world()
    await control('POST', '/faults', { kind: 'reset', methods: ['POST'] })
    await ask('Catalog_Нет')
    await ask(INVOICE, { method: 'POST', body: books.invoiceBody({}) }).catch(() => undefined)

    const journal = await control('GET', '/journal')
    await control('DELETE', '/journal')
    const cleared = await control('GET', '/journal')

    expect(journal.json['lines']).toMatchObject([
      { method: 'GET', status: 404, address: '/buh/odata/standard.odata/Catalog_Нет?$format=json' },
      { method: 'POST', status: 0 },
    ])
    expect(cleared.json['lines']).toEqual([])
  })

  it('bring back a backup: later documents are gone and numbers start over', async () => {
    const { control, ask, books } = await world()
    books.invoice({})
    await control('POST', '/backups', { name: 'monday' })
    const lost = books.invoice({})

    await control('POST', '/backups/restore', { name: 'monday' })
    const gone = await ask(`${INVOICE}(guid'${lost.key}')`)
    const next = books.invoice({})

    expect(gone.status).toBe(404)
    expect(next.fields['Number']).toBe(lost.fields['Number'])
  })

  it('start anew with a world and the knobs at their defaults', async () => {
    const { control, simulator, books } = await world()
    const bill = books.invoice({})
    await control('PATCH', '/settings', { licences: 1 })

    const state = await control('POST', '/reset', { world: 'empty' })

    expect(state.status).toBe(200)
    expect(simulator.base.size(INVOICE)).toBe(0)
    expect(simulator.ledger.history.of(INVOICE, bill.key)).toEqual([])
    expect(simulator.settings.licences).toBe(5)
  })

  it('answer 404 to what they do not know', async () => {
    const { control } = await world()

    expect((await control('GET', '/nothing')).status).toBe(404)
  })
})

describe('The page about the simulator', () => {
  it('has a row for every knob', () => {
    const page = readFileSync(new URL('../../../connectors/simulator/README.md', import.meta.url), 'utf8')

    const missing = Object.keys(defaultSettings()).filter(
      (knob) => knob !== 'faults' && !page.includes(`| \`${knob}\` `),
    )

    expect(missing).toEqual([])
  })
})
