// Removing, posting and registers over OData: items 46-48, 50 and 52 of the conformance checklist, over a real socket.
import { describe, expect, it } from 'vitest'
import { codeOf, odataWorlds, rowsIn, saidBy } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
const BUYERS = 'Catalog_Контрагенты'

const world = odataWorlds()

describe('Removing', () => {
  it('#46 is physical; references to it dangle', async () => {
    const { ask, books } = await world()
    const bill = books.invoice({})

    const removed = await ask(`${BUYERS}(guid'${books.buyer}')`, { method: 'DELETE' })
    const gone = await ask(`${BUYERS}(guid'${books.buyer}')`)
    const dangling = await ask(`${INVOICE}(guid'${bill.key}')`)

    expect([removed.status, removed.text]).toEqual([204, ''])
    expect([gone.status, codeOf(gone)]).toEqual([404, '9'])
    expect(dangling.json['Контрагент_Key']).toBe(books.buyer)
  })

  it('#46 takes the movements of a payment with it', async () => {
    const { ask, books } = await world()
    const payment = books.receipt({ pays: books.invoice({}) })
    books.ledger.post('Document_ПоступлениеНаРасчетныйСчет', payment.key)

    await ask(`Document_ПоступлениеНаРасчетныйСчет(guid'${payment.key}')`, { method: 'DELETE' })

    expect(rowsIn(await ask('AccumulationRegister_ОплатаСчетов_RecordType'))).toEqual([])
  })
})

describe('Posting over OData', () => {
  it('#48 answers 200 with an empty body, in both spellings', async () => {
    const { ask, books } = await world()
    const address = `${INVOICE}(guid'${books.invoice({}).key}')`

    const posted = await ask(`${address}/Post?PostingModeOperational=false`, { method: 'POST', atom: true })
    const after = await ask(address)
    const unposted = await ask(`${address}/Unpost()`, { method: 'POST', atom: true })

    expect([posted.status, posted.text, after.json['Posted'], unposted.status]).toEqual([200, '', true, 200])
    expect((await ask(address)).json['Posted']).toBe(false)
  })

  it('#48 #47 refuses with 500, code -1 and the words of the base', async () => {
    const { ask, books } = await world()
    const address = `${INVOICE}(guid'${books.invoice({ DeletionMark: true }).key}')`

    const reply = await ask(`${address}/Post`, { method: 'POST' })

    expect([reply.status, codeOf(reply)]).toEqual([500, '-1'])
    expect(saidBy(reply)).toContain('помечен на удаление')
  })

  it('#50 writes the payment register and the status, readable in all their forms', async () => {
    const { ask, books } = await world()
    const bill = books.invoice({})
    const payment = books.receipt({ pays: bill, sum: 400 })

    await ask(`Document_ПоступлениеНаРасчетныйСчет(guid'${payment.key}')/Post`, { method: 'POST' })
    const records = await ask('AccumulationRegister_ОплатаСчетов_RecordType')
    const statuses = await ask('InformationRegister_СтатусыДокументов')

    expect(rowsIn(records)).toMatchObject([
      { Recorder: payment.key, СчетНаОплату: bill.key, Сумма: 400, LineNumber: '1' },
    ])
    expect(rowsIn(statuses)).toMatchObject([
      { Документ: bill.key, Статус: 'ОплаченЧастично', Статус_Type: 'UnavailableEnums.СтатусОплатыСчета' },
    ])
  })
})

describe('A posted payment that is changed over OData', () => {
  it('keeps its old movements until it is posted again', async () => {
    const { ask, books } = await world()
    const bill = books.invoice({})
    const payment = books.receipt({ pays: bill, sum: 400 })
    const address = `${payment.set}(guid'${payment.key}')`
    const sums = async () =>
      rowsIn(await ask('AccumulationRegister_ОплатаСчетов_RecordType')).map((row) => row['Сумма'])
    await ask(`${address}/Post`, { method: 'POST' })

    const { СуммаДокумента, РасшифровкаПлатежа } = books.receiptBody({ pays: bill, sum: 300 })
    await ask(address, { method: 'PATCH', body: { СуммаДокумента, РасшифровкаПлатежа } })
    const changed = await sums()
    await ask(`${address}/Post`, { method: 'POST' })

    expect([changed, await sums()]).toEqual([[400], [300]])
  })
})

describe('#52 Independent registers', () => {
  it('answer 200 to a new record, refuse its key the second time, and change by the full key', async () => {
    const { ask, books } = await world()
    const bill = books.invoice({})
    const key = { Организация_Key: books.firm, Документ: bill.key, Документ_Type: `StandardODATA.${INVOICE}` }
    const address = `InformationRegister_СтатусыДокументов(Организация_Key=guid'${books.firm}', Документ='${bill.key}', Документ_Type='StandardODATA.${INVOICE}')`

    const created = await ask('InformationRegister_СтатусыДокументов', {
      method: 'POST',
      body: { ...key, Статус: 'НеОплачен', Статус_Type: 'UnavailableEnums.СтатусОплатыСчета' },
    })
    const again = await ask('InformationRegister_СтатусыДокументов', { method: 'POST', body: key })
    const partial = await ask('InformationRegister_СтатусыДокументов', { method: 'POST', body: { Документ: bill.key } })
    const changed = await ask(address, {
      method: 'PATCH',
      body: { Статус: 'Оплачен', Статус_Type: 'UnavailableEnums.СтатусОплатыСчета' },
    })

    expect([created.status, again.status, codeOf(again), partial.status, codeOf(partial)]).toEqual([
      200,
      400,
      '15',
      400,
      '7',
    ])
    expect([changed.status, changed.json['Статус']]).toEqual([200, 'Оплачен'])
    expect((await ask(address)).json['Статус']).toBe('Оплачен')
  })
})
