// Writing over OData as a live base takes it: items 38-45, 49 and 51 of the conformance checklist, over a real socket.
import { describe, expect, it } from 'vitest'
import { UNDEFINED_TYPE } from '../../../connectors/simulator/base/model.ts'
import { codeOf, odataWorlds, saidBy } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
const BUYERS = 'Catalog_Контрагенты'
const OURS = '0000000d-2e00-11ef-8a00-00000000000a'

const world = odataWorlds()

describe('Creating', () => {
  it('#38 #5 answers 201 with the whole object, its number, version and a raw UTF-8 location', async () => {
    const { ask, books, simulator } = await world()

    const reply = await ask(INVOICE, { method: 'POST', body: books.invoiceBody({ Ref_Key: OURS }) })

    expect(reply.status).toBe(201)
    expect(reply.json).toMatchObject({
      Ref_Key: OURS,
      Number: 'ТЕЛ0-000001',
      Posted: false,
      СуммаДокумента: 1000,
      КратностьВзаиморасчетов: '0',
      DataVersion: expect.stringMatching(/^A{5,}.*=$/) as string,
    })
    const location = Buffer.from(reply.headers.get('location') ?? '', 'latin1').toString('utf8')
    expect(location).toBe(`${simulator.rootUrl}/${INVOICE}(guid'${OURS}')`)
  })

  it('#39 refuses a repeated Ref_Key and keeps the first object as it was', async () => {
    const { ask, books, simulator } = await world()
    await ask(INVOICE, { method: 'POST', body: books.invoiceBody({ Ref_Key: OURS, Комментарий: 'first' }) })

    const again = await ask(INVOICE, {
      method: 'POST',
      body: books.invoiceBody({ Ref_Key: OURS, Комментарий: 'second' }),
    })

    expect([again.status, codeOf(again)]).toEqual([400, '15'])
    expect(simulator.base.size(INVOICE)).toBe(1)
    expect(simulator.base.get(INVOICE, OURS)?.fields['Комментарий']).toBe('first')
  })

  it('#40 ignores unknown properties, cuts long texts and stores a half-filled object', async () => {
    const { ask } = await world()

    const reply = await ask(BUYERS, {
      method: 'POST',
      body: { НетТакого: 1, Description: 'Я'.repeat(300), КПП: '77010100123' },
    })

    expect(reply.status).toBe(201)
    expect(reply.json).toMatchObject({ Description: 'Я'.repeat(100), КПП: '770101001', ИНН: '' })
    expect(reply.json).not.toHaveProperty('НетТакого')
  })

  it.each([
    ['a bad guid', { Parent_Key: 'не-guid' }, 400, '1', "'не-guid' как значение типа Edm.Guid"],
    ['a bad yes-no', { DeletionMark: 'да' }, 400, '1', 'Edm.Boolean'],
    ['a bad date', { ДатаСоздания: '2026-02-30T00:00:00' }, 400, '1', 'Edm.DateTime'],
    ['an array in place of a text', { ИНН: [] }, 500, '-1', 'внутренняя ошибка'],
    ['broken JSON', '{"ИНН":', 500, '-1', 'Непредвиденный символ при чтении JSON'],
    ['a list in place of an object', '[]', 500, '-1', 'внутренняя ошибка'],
    [
      'an unknown member of an enumeration',
      { ЮридическоеФизическоеЛицо: 'Никто' },
      400,
      '4',
      'ЮридическоеФизическоеЛицо',
    ],
  ])('#41 refuses %s', async (_case, body, status, code, said) => {
    const { ask, simulator } = await world()
    const before = simulator.base.size(BUYERS)

    const reply = await ask(BUYERS, { method: 'POST', body })

    expect([reply.status, codeOf(reply)]).toEqual([status, code])
    expect(saidBy(reply)).toContain(said)
    expect(simulator.base.size(BUYERS)).toBe(before)
  })

  it.each([
    ['without LineNumber', [{ Сумма: 1 }], 500, '-1'],
    ['not numbered from 1', [{ LineNumber: '2', Сумма: 1 }], 400, '4'],
    ['with a gap', [{ LineNumber: '1' }, { LineNumber: 3 }], 400, '4'],
  ])('#42 refuses rows %s', async (_case, rows, status, code) => {
    const { ask, books } = await world()

    const reply = await ask(INVOICE, { method: 'POST', body: books.invoiceBody({ Товары: rows }) })

    expect([reply.status, codeOf(reply)]).toEqual([status, code])
  })

  it('#16 takes whole numbers as text and as numbers, and rounds to the digits of the attribute', async () => {
    const { ask, books } = await world()

    const reply = await ask(INVOICE, {
      method: 'POST',
      body: books.invoiceBody({
        КратностьВзаиморасчетов: 1,
        Товары: [{ LineNumber: 1, Сумма: 0.105, Содержание: 'x' }],
      }),
    })

    expect(reply.json).toMatchObject({ КратностьВзаиморасчетов: '1', СуммаДокумента: 0.11 })
  })

  it('#18 keeps a composite only with its type; an undefined one is empty', async () => {
    const { ask, books } = await world()
    const kind = 'Document_ПоступлениеНаРасчетныйСчет'

    const typed = await ask(kind, { method: 'POST', body: books.receiptBody() })
    const undefinedOne = await ask(kind, {
      method: 'POST',
      body: books.receiptBody({ Контрагент: books.buyer, Контрагент_Type: UNDEFINED_TYPE }),
    })

    const untyped = await ask(kind, {
      method: 'POST',
      body: books.receiptBody({ Контрагент: books.buyer, Контрагент_Type: undefined }),
    })

    expect(untyped.json).toMatchObject({ Контрагент: '', Контрагент_Type: UNDEFINED_TYPE })
    expect(typed.json).toMatchObject({ Контрагент: books.buyer, Контрагент_Type: `StandardODATA.${BUYERS}` })
    expect(undefinedOne.json).toMatchObject({ Контрагент: '', Контрагент_Type: UNDEFINED_TYPE })
  })

  it('reads an Atom entry and answers in Atom', async () => {
    const { ask, simulator } = await world()
    const body = `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="d" xmlns:m="m"><content type="application/xml">
      <m:properties><d:Description>Лютик &amp; Ко</d:Description><d:ИНН>7701000026</d:ИНН></m:properties></content></entry>`

    const reply = await ask(BUYERS, {
      method: 'POST',
      body,
      atom: true,
      headers: { 'Content-Type': 'application/atom+xml' },
    })

    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      201,
      'application/atom+xml;type=entry;charset=utf-8',
    ])
    expect([...simulator.base.all(BUYERS)].at(-1)?.fields).toMatchObject({
      Description: 'Лютик & Ко',
      ИНН: '7701000026',
    })
  })
})

describe('Changing', () => {
  it('#43 replaces a named section, leaves others alone, and gives a new version even to an empty change', async () => {
    const { ask, books } = await world()
    const bill = books.invoice({ Комментарий: 'stays', Товары: [books.row(1), books.row(2)] })
    const address = `${INVOICE}(guid'${bill.key}')`

    const plain = await ask(address, { method: 'PATCH', body: { Ref_Key: OURS } })
    const replaced = await ask(address, { method: 'PATCH', body: { Товары: [books.row(1, { Сумма: 5 })] } })

    expect(plain.json).toMatchObject({ Ref_Key: bill.key, СуммаДокумента: 2000, Комментарий: 'stays' })
    expect(replaced.status).toBe(200)
    expect(replaced.json).toMatchObject({
      СуммаДокумента: 5,
      Комментарий: 'stays',
      Товары: [{ LineNumber: '1', Сумма: 5 }],
    })
    expect(String(replaced.json['DataVersion']) > String(plain.json['DataVersion'])).toBe(true)
  })

  it('#48 never posts through the body', async () => {
    const { ask, books, simulator } = await world()

    const created = await ask(INVOICE, { method: 'POST', body: books.invoiceBody({ Posted: true }) })
    const changed = await ask(`${INVOICE}(guid'${String(created.json['Ref_Key'])}')`, {
      method: 'PATCH',
      body: { Posted: true },
    })

    expect([created.json['Posted'], changed.json['Posted']]).toEqual([false, false])
    expect([...simulator.base.all(INVOICE)][0]?.fields['Posted']).toBe(false)
  })

  it('#45 ignores If-Match, unless the knob says 412', async () => {
    const { ask, books, simulator } = await world()
    const address = `${BUYERS}(guid'${books.buyer}')`
    const stale = { method: 'PATCH', body: { КПП: '770101001' }, headers: { 'If-Match': 'AAAAAAAAAAA=' } }

    const ignored = await ask(address, stale)
    simulator.settings.ifMatch = 'strict'
    const refused = await ask(address, stale)
    const fresh = { ...stale, headers: { 'If-Match': String(ignored.json['DataVersion']) } }
    const accepted = await ask(address, fresh)

    expect([ignored.status, refused.status, accepted.status]).toEqual([200, 412, 200])
  })

  it('refuses a PUT that leaves properties out', async () => {
    const { ask, books } = await world()

    const reply = await ask(`${BUYERS}(guid'${books.buyer}')`, { method: 'PUT', body: { Description: 'x' } })

    expect([reply.status, codeOf(reply)]).toEqual([400, '5'])
  })

  it('takes a PUT that brings everything the object was read with', async () => {
    const { ask, books } = await world()
    const address = `${BUYERS}(guid'${books.buyer}')`
    const { json } = await ask(address)

    const reply = await ask(address, { method: 'PUT', body: { ...json, КПП: '770101001' } })

    expect([reply.status, reply.json['КПП'], reply.json['ИНН']]).toEqual([200, '770101001', json['ИНН']])
  })

  it('takes a reference as a link', async () => {
    const { ask, books } = await world()
    const bill = books.invoice({ Организация_Key: undefined })

    const reply = await ask(`${INVOICE}(guid'${bill.key}')`, {
      method: 'PATCH',
      body: { 'Организация@odata.bind': `Catalog_Организации(guid'${books.firm}')` },
    })

    expect(reply.json).toMatchObject({ Организация_Key: books.firm })
  })

  it('writes a constant', async () => {
    const { ask, books } = await world()
    const address = "Constant_ОсновнаяОрганизация(guid'00000000-0000-0000-0000-000000000000')"

    const written = await ask(address, { method: 'PATCH', body: { Value_Key: books.firm } })
    const read = await ask(address)

    expect([written.status, read.json['Value_Key']]).toEqual([200, books.firm])
  })

  it('#49 stores the object as sent with the load mode header', async () => {
    const { ask, books } = await world()

    const reply = await ask(INVOICE, {
      method: 'POST',
      body: books.invoiceBody({ СуммаДокумента: 7 }),
      headers: { '1C_OData-DataLoadMode': 'true' },
    })

    expect(reply.json).toMatchObject({ СуммаДокумента: 7, СсылочныйИдентификатор: '' })
  })
})

describe('What cannot be written', () => {
  it('#44 rows of a section by themselves, and single records of a register', async () => {
    const { ask } = await world()

    const row = await ask(`${INVOICE}_Товары`, { method: 'POST', body: {} })
    const record = await ask('AccumulationRegister_ОплатаСчетов_RecordType', { method: 'POST', body: {} })

    expect([row.status, codeOf(row)]).toEqual([400, '13'])
    expect([record.status, codeOf(record)]).toEqual([405, '19'])
  })

  it('#51 $batch', async () => {
    const { ask } = await world()

    const reply = await ask('$batch', { method: 'POST', body: 'x', atom: true })

    expect(reply.status).toBe(501)
    expect(reply.text).toContain('<m:code>0</m:code>')
  })

  it('what the user has no right to: 401 with an OData body and code 20', async () => {
    const { ask, books } = await world({ readOnly: [INVOICE] })
    const address = `${INVOICE}(guid'${books.invoice({}).key}')`

    const replies = [
      await ask(INVOICE, { method: 'POST', body: books.invoiceBody({}) }),
      await ask(address, { method: 'PATCH', body: {} }),
      await ask(`${address}/Post`, { method: 'POST' }),
    ]

    for (const reply of replies) expect([reply.status, codeOf(reply)]).toEqual([401, '20'])
    expect((await ask(address)).status).toBe(200)
  })

  it('an object that is not there', async () => {
    const { ask } = await world()

    const reply = await ask(`${INVOICE}(guid'${OURS}')`, { method: 'PATCH', body: {} })

    expect([reply.status, codeOf(reply)]).toEqual([404, '9'])
  })
})
