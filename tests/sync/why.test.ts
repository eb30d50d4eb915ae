/** "Why is this value here": the chain is whole for every record, and says the same as the base (S2, F80). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WhyField } from '../../bridge/http/contract.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { whyCounterparty, whyInvoice, whyPayment, whyReference } from '../../bridge/reports/why-record.ts'
import { whyClientMoney } from '../../bridge/reports/why-money.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import type { Context } from '../../bridge/store/context.ts'
import { contextOf, editHere, editThere, entitiesOf } from './both-sides.ts'
import { workshop, type Workshop } from './workshop.ts'

let here: Workshop
let elena: Context
beforeAll(async () => {
  here = await workshop()
  const user = await userByLogin(db(), 'kuznetsova')
  if (!user) throw new Error('the demo world has no accountant')
  elena = contextFor(here.bridge, viewerOf(user))
}, 60_000)
afterAll(() => here.close())

const db = () => here.bridge.database.db

interface Told {
  uuid: string
  noun: string
  foreign_key: string
  version: string
}

async function mirrored(table: string): Promise<Told[]> {
  return db()(table)
    .join('links', 'links.our_id', `${table}.id`)
    .whereIn('links.noun', NOUNS[table] ?? [])
    .select(`${table}.uuid`, 'links.noun', 'links.foreign_key', 'links.version')
}

const NOUNS: Record<string, string[]> = {
  invoices: ['invoice'],
  payments: ['bank-receipt', 'cash-receipt'],
  counterparties: ['counterparty'],
}
const ASK = { invoices: whyInvoice, payments: whyPayment, counterparties: whyCounterparty }

const rawOf = (fields: WhyField[], field: string) => fields.find((one) => one.field === field && one.row === 0)?.raw

describe('Why a value is here', () => {
  it.each(['invoices', 'payments', 'counterparties'] as const)(
    'leads from every record of the first load (%s) to document, version, rule, run and the words of the base',
    async (table) => {
      const records = await mirrored(table)
      expect(records.length).toBeGreaterThan(5)

      for (const { uuid, foreign_key: key, version, noun } of records) {
        const said = await ASK[table](elena, uuid)
        expect(said, `${noun} ${key}`).toMatchObject({
          base: 'buh',
          document: { noun, key, version },
          askedBy: '',
          holdUps: [],
        })
        expect(said.mapping).toMatchObject({ file: `bp30/${noun}.json`, version: expect.stringMatching(/^[0-9a-f]+$/) })
        expect(said.run?.id).toMatch(/^[0-9a-f-]{36}$/)
        const entity = here.simulator.base.get(said.document?.kind ?? '', key)
        for (const { field, rule, theirs, raw, row } of said.fields) {
          expect(rule, field).not.toBe('')
          const value = entity?.fields[theirs]
          if (row === 0 && value !== undefined)
            expect(raw, `${key} ${theirs}`).toBe(typeof value === 'string' ? value : JSON.stringify(value))
        }
      }
    },
  )

  it('gives the value again when the words of the base are read by the named rule', async () => {
    const rows = (await db()('invoices').whereNot('as_of', '')) as {
      uuid: string
      number: string
      date: string
      total_minor: number
    }[]

    for (const { uuid, number, date, total_minor: total } of rows) {
      const { fields } = await whyInvoice(elena, uuid)
      expect(rawOf(fields, 'number')).toBe(number)
      expect(rawOf(fields, 'date')?.slice(0, 10)).toBe(date)
      expect(Math.round(Number(rawOf(fields, 'totalMinor')) * 100)).toBe(total)
      expect(fields.filter(({ field }) => field === 'priceMinor').length).toBeGreaterThan(0)
    }
  })

  it('names the newer version and round after an edit in the base, not the first load', async () => {
    const { uuid, number } = await someInvoice()
    const before = await whyInvoice(elena, uuid)
    here.clock.tick(60_000)
    here.accounting.reprice(number, 1, 12.5)
    await here.work()

    const after = await whyInvoice(elena, uuid)

    expect(after.document?.version).not.toBe(before.document?.version)
    expect(after.run?.id).not.toBe(before.run?.id)
    expect(after.fields.find(({ field, row }) => field === 'priceMinor' && row === 1)?.raw).toBe('12.5')
  })

  it('says of each field who put it there: the phone comes from Anna, the address from 1C later, the name was always so', async () => {
    const anna = await contextOf(here, 'ivanova')
    const [entity] = await entitiesOf(here, 'ivanova')
    if (!entity) throw new Error('the demo world has no counterparty of Anna')
    const engine = here.engineOf()
    await editHere(anna, entity.id, { phone: '+7 495 700-00-02' })
    await here.rest(engine)
    here.clock.tick(60_000)
    editThere(here, entity.key, { address: 'Тверь, Советская, 2' })
    await here.rest(engine)
    await engine.stop()
    const { fields, run } = await whyCounterparty(elena, entity.id)
    const made = db()('changes').where({ noun: 'counterparty' }).select('our_id')
    const { uuid } = await db()('counterparties').whereNotNull('base_id').whereNotIn('id', made).first('uuid')
    const brought = await whyCounterparty(elena, uuid)
    const [phone, address, name] = ['phone', 'address', 'name'].map((field) =>
      fields.find((one) => one.field === field),
    )

    expect(phone?.since).toMatchObject({ who: 'Анна Иванова', deed: 'change-counterparty', run: null })
    expect(address).toMatchObject({ raw: 'Тверь, Советская, 2', since: { who: 'buh', deed: 'told', run } })
    expect(run).not.toBeNull()
    expect((phone?.since?.at ?? '') < (address?.since?.at ?? '')).toBe(true)
    expect(name?.since, 'as the record was entered').toMatchObject({ who: 'Звено', deed: 'add-counterparty' })
    expect(brought.fields.find(({ field }) => field === 'name')?.since).toEqual({
      at: brought.readAt,
      who: 'buh',
      deed: 'told',
      run: null,
    })
  })

  it('leads from a contract, an organisation and a product of ours to their cards in the base, and says nothing of one unknown', async () => {
    for (const [noun, table] of [
      ['contract', 'contracts'],
      ['organisation', 'organisations'],
      ['product', 'products'],
    ] as const) {
      const { uuid } = await db()(table).whereNot('as_of', '').first('uuid')
      const said = await whyReference(elena, noun, uuid)

      expect(said, noun).toMatchObject({ base: 'buh', document: { noun }, mapping: { file: `bp30/${noun}.json` } })
      expect(said.fields.find(({ field }) => field === 'name')?.since, noun).toMatchObject({ deed: 'told', who: 'buh' })
      await expect(whyReference(elena, noun, 'unknown')).rejects.toThrow(`${noun}.not-found`)
    }
  })

  it('names the person whose request it is, and the payments that a paid sum follows from', async () => {
    const { invoice } = await here.order()
    await here.rest(here.engineOf())
    const row = await here.invoice(invoice)
    here.accounting.receive([[String(row['number']), 400]])
    await here.work()

    const said = await whyInvoice(elena, invoice)

    expect(said).toMatchObject({ askedBy: 'Анна Иванова', run: null })
    expect(said.parts).toMatchObject([{ noun: 'payment', sumMinor: 400_00 }])
  })
})

describe('Why a newer edit has not taken effect', () => {
  it('because the base has not been read since', async () => {
    const { uuid } = await someInvoice()
    here.accounting.down(true)
    await here.work()

    const { holdUps } = await whyInvoice(elena, uuid)
    here.accounting.down(false)
    here.clock.tick(120_000)
    await here.work()

    expect(holdUps).toMatchObject([{ why: 'not-read', facts: { base: 'buh' } }])
    expect((await whyInvoice(elena, uuid)).holdUps).toEqual([])
  })

  it('because it could not be read, and a person owes a decision', async () => {
    const { uuid, key } = await someInvoice()
    const entity = here.simulator.base.get('Document_СчетНаОплатуПокупателю', key)
    if (!entity) throw new Error('the invoice is not in the base')
    here.simulator.base.put({ ...entity, fields: { ...entity.fields, Date: 'когда-нибудь' } })
    await here.work()

    const said = await whyInvoice(elena, uuid)

    expect(said.holdUps).toMatchObject([{ why: 'trouble', code: 'record.unreadable', place: '/troubles' }])
    expect(rawOf(said.fields, 'date')).toMatch(/^2026-/)
    here.simulator.base.put(entity)
    await here.work()
  })

  it('because our request for it is still on its way', async () => {
    const { invoice } = await here.order()

    const said = await whyInvoice(elena, invoice)

    expect(said).toMatchObject({ base: '', document: null, fields: [] })
    expect(said.holdUps).toMatchObject([{ why: 'request', place: '/queue' }])
    await here.rest(here.engineOf())
  })
})

describe('Why the money of a client is what it is', () => {
  it('names the documents that it is made of', async () => {
    const client = (await db()('clients').where('name', 'like', '%Ромашка%').first()) as { uuid: string }

    const { invoices, count } = await whyClientMoney(elena, client.uuid)

    expect(count).toBeGreaterThan(0)
    expect(invoices[0]).toMatchObject({ noun: 'invoice', number: expect.stringContaining('ТЕЛ') })
  })
})

/** Of an open month, posted, and not ours. */
async function someInvoice(): Promise<{ uuid: string; number: string; key: string }> {
  const row = (await db()('invoices')
    .join('links', 'links.our_id', 'invoices.id')
    .where({ 'links.noun': 'invoice', 'invoices.posted': true })
    .whereNull('invoices.deal_id')
    .where('invoices.date', '>', '2026-11-01')
    .orderBy('invoices.id')
    .first('invoices.uuid', 'invoices.number', 'links.foreign_key as key')) as
    { uuid: string; number: string; key: string } | undefined
  if (!row) throw new Error('the demo world has no such invoice')
  return row
}
