// What the simulated base does with a write, whoever makes it: numbering, server-side logic, posting, refusals.
import { describe, expect, it } from 'vitest'
import { ODataError } from '../../../connectors/simulator/odata/errors.ts'
import { EMPTY_GUID } from '../../../connectors/simulator/base/model.ts'
import type { Books } from './books-world.ts'
import { booksWorld } from './books-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
const RECEIPT = 'Document_ПоступлениеНаРасчетныйСчет'
const PAYMENTS = 'AccumulationRegister_ОплатаСчетов'
const STATUSES = 'InformationRegister_СтатусыДокументов'

/** Status, code and text of the refusal of a deed. */
function refusal(deed: () => unknown): { status: number; code: number; message: string } {
  try {
    deed()
  } catch (error) {
    if (error instanceof ODataError) return { status: error.status, code: error.code, message: error.message }
    throw error
  }
  throw new Error('nothing was refused')
}

function statusOf({ ledger }: Books, invoice: string): unknown {
  return [...ledger.base.records(STATUSES)].find((record) => record['Документ'] === invoice)?.['Статус']
}

describe('Numbers that the base gives', () => {
  it('#38 counts invoices by organisation prefix, anew every year', () => {
    const { invoice } = booksWorld()

    const numbers = ['2025-11-24', '2025-11-25', '2026-01-12'].map(
      (day) => invoice({ Date: `${day}T10:00:00` }).fields['Number'],
    )

    expect(numbers).toEqual(['ТЕЛ0-000001', 'ТЕЛ0-000002', 'ТЕЛ0-000001'])
  })

  it('#40 keeps a number of the client, goes on behind it, and refuses it the second time in a year', () => {
    const { ledger, invoice } = booksWorld()

    const own = invoice({ Number: 'ТЕЛ0-000126' })
    const next = invoice({})
    const again = refusal(() => invoice({ Number: 'ТЕЛ0-000126' }))

    expect(own.fields['Number']).toBe('ТЕЛ0-000126')
    expect(next.fields['Number']).toBe('ТЕЛ0-000127')
    expect(again).toMatchObject({ status: 500, code: -1 })
    expect(ledger.base.size(INVOICE)).toBe(2)
  })

  it('#38 dates an undated document by the clock of the base and codes a counterparty', () => {
    const { ledger, buyer, invoice } = booksWorld()

    const undated = invoice({ Date: undefined })

    expect(undated.fields['Date']).toBe('2026-11-24T12:00:00')
    expect(ledger.base.get('Catalog_Контрагенты', buyer)?.fields['Code']).toBe('00-000001')
  })
})

describe('#49 What the base changes behind the back of the client', () => {
  it('makes a counterparty its own head, settles it in Russia and trims its tax number', () => {
    const { ledger } = booksWorld()

    const written = ledger.create('Catalog_Контрагенты', { Description: 'Ромашка ООО', ИНН: ' 7701000026 ' })

    expect(written.fields).toMatchObject({ ГоловнойКонтрагент_Key: written.key, ИНН: '7701000026' })
    expect(written.fields['СтранаРегистрации_Key']).not.toBe(EMPTY_GUID)
  })

  it('recomputes the sum of an invoice: rows, VAT on top of them, less discounts, without returnable tare', () => {
    const { invoice, row } = booksWorld()

    const included = invoice({
      СуммаДокумента: 1,
      Товары: [row(1, { Сумма: 99999.99, СуммаНДС: 16666.67 }), row(2, { Сумма: 48500 })],
    })
    const onTop = invoice({
      СуммаВключаетНДС: false,
      Товары: [row(1, { Сумма: 0.1, СуммаНДС: 0.2, СуммаСкидки: 0.05 })],
      ВозвратнаяТара: [{ LineNumber: '1', Сумма: 500 }],
    })

    expect(included.fields['СуммаДокумента']).toBe(148499.99)
    expect(onTop.fields['СуммаДокумента']).toBe(0.25)
  })

  it('fills the only bank account of the firm, and none when there are two', () => {
    const { ledger, firm, account, invoice } = booksWorld()

    const one = invoice({})
    ledger.create('Catalog_БанковскиеСчета', { Owner: firm, Owner_Type: 'StandardODATA.Catalog_Организации' })
    const two = invoice({})

    expect(one.fields['СтруктурнаяЕдиница_Key']).toBe(account)
    expect(two.fields['СтруктурнаяЕдиница_Key']).toBe(EMPTY_GUID)
  })

  it('gives every invoice a reference id of sixteen signs', () => {
    const { invoice } = booksWorld()

    expect(invoice({}).fields['СсылочныйИдентификатор']).toMatch(/^[a-z0-9]{16}$/)
  })

  it('fills its own contract only when the firm keeps none', () => {
    const { ledger, invoice } = booksWorld()

    const kept = invoice({ ДоговорКонтрагента_Key: EMPTY_GUID })
    ledger.books.settings.contractsKept = false
    const found = invoice({ ДоговорКонтрагента_Key: EMPTY_GUID })

    expect(kept.fields['ДоговорКонтрагента_Key']).toBe(EMPTY_GUID)
    const contract = ledger.base.get('Catalog_ДоговорыКонтрагентов', String(found.fields['ДоговорКонтрагента_Key']))
    expect(contract?.fields['ВидДоговора']).toBe('СПокупателем')
  })

  it('names a contract by number and date and derives its currency flags', () => {
    const { ledger, buyer, dollars } = booksWorld()

    const written = ledger.create('Catalog_ДоговорыКонтрагентов', {
      Owner_Key: buyer,
      Номер: '17',
      Дата: '2026-02-01T00:00:00',
      ВалютаВзаиморасчетов_Key: dollars,
    })

    expect(written.fields).toMatchObject({ Description: '№ 17 от 01.02.2026', Валютный: true, ОплатаВВалюте: true })
  })

  it('gives a bank receipt without details one row of the whole sum and no invoice', () => {
    const { receipt, contract } = booksWorld()

    const written = receipt({ РасшифровкаПлатежа: [], ДоговорКонтрагента_Key: contract })

    expect(written.rows['РасшифровкаПлатежа']).toMatchObject([
      { LineNumber: '1', СуммаПлатежа: 100, СчетНаОплату_Key: EMPTY_GUID, ДоговорКонтрагента_Key: contract },
    ])
  })

  it('stores what it was sent in load mode and with the logic switched off', () => {
    const { ledger, invoice } = booksWorld()

    const loaded = invoice({ СуммаДокумента: 1 }, { loadMode: true })
    ledger.books.settings.serverLogic = false
    const dumb = invoice({ СуммаДокумента: 2 })

    expect([loaded, dumb].map((written) => written.fields['СуммаДокумента'])).toEqual([1, 2])
  })

  it('spreads the deletion mark of a counterparty to its contact persons', () => {
    const { ledger, buyer } = booksWorld()
    const person = ledger.create('Catalog_КонтактныеЛица', {
      Description: 'Смирнов',
      ОбъектВладелец: buyer,
      ОбъектВладелец_Type: 'StandardODATA.Catalog_Контрагенты',
    })

    ledger.change('Catalog_Контрагенты', buyer, { DeletionMark: true })

    expect(ledger.base.get('Catalog_КонтактныеЛица', person.key)?.fields['DeletionMark']).toBe(true)
  })
})

describe('#50 Payments of an invoice', () => {
  it('move its status when posted; unposting takes the money back and leaves the status lying', () => {
    const books = booksWorld()
    const { ledger, invoice, receipt } = books
    const bill = invoice({})

    const part = receipt({ pays: bill, sum: 400 })
    ledger.post(RECEIPT, part.key)
    const afterPart = statusOf(books, bill.key)
    const rest = receipt({ pays: bill, sum: 600 })
    ledger.post(RECEIPT, rest.key)
    const afterAll = statusOf(books, bill.key)
    ledger.unpost(RECEIPT, rest.key)

    expect([afterPart, afterAll, statusOf(books, bill.key)]).toEqual(['ОплаченЧастично', 'Оплачен', 'Оплачен'])
    expect(
      [...ledger.base.recordSets(PAYMENTS)].flatMap(([, records]) => records.map((record) => record['Сумма'])),
    ).toEqual([400])
  })

  it('leave a status alone that a person has set', () => {
    const books = booksWorld()
    const { ledger, invoice, receipt, firm } = books
    const bill = invoice({})
    ledger.createRecord(STATUSES, {
      Организация_Key: firm,
      Документ: bill.key,
      Документ_Type: `StandardODATA.${INVOICE}`,
      Статус: 'Отменен',
      Статус_Type: 'UnavailableEnums.СтатусОплатыСчета',
    })

    ledger.post(RECEIPT, receipt({ pays: bill, sum: 1000 }).key)

    expect(statusOf(books, bill.key)).toBe('Отменен')
  })

  it('count in the currency of the invoice', () => {
    const { ledger, invoice, receipt, dollars } = booksWorld()
    const bill = invoice({ ВалютаДокумента_Key: dollars })

    ledger.post(RECEIPT, receipt({ pays: bill, sum: 9000, settled: 100 }).key)

    expect([...ledger.base.recordSets(PAYMENTS)][0]?.[1]).toMatchObject([{ Сумма: 100, Валюта_Key: dollars }])
  })
})

describe('#47 #48 Refusals of posting', () => {
  it.each([
    ['no counterparty', { Контрагент_Key: EMPTY_GUID }, 'Контрагент'],
    ['no rows', { Товары: [] }, 'Товары'],
    ['a row without item and text', { Товары: [{ LineNumber: '1', Сумма: 5 }] }, 'строке 1'],
  ])('an invoice with %s', (_case, body, named) => {
    const { ledger, invoice } = booksWorld()
    const bill = invoice(body)

    const answer = refusal(() => ledger.post(INVOICE, bill.key))

    expect(answer).toMatchObject({ status: 500, code: -1 })
    expect(answer.message).toContain(
      'Не удалось провести "Счет на оплату покупателю ТЕЛ0-000001 от 24.11.2026 10:00:00"!',
    )
    expect(answer.message).toContain(named)
    expect(ledger.base.get(INVOICE, bill.key)?.fields['Posted']).toBe(false)
  })

  it('a marked document; a posted one cannot be marked', () => {
    const { ledger, invoice } = booksWorld()
    const marked = invoice({ DeletionMark: true })
    const posted = ledger.post(INVOICE, invoice({}).key)

    const post = refusal(() => ledger.post(INVOICE, marked.key))
    const mark = refusal(() => ledger.change(INVOICE, posted.key, { DeletionMark: true }))

    expect(post.message).toContain('помечен на удаление')
    expect(mark).toMatchObject({ status: 500, code: -1 })
    expect(ledger.base.get(INVOICE, posted.key)?.fields['DeletionMark']).toBe(false)
  })

  it('anything in a closed period: writing, moving out of it, posting, removing', () => {
    const { ledger, invoice } = booksWorld()
    const october = invoice({ Date: '2026-10-31T23:59:59' })
    ledger.books.settings.closedUntil = '2026-10-31'

    const deeds = [
      () => ledger.change(INVOICE, october.key, { Date: '2026-11-01T00:00:00' }),
      () => ledger.post(INVOICE, october.key),
      () => ledger.remove(INVOICE, october.key),
      () => invoice({ Date: '2026-10-31T00:00:00' }),
    ]

    for (const deed of deeds) expect(refusal(deed).message).toContain('дата запрета изменения данных 31.10.2026')
    expect(invoice({ Date: '2026-11-01T00:00:00' }).fields['Number']).toBe('ТЕЛ0-000002')
  })

  it('a mark on a receipt that came straight from the bank', () => {
    const { ledger, receipt } = booksWorld()
    const payment = receipt({})
    const mark = () => ledger.change(RECEIPT, payment.key, { DeletionMark: true })
    ledger.books.settings.directBank = true

    const answer = refusal(mark)
    ledger.books.settings.directBank = false

    expect(answer).toMatchObject({ status: 500, code: -1 })
    expect(mark().fields['DeletionMark']).toBe(true)
  })

  it('#60 an object that a form holds, except for its own user', () => {
    const { ledger, invoice } = booksWorld()
    const bill = invoice({})
    ledger.lock(INVOICE, bill.key, 'Кузнецова')

    const theirs = refusal(() => ledger.change(INVOICE, bill.key, { Комментарий: 'x' }))
    const own = ledger.change(INVOICE, bill.key, { Комментарий: 'y' }, { by: 'Кузнецова' })

    expect(theirs).toMatchObject({ status: 500, code: -1 })
    expect(theirs.message).toContain('Кузнецова')
    expect(own.fields['Комментарий']).toBe('y')
  })
})
