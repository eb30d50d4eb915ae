/** A-16 (S3): "in September you had another address": any card at any moment of the past, on both sides, as it really was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AsOfRecord, SideField } from '../../bridge/http/contract.ts'
import { clientAsOf, counterpartyAsOf } from '../../bridge/reports/as-of-client.ts'
import { invoiceAsOf } from '../../bridge/reports/as-of-invoice.ts'
import { up } from '../../bridge/store/migrations/014-changes.ts'
import { clientMoments, invoiceMoments } from '../../bridge/reports/moments.ts'
import type { Entity } from '../../connectors/simulator/base/model.ts'
import { long } from '../long.ts'
import { diceOf } from '../verify/aids/dice.ts'
import { onEachDatabase, type Place } from '../store/databases.ts'
import { tellStory, type Photograph, type Story } from './time-slider-world.ts'

const STORIES = long([1, 3, 4], [1])
const STEPS = long(60, 32)
/** Told to each database. */
const SHORT = { seed: 2, steps: 16 }

describe.each(STORIES)('A-16: as of any moment of a long story (%i)', (seed) => asItWas({ seed, steps: STEPS }))

onEachDatabase('A-16: as of any moment, whatever the database', (place) => asItWas(SHORT, place))

function asItWas({ seed, steps }: { seed: number; steps: number }, place?: Place): void {
  let story: Story
  const taken = () => story.photographs
  beforeAll(async () => {
    story = await tellStory(seed, steps, { databaseUrl: place ? (await place.reserve()).url : '' })
  }, 120_000)
  afterAll(() => story.close())

  /** At the moment itself, somewhere until the next change, and right before that. */
  function moments(): { at: string; shown: Photograph }[] {
    const dice = diceOf(seed, 'moments', 1)
    return taken().flatMap((shown, step) => {
      const from = Date.parse(shown.at)
      const until = Date.parse(taken()[step + 1]?.at ?? shown.at)
      // Deeds that take a while move the clock themselves: only the moment itself is sure then.
      const between = taken()[step + 1]?.what.match(/asked for|comes back/)
        ? []
        : [from + dice.below(until - from), until - 1]
      return [from, ...between.filter((ms) => ms >= from)].map((ms) => ({ at: new Date(ms).toISOString(), shown }))
    })
  }

  it('our cards are those that were shown then: client, people, legal entities', async () => {
    expect(taken().length).toBe(steps)
    for (const { at, shown } of moments())
      for (const card of shown.clients) {
        const then = await clientAsOf(story.elena, card.client.id, { at })
        const what = `${shown.what}, ${at}`
        expect(then.ours, what).toEqual(card.client)
        expect(
          then.contacts.map(({ ours }) => ours),
          what,
        ).toEqual(card.contacts)
        expect(
          then.counterparties.map(({ ours }) => ours),
          what,
        ).toEqual(card.counterparties)
      }
  }, 120_000)

  it('our invoices are those that were shown then, with the numbers, names, sums and lines of that day', async () => {
    for (const { at, shown } of moments())
      for (const invoice of shown.invoices)
        expect((await invoiceAsOf(story.elena, invoice.id, { at })).ours, `${shown.what}, ${at}`).toEqual(invoice)
  }, 120_000)

  it("the base's side is its record as it was when it told us, and a difference is marked exactly where there is one", async () => {
    let different = 0
    for (const { at, shown } of moments()) {
      for (const { id } of shown.invoices) {
        const then = await invoiceAsOf(story.elena, id, { at })
        different += compare(then, shown.told.get(await story.keyOf('invoices', id)), INVOICE_FIELDS)
      }
      for (const { id } of shown.counterparties) {
        const then = await counterpartyAsOf(story.elena, id, { at })
        different += compare(then, shown.told.get(await story.keyOf('counterparties', id)), PARTY_FIELDS)
      }
    }
    // What could not be read differs until it is mended.
    expect(different).toBeGreaterThan(0)
  }, 120_000)

  it('before a record was there it is not shown, and nothing is invented', async () => {
    const [first] = taken()
    const before = { at: '2026-11-24T07:59:59.999Z' }
    for (const { id } of first?.invoices ?? [])
      expect(await invoiceAsOf(story.elena, id, before)).toMatchObject({ state: 'not-yet', ours: null, told: null })
    for (const { id } of first?.counterparties ?? [])
      expect(await counterpartyAsOf(story.elena, id, before)).toMatchObject({ state: 'not-yet', ours: null })
    const last = taken().at(-1)
    const [, made] = last?.clients ?? []
    const madeMs = Date.parse(made?.client.createdAt ?? '')
    expect(
      await clientAsOf(story.elena, made?.client.id ?? '', { at: new Date(madeMs - 1).toISOString() }),
    ).toMatchObject({
      state: 'not-yet',
      contacts: [],
    })
    expect(await clientAsOf(story.elena, made?.client.id ?? '', { at: new Date(madeMs).toISOString() })).toMatchObject({
      state: 'known',
    })
  })

  it('names who changed it and why: the person, or the base with its round and the version of the rules', async () => {
    const [client = ''] = story.clients
    const [invoice = ''] = story.invoices
    const { items } = await clientMoments(story.elena, client)
    const ofInvoice = await invoiceMoments(story.elena, invoice)

    expect(items.find(({ deed }) => deed === 'change-client')).toMatchObject({
      who: 'Анна Иванова',
      noun: 'client',
      run: null,
    })
    expect(items.find(({ fields }) => fields.includes('address') && fields.includes('name'))).toMatchObject({
      who: 'buh',
      deed: 'told',
      run: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      mapping: expect.stringMatching(/^[0-9a-f]+$/),
    })
    expect(ofInvoice.items.map(({ deed }) => deed)).toEqual(expect.arrayContaining(['told', 'settled', 'not-taken']))
    expect(ofInvoice.items.find(({ deed }) => deed === 'not-taken')).toMatchObject({
      side: 'base',
      reason: 'record.unreadable',
    })
  })

  it('every change of what was shown is one of the moments at which the slider stops', async () => {
    for (const [at, id] of story.invoices.entries()) {
      const stops = new Set((await invoiceMoments(story.elena, id)).items.map((moment) => moment.at))
      const shown = taken().flatMap((photograph) => {
        const invoice = photograph.invoices[at]
        return invoice ? [{ at: photograph.at, text: JSON.stringify(invoice) }] : []
      })
      const changed = shown.filter(({ text }, step) => step > 0 && shown[step - 1]?.text !== text)
      if (at === 0) expect(changed.length).toBeGreaterThan(5)
      for (const change of changed) {
        const since = shown[shown.indexOf(change) - 1]?.at ?? ''
        expect(
          [...stops].some((stop) => stop > since && stop <= change.at),
          change.at,
        ).toBe(true)
      }
    }
  })

  it('a moment may be named in any zone, also in the hour that comes twice', async () => {
    const [id = ''] = story.invoices
    const at = taken()[10]?.at ?? ''
    const local = `${new Date(Date.parse(at) + 3 * 3_600_000).toISOString().slice(0, -1)}+03:00`

    const [utc, moscow] = [
      await invoiceAsOf(story.elena, id, { at }),
      await invoiceAsOf(story.elena, id, { at: local }),
    ]

    expect(moscow).toEqual(utc)
    const twice = ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00']
    const named = await Promise.all(twice.map((one) => invoiceAsOf(story.elena, id, { at: one })))
    expect(named.map((one) => one.at)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'])
  })
}

describe('A-16: records that were there before their changes were kept', () => {
  it('are known from that moment on; earlier is not known, and nothing is invented', async () => {
    const story = await tellStory(7, 12)
    const { here, elena } = story
    const { db } = here.bridge.database
    await db.schema.dropTable('changes')
    await up(db)
    const since = elena.now()
    await db('changes').update({ at: since })
    const [client = '', invoice = ''] = [story.clients[0], story.invoices[0]]
    const before = story.photographs.at(-2)?.at ?? ''
    here.clock.tick(60_000)
    here.accounting.reprice(story.photographs.at(-1)?.invoices[0]?.number ?? '', 1, 77)
    await here.work()

    const unknown = [await clientAsOf(elena, client, { at: before }), await invoiceAsOf(elena, invoice, { at: before })]
    const known = await invoiceAsOf(elena, invoice, { at: since })
    const moments = await invoiceMoments(elena, invoice)

    for (const then of unknown) expect(then).toMatchObject({ state: 'unknown', ours: null, knownSince: since })
    expect(known).toMatchObject({ state: 'known', knownSince: since })
    expect(known.ours).not.toBeNull()
    expect(moments.knownSince).toBe(since)
    await story.close()
  }, 60_000)

  it('younger ones are known from their beginning', async () => {
    const story = await tellStory(7, 12)
    const { here, elena } = story
    const { db } = here.bridge.database
    await db.schema.dropTable('changes')
    await up(db)
    await db('changes').update({ at: elena.now() })
    here.clock.tick(60_000)
    const { invoice } = await here.order()

    expect(await invoiceAsOf(elena, invoice, { at: elena.now() })).toMatchObject({ state: 'known', knownSince: null })
    here.clock.tick(60_000)
    const early = new Date(Date.parse(elena.now()) - 60_001).toISOString()
    expect(await invoiceAsOf(elena, invoice, { at: early })).toMatchObject({ state: 'not-yet', knownSince: null })
    await story.close()
  }, 60_000)
})

/** Fields of the base that stand in the answer under a word of ours, and how the base's value is spelled there. */
const INVOICE_FIELDS: Record<string, (told: Entity) => string> = {
  number: ({ fields }) => String(fields['Number']),
  date: ({ fields }) => String(fields['Date']).replace(/T.*/, ''),
  posted: ({ fields }) => String(fields['Posted']),
  marked: ({ fields }) => String(fields['DeletionMark']),
  totalMinor: ({ fields }) => Number(fields['СуммаДокумента']).toFixed(2),
  'priceMinor 1': ({ rows }) => Number(rows['Товары']?.[0]?.['Цена']).toFixed(2),
}
const PARTY_FIELDS: Record<string, (told: Entity) => string> = {
  name: ({ fields }) => String(fields['Description']),
  fullName: ({ fields }) => String(fields['НаименованиеПолное']),
  taxNumber: ({ fields }) => String(fields['ИНН']),
  reasonCode: ({ fields }) => String(fields['КПП']),
  marked: ({ fields }) => String(fields['DeletionMark']),
  address: ({ rows }) => contact(rows, 'Адрес'),
  phone: ({ rows }) => contact(rows, 'Телефон'),
}

function contact(rows: Entity['rows'], type: string): string {
  return String(rows['КонтактнаяИнформация']?.find((row) => row['Тип'] === type)?.['Представление'] ?? '')
}

/** @returns how many differences are marked */
function compare(
  then: AsOfRecord<unknown>,
  told: Entity | null | undefined,
  fields: Record<string, (told: Entity) => string>,
): number {
  if (!told) {
    expect(then.told?.gone ?? true).toBe(true)
    return 0
  }
  for (const [name, spelled] of Object.entries(fields)) {
    const [field, row = '0'] = name.split(' ')
    const side = then.fields.find((one) => one.field === field && one.row === Number(row))
    expect(side?.theirs, `${name} at ${then.at}`).toBe(spelled(told))
  }
  for (const side of then.fields) expect(side.differs, JSON.stringify(side)).toBe(isDifferent(side))
  const marked = then.fields.filter(({ differs }) => differs)
  if (then.told?.reason === '' && then.state === 'known') expect(marked, then.at).toEqual([])
  return marked.length
}

function isDifferent({ ours, theirs }: SideField): boolean {
  return ours !== null && theirs !== null && ours !== theirs
}
