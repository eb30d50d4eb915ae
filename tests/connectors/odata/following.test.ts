/** Reading everything and following changes of a simulated 1C base (reference 3.4, 7; I2, I5, I7, I9; performance G7). */
import { afterEach, describe, expect, it } from 'vitest'
import type { Connector, Page } from '../../../connectors/connector.ts'
import { openOData, type ODataOptions } from '../../../connectors/odata/index.ts'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import { fault, type Fault } from '../../../connectors/simulator/settings.ts'
import { Reader } from '../reader.ts'
import { optionsFor, simulatedWorld, type Personality } from './simulated.ts'

const CLIENTS = 'Catalog_Контрагенты'
const INVOICES = 'Document_СчетНаОплатуПокупателю'
const NODES = 'ExchangePlan_ЗвеноОбмен'
const DAY_MS = 86_400_000

const closings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

interface World {
  simulator: Simulator
  connector: Connector
  reader: Reader
  /** Addresses asked since the last question. */
  asked: () => string[]
}

async function world(personality: Personality): Promise<World> {
  const { simulator, connector, close } = await simulatedWorld(personality)
  closings.push(close)
  let seen = 0
  const asked = (): string[] =>
    simulator.journal.slice(seen, (seen = simulator.journal.length)).map(({ address }) => address)
  return { simulator, connector, reader: new Reader(connector, [CLIENTS, INVOICES]), asked }
}

/** Another reader of our node takes its changes. */
async function takeAway(simulator: Simulator, { known }: Reader): Promise<void> {
  const thief = openOData(optionsFor(simulator))
  const query = { kinds: [CLIENTS], since: null, known, signal: AbortSignal.timeout(5000) }
  for await (const page of thief.changes(query)) void page
  await thief.close()
}

/** A base that was connected at eleven in the morning. `lose` deletes an old invoice past the exchange; `sweeps` = comparisons of all. */
async function connectedByDay(plan: Personality['plan'], more: Partial<ODataOptions> = {}) {
  const { simulator, reader } = await world({ plan, options: more })
  simulator.base.clock.set('2027-10-01T11:00:00')
  await reader.read()
  const start = simulator.journal.length
  const lose = async () => {
    const [invoice] = simulator.base.all(INVOICES)
    simulator.base.remove(INVOICES, invoice?.key ?? '')
    if (plan === 'discover') await takeAway(simulator, reader)
    return invoice?.key
  }
  // The first window of the documents begins before all times.
  const isSweep = ({ address }: { address: string }) =>
    address.includes(`/${INVOICES}?`) && address.includes('0001-01-01')
  return { simulator, reader, lose, sweeps: () => simulator.journal.slice(start).filter(isSweep).length }
}

/** What was asked and given up is carried out after all. */
async function carriedOut(simulator: Simulator, address = ''): Promise<void> {
  const { user, password } = optionsFor(simulator)
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const done = await fetch(simulator.url + encodeURI(address), { method: 'POST', headers: { authorization } })
  expect(done.status).toBe(200)
}

function failNext(simulator: Simulator, kind: Fault['kind'], set: string): void {
  simulator.settings.faults.push(fault({ kind, set }))
}

describe('The first load of a 1C base', () => {
  it('reads pages of a thousand and documents month by month', async () => {
    const { simulator, reader, asked } = await world({ plan: 'none', clients: 2100 })

    await reader.read()

    const pages = asked().filter((address) => address.includes('$top=1000'))
    expect(
      pages.filter((address) => address.includes(CLIENTS)).map((address) => /\$skip=\d+/.exec(address)?.[0]),
    ).toEqual(['$skip=0', '$skip=1000', '$skip=2000'])
    expect(
      pages.filter((address) => address.includes(INVOICES)).every((address) => address.includes('$filter=Date ')),
    ).toBe(true)
    expect(reader.keys(CLIENTS)).toHaveLength(simulator.base.size(CLIENTS))
  })

  it('reads a window again when people moved it while it was read, and so loses nobody', async () => {
    // By plan: comparing would find the lost one a moment later and hide the fault. Slow: each page is handed on by itself.
    let nowMs = Date.parse('2027-10-01T11:00:00Z')
    const now = () => (nowMs += 1_000)
    const { simulator, reader } = await world({ plan: 'discover', clients: 1100, options: { now } })
    const loading = reader.stream()[Symbol.asyncIterator]()
    const seen = new Set<string>()

    const first: IteratorResult<Page> = await loading.next()
    const [early] = first.done === true ? [] : first.value.items
    simulator.base.remove(CLIENTS, early?.key ?? '')
    for (let next = await loading.next(); next.done !== true; next = await loading.next())
      next.value.items.forEach(({ key }) => seen.add(key))

    expect([...simulator.base.all(CLIENTS)].filter(({ key }) => !seen.has(key)).length).toBe(0)
  })

  it('asks for the next page while the consumer stores the current one', async () => {
    const { reader, asked } = await world({ plan: 'none', clients: 1100 })
    const loading = reader.stream()[Symbol.asyncIterator]()

    await loading.next()
    await expect.poll(() => asked().some((address) => address.includes('$skip=1000'))).toBe(true)

    await loading.return?.()
  })

  it('says how many records there are, so that progress can be shown', async () => {
    const { simulator, reader } = await world({ plan: 'none' })

    for await (const page of reader.stream()) {
      expect(page.total).toBe(simulator.base.size(CLIENTS))
      break
    }
  })

  it('begins with the kind that was added to the mappings later, and leaves the others alone', async () => {
    const { simulator, connector, reader } = await world({ plan: 'none' })
    await reader.read()
    const wider = new Reader(connector, [CLIENTS, INVOICES, 'Catalog_Валюты'], reader)

    const came = await wider.read()

    expect(new Set(came.map(({ kind }) => kind))).toEqual(new Set(['Catalog_Валюты']))
    expect(came).toHaveLength(simulator.base.size('Catalog_Валюты'))
  })
})

describe('Following an exchange plan', () => {
  it('costs two calls when nothing has changed, however many records there are (G7)', async () => {
    const { reader, asked } = await world({ plan: 'discover', clients: 300 })
    await reader.read()
    await reader.read()
    asked()

    expect(await reader.read()).toEqual([])

    expect(asked()).toHaveLength(2)
  })

  it('does not load the base twice although a new node has all of it registered', async () => {
    const { simulator, reader } = await world({ plan: 'discover', clients: 50 })

    const came = await reader.read()

    const clients = came.filter(({ kind }) => kind === CLIENTS)
    expect(clients).toHaveLength(simulator.base.size(CLIENTS))
  })

  it('reads from Atom what it would read from JSON', async () => {
    const { simulator, connector, reader } = await world({ plan: 'discover', settings: { atomOrder: 'shuffled' } })
    await reader.read()
    const invoice = [...simulator.base.all(INVOICES)].at(-1)
    simulator.ledger.change(INVOICES, invoice?.key ?? '', { Комментарий: 'Кавычки " < & > и ёлка' })

    const [changed] = await reader.read()

    expect(changed).toEqual(await connector.read(INVOICES, invoice?.key ?? ''))
  })

  it.each(['html', 'cut', 'proxy', 'reset'] as const)(
    'takes an answer of the kind %s for an error, never for "no changes" (I9)',
    async (kind) => {
      const { simulator, reader, asked } = await world({ plan: 'discover' })
      await reader.read()
      await reader.read()
      const fresh = simulator.ledger.create(CLIENTS, { Description: 'Новый' })
      asked()
      failNext(simulator, kind, 'SelectChanges')

      await expect(reader.read()).rejects.toMatchObject({ name: 'Unreachable' })

      expect(asked().filter((address) => address.includes('Notify'))).toEqual([])
      expect((await reader.read()).map(({ key }) => key)).toEqual([fresh.key])
    },
  )

  it('loses nothing when the acknowledgement gets lost', async () => {
    const { simulator, reader } = await world({ plan: 'discover' })
    await reader.read()
    simulator.ledger.create(CLIENTS, { Description: 'Один' })
    failNext(simulator, 'reset-after-commit', 'NotifyChangesReceived')
    await expect(reader.read()).rejects.toMatchObject({ name: 'Unreachable' })
    const second = simulator.ledger.create(CLIENTS, { Description: 'Два' })

    expect((await reader.read()).map(({ key }) => key)).toEqual([second.key])
  })

  it('(I2) loses nothing when an acknowledgement is carried out after nobody waits for it any more', async () => {
    const { simulator, reader, asked } = await world({ plan: 'discover' })
    await reader.read()
    simulator.ledger.create(CLIENTS, { Description: 'Один' })
    asked()
    failNext(simulator, 'html', 'NotifyChangesReceived')
    await expect(reader.read()).rejects.toMatchObject({ name: 'Unreachable' })
    const late = asked().find((address) => address.includes('/NotifyChangesReceived?'))
    const second = simulator.ledger.create(CLIENTS, { Description: 'Два' })
    expect((await reader.readAndCrash()).map(({ key }) => key)).toContain(second.key)

    await carriedOut(simulator, late)

    expect((await reader.read()).map(({ key }) => key)).toContain(second.key)
  })

  it('(I2) acknowledges nothing while a selection that nobody waits for may still be carried out', async () => {
    const { simulator, reader, asked } = await world({ plan: 'discover' })
    simulator.base.clock.set('2026-03-10T09:00:00')
    await reader.read()
    asked()
    failNext(simulator, 'html', 'SelectChanges')
    await expect(reader.read()).rejects.toMatchObject({ name: 'Unreachable' })
    const late = asked().find((address) => address.includes('/SelectChanges?'))
    const first = simulator.ledger.create(CLIENTS, { Description: 'Один' })
    expect((await reader.read()).map(({ key }) => key)).toContain(first.key)
    const second = simulator.ledger.create(CLIENTS, { Description: 'Два' })
    await carriedOut(simulator, late)

    expect(asked().filter((address) => address.includes('/NotifyChangesReceived?'))).toEqual([])
    expect((await reader.read()).map(({ key }) => key)).toContain(second.key)
    expect(reader.late).toBe(true)
    reader.late = false
    await reader.read()
    expect(asked().filter((address) => address.includes('/NotifyChangesReceived?'))).toHaveLength(1)
    expect(await reader.read()).toEqual([])
  })

  it('(I2) doubts the selection that empties a new node, too: cut off, it may come in the middle of what follows', async () => {
    const { simulator, reader } = await world({ plan: 'discover' })
    failNext(simulator, 'reset', 'SelectChanges')

    await expect(reader.read()).rejects.toMatchObject({ name: 'Unreachable' })

    expect(reader.late).toBe(true)
  })

  it('stops when the base was restored from a copy: its message numbers went back', async () => {
    const { simulator, reader } = await world({ plan: 'discover' })
    const backup = simulator.base.save()
    await reader.read()
    simulator.ledger.create(CLIENTS, { Description: 'После копии' })
    await reader.read()
    simulator.base.restore(structuredClone(backup))

    await expect(reader.read()).rejects.toMatchObject({ name: 'Misfit', reason: 'base.other-base' })
  })

  it('finds once a day what another reader of the node took away from us', async () => {
    const { simulator, connector, reader } = await world({ plan: 'discover' })
    simulator.base.clock.set('2026-03-10T09:00:00')
    await reader.read()
    const fresh = simulator.ledger.create(CLIENTS, { Description: 'Увели' })
    await takeAway(simulator, reader)
    expect(await reader.read()).toEqual([])

    simulator.base.clock.tick(DAY_MS)

    expect((await reader.read()).map(({ key }) => key)).toContain(fresh.key)
    expect(connector.abilities.changes).toBe('plan')
  })

  it('leaves plans of other programs alone', async () => {
    const { simulator, connector, reader } = await world({ plan: 'discover' })
    for (const node of simulator.base.all(NODES))
      simulator.base.put({ ...node, fields: { ...node.fields, DeletionMark: true } })

    await reader.read()

    expect(connector.abilities.changes).toBe('window')
  })
})

describe('What was deleted for good, unnoticed by the exchange plan', () => {
  const HOUR_MS = DAY_MS / 24

  it.each(['discover', 'none'] as const)('is found in the night of the base, once (%s)', async (plan) => {
    const { simulator, reader, lose, sweeps } = await connectedByDay(plan)
    const key = await lose()
    simulator.base.clock.tick(14.9 * HOUR_MS) // five to two
    await reader.read()
    expect(sweeps()).toBe(0)

    simulator.base.clock.tick(0.2 * HOUR_MS)
    expect((await reader.read()).map(({ key: found, gone }) => [found, gone])).toEqual([[key, true]])
    for (let hours = 0; hours < 23; hours++) {
      simulator.base.clock.tick(HOUR_MS)
      await reader.read()
    }

    expect(sweeps()).toBe(1)
    simulator.base.clock.tick(HOUR_MS)
    await reader.read()
    expect(sweeps()).toBe(2)
  })

  it('is found in the morning when the bridge slept at night', async () => {
    const { simulator, reader, lose, sweeps } = await connectedByDay('discover')
    await lose()
    simulator.base.clock.tick(20 * HOUR_MS)
    expect(await reader.read()).toHaveLength(1)

    simulator.base.clock.tick(12 * HOUR_MS)
    await reader.read()
    expect(sweeps()).toBe(1)
  })

  it('is looked for at the hour that was set', async () => {
    const { simulator, reader, sweeps } = await connectedByDay('discover', { sweepAt: '23:30' })

    simulator.base.clock.tick(12.4 * HOUR_MS)
    await reader.read()
    expect(sweeps()).toBe(0)
    simulator.base.clock.tick(0.2 * HOUR_MS)
    await reader.read()
    expect(sweeps()).toBe(1)
  })
})

describe('Following by comparing', () => {
  it('asks once per kind when nothing has changed', async () => {
    const { connector, reader, asked } = await world({ plan: 'none', clients: 300 })
    await reader.read()
    asked()

    expect(await reader.read()).toEqual([])
    expect(connector.abilities.changes).toBe('window')

    expect(asked()).toHaveLength(2)
  })

  it('finds an old document that was changed, once a day', async () => {
    const { simulator, reader } = await world({ plan: 'none', settings: { closedUntil: '' } })
    const [invoice] = simulator.base.all(INVOICES)
    simulator.base.clock.set('2027-10-01T09:00:00')
    await reader.read()
    simulator.ledger.change(INVOICES, invoice?.key ?? '', { Комментарий: 'задним числом' })
    expect(await reader.read()).toEqual([])

    simulator.base.clock.tick(DAY_MS)

    expect((await reader.read()).map(({ key }) => key)).toEqual([invoice?.key])
  })

  it('takes half of everything gone for another base, not for tidying up', async () => {
    const { simulator, reader } = await world({ plan: 'none', clients: 300 })
    await reader.read()
    for (const { key } of [...simulator.base.all(CLIENTS)].slice(0, 250)) simulator.base.remove(CLIENTS, key)

    await expect(reader.read()).rejects.toMatchObject({ name: 'Misfit', reason: 'base.other-base' })
  })
})
