// What the accountant does in the base's own pages (A-9, A-10, A-12, A-13, M-14 to M-17), by HTTP, through forms as they are served.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import { minorOf } from '../../../connectors/simulator/base/amounts.ts'
import type { Entity } from '../../../connectors/simulator/base/model.ts'
import { demoKeys } from '../../../connectors/simulator/worlds/index.ts'
import { accountant, demoBase, type Screen, type Visitor } from './web-visitor.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const RECEIPTS = 'Document_ПоступлениеНаРасчетныйСчет'
const { i119, i121, i122, i126 } = demoKeys.invoices
const { K1, K6 } = demoKeys.counterparties

let simulator: Simulator
let elena: Visitor

beforeEach(async () => {
  simulator = await demoBase()
  elena = await accountant(simulator)
})

afterEach(() => simulator.close())

const record = (set: string, key: string): Entity => {
  const entity = simulator.base.get(set, key)
  if (!entity) throw new Error(`No ${set} ${key}`)
  return entity
}
const newest = (set: string): Entity => record(set, [...simulator.base.all(set)].at(-1)?.key ?? '')
const paidMinor = (invoice: string) =>
  [...simulator.base.recordSets('AccumulationRegister_ОплатаСчетов')]
    .flatMap(([, records]) => records)
    .filter((line) => line['СчетНаОплату'] === invoice)
    .reduce((sum, line) => sum + minorOf(line['Сумма']), 0)

const pay = async (changes: Record<string, string>, from = '/receipts/new'): Promise<Screen> =>
  elena.submit(await elena.open(from), 'post', changes)

describe('An invoice drawn up by the accountant', () => {
  const t1: Record<string, string> = {
    counterparty: K1,
    'line.0.product': demoKeys.products.license,
    'line.0.quantity': '3',
    'line.0.price': '33 333,33',
    'line.1.product': demoKeys.products.setup,
    'line.1.quantity': '1',
    'line.1.price': '48500',
    'line.1.rate': 'НДС22',
    'line.2.product': demoKeys.products.support,
    'line.2.quantity': '7',
    'line.2.price': '2142.86',
    'line.2.rate': 'НДС22',
  }

  it('gets its number, sum and VAT from the base: T1 is 163 500,01 with 29 483,61 at 22 %', async () => {
    const blank = await elena.open('/invoices/new')
    const saved = await elena.submit(blank, 'post', t1)

    const { fields, rows } = newest(INVOICES)
    expect(saved.text).toContain('Проведено.')
    expect([fields['Number'], fields['СуммаДокумента'], fields['Posted']]).toEqual(['ТЕЛ0-000127', 163500.01, true])
    expect(rows['Товары']?.reduce((sum, row) => sum + minorOf(row['СуммаНДС']), 0)).toBe(2_948_361)
    expect(saved.text).toContain('Всего 163 500,01 в том числе НДС 29 483,61')
  })

  it('is written once, however often the form is sent', async () => {
    const blank = await elena.open('/invoices/new')

    const [first, second] = [await elena.submit(blank, 'save', t1), await elena.submit(blank, 'save', t1)]

    expect(first.status).toBe(200)
    expect(second.text).toContain('запись изменили: Кузнецова')
    expect(simulator.base.size(INVOICES)).toBe(14)
  })

  it('keeps what was typed when a figure cannot be understood', async () => {
    const blank = await elena.open('/invoices/new')

    const refused = await elena.submit(blank, 'post', { ...t1, 'line.1.price': 'сорок', comment: 'не потеряйте' })

    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Строка 2: цена «сорок» не похожа на сумму.')
    expect([refused.form.get('line.1.price'), refused.form.get('comment')]).toEqual(['сорок', 'не потеряйте'])
    expect(simulator.base.size(INVOICES)).toBe(13)
  })

  it('grows and loses lines on the screen without being written', async () => {
    const blank = await elena.open('/invoices/new')

    const grown = await elena.submit(blank, 'add-line', { 'line.0.text': 'первая' })
    const shrunk = await elena.submit(grown, 'remove-line.0')

    expect([grown.form.has('line.1.price'), grown.form.get('line.0.text')]).toEqual([true, 'первая'])
    expect([shrunk.form.has('line.1.price'), shrunk.form.get('line.0.text')]).toEqual([false, ''])
    expect(simulator.base.size(INVOICES)).toBe(13)
  })

  it('is refused in the words of the base when it cannot be posted, and can be mended on the spot', async () => {
    const blank = await elena.open('/invoices/new')

    const refused = await elena.submit(blank, 'post', { ...t1, counterparty: '' })
    const mended = await elena.submit(refused, 'post', { counterparty: K1 })

    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Поле "Контрагент" не заполнено.')
    expect(mended.text).toContain('Проведено.')
    expect(simulator.base.size(INVOICES)).toBe(14)
  })
})

describe('A change of an issued invoice', () => {
  it('recomputes sum and VAT and names the author in the journal (M-14)', async () => {
    const form = await elena.open(`/invoices/${i119}`)

    const saved = await elena.submit(form, 'save', { 'line.0.price': '46 075,00' })

    const { fields, rows } = record(INVOICES, i119)
    expect([fields['СуммаДокумента'], fields['Posted'], rows['Товары']?.[0]?.['СуммаНДС']]).toEqual([
      46075,
      true,
      8308.61,
    ])
    expect(saved.text).toMatch(/24\.11\.2026 12:00 Кузнецова — изменение СуммаДокумента: 48 500,00 → 46 075,00/)
  })

  it('keeps the sums of lines that nobody touched, also when another program rounded them differently', async () => {
    const rows = record(INVOICES, i122).rows['Товары']?.map((row) => ({ ...row }))
    const rounded = rows?.map((row, at) => (at === 0 ? { ...row, СуммаНДС: 6010.92 } : row))
    simulator.ledger.change(INVOICES, i122, { Товары: rounded })

    const form = await elena.open(`/invoices/${i122}`)
    await elena.submit(form, 'save', { comment: 'только слова' })

    expect(record(INVOICES, i122).rows['Товары']?.[0]?.['СуммаНДС']).toBe(6010.92)
  })

  it('renumbers 121 to 121/1 (A-13), and not to a number already taken', async () => {
    const form = await elena.open(`/invoices/${i121}`)

    const taken = await elena.submit(form, 'save', { number: 'ТЕЛ0-000119' })
    const renumbered = await elena.submit(form, 'save', { number: '121/1' })

    expect(taken.text).toContain('Значение поля "Номер" не уникально')
    expect(renumbered.text).toContain('Счёт покупателю 121/1')
    expect(record(INVOICES, i121).fields['Number']).toBe('121/1')
  })

  it('is refused when somebody changed the invoice meanwhile', async () => {
    const form = await elena.open(`/invoices/${i119}`)
    simulator.ledger.change(INVOICES, i119, { Комментарий: 'из CRM' }, { by: 'odata' })

    const refused = await elena.submit(form, 'save', { comment: 'моё' })

    expect(refused.status).toBe(422)
    expect(refused.text).toContain('запись изменили: odata, 24.11.2026 12:00')
    expect(record(INVOICES, i119).fields['Комментарий']).toBe('из CRM')
  })

  it('marks 119 for deletion, unposting it, and takes the mark back (A-12)', async () => {
    const marked = await elena.submit(await elena.open(`/invoices/${i119}`), 'mark')
    const marks = { ...record(INVOICES, i119).fields }
    await elena.submit(marked, 'unmark')

    expect([marks['DeletionMark'], marks['Posted']]).toEqual([true, false])
    expect(record(INVOICES, i119).fields['DeletionMark']).toBe(false)
  })

  it('is refused inside the closed period with the day it is closed until (A-11)', async () => {
    const form = await elena.open(`/invoices/${demoKeys.invoices.i118}`)

    const refused = await elena.submit(form, 'save', { comment: 'поздно' })
    const unposted = await elena.submit(form, 'unpost')

    expect(refused.text).toContain('период закрыт, дата запрета изменения данных 31.10.2026')
    expect(unposted.text).toContain('период закрыт')
    expect(record(INVOICES, demoKeys.invoices.i118).fields['Posted']).toBe(true)
  })
})

describe('A bank receipt', () => {
  it('made from an invoice pays the rest of it (create, edit, post, pay)', async () => {
    const form = await elena.open(`/receipts/new?invoice=${i122}`)
    const posted = await elena.submit(form, 'post')

    expect([form.form.get('amount'), form.form.get('part.0.invoice')]).toEqual(['19761,91', i122])
    expect(posted.text).toContain('Проведено.')
    expect(paidMinor(i122)).toBe(3_976_191)
    expect((await elena.open(`/invoices/${i122}`)).text).toContain('Остаток 0,00')
  })

  it('may pay a part, from a third party, without naming a number (M-16)', async () => {
    await pay({ payer: K6, amount: '10000', purpose: 'за Ромашку', 'part.0.invoice': i119, 'part.0.amount': '10000' })

    const receipt = newest(RECEIPTS)
    expect([receipt.fields['Контрагент'], receipt.fields['Number']]).toEqual([K6, 'ТЕЛ0-000087'])
    expect(paidMinor(i119)).toBe(1_000_000)
    expect((await elena.open('/invoices')).text).toContain('48 500,00 20 оплачено 20 %')
  })

  it('without an invoice becomes one row of the whole sum that pays nothing (M-17)', async () => {
    await pay({ payer: K1, amount: '5 000,00' })

    const rows = newest(RECEIPTS).rows['РасшифровкаПлатежа'] ?? []
    expect(rows.map((row) => [row['СуммаПлатежа'], row['СчетНаОплату_Key']])).toEqual([
      [5000, '00000000-0000-0000-0000-000000000000'],
    ])
  })

  it('is laid over several invoices, oldest first, the rest without an invoice (A-9)', async () => {
    const second = simulator.ledger.create(INVOICES, {
      Организация_Key: demoKeys.organisations.O1,
      Контрагент_Key: K1,
      Date: '2026-11-20T10:00:00',
      СуммаВключаетНДС: true,
      Товары: [{ LineNumber: '1', Содержание: 'Настройка', Количество: 1, Цена: 1000, Сумма: 1000 }],
    })

    const blank = await elena.open('/receipts/new')
    const filled = await elena.submit(blank, 'fill', { payer: K1, amount: '50 000' })
    await elena.submit(filled, 'post')

    const parts = [0, 1, 2].map((at) => [filled.form.get(`part.${at}.invoice`), filled.form.get(`part.${at}.amount`)])
    expect(parts).toEqual([
      [i119, '48500,00'],
      [second.key, '1000,00'],
      ['', '500,00'],
    ])
    expect([paidMinor(i119), paidMinor(second.key)]).toEqual([4_850_000, 100_000])
  })

  it('is refused when more is allocated than has come, and nothing is written', async () => {
    const refused = await pay({ payer: K1, amount: '100', 'part.0.invoice': i119, 'part.0.amount': '100,01' })

    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Распределено больше, чем пришло: 100,01 из 100,00.')
    expect(simulator.base.size(RECEIPTS)).toBe(9)
  })

  it('unposted gives the debt back, though the status may go on lying (A-10)', async () => {
    const posted = await pay({ payer: K1, amount: '48500', 'part.0.invoice': i119, 'part.0.amount': '48500' })
    const before = paidMinor(i119)

    await elena.submit(posted, 'unpost')

    expect([before, paidMinor(i119)]).toEqual([4_850_000, 0])
    expect((await elena.open(`/invoices/${i119}`)).text).toContain('Остаток 48 500,00')
  })

  it('being edited offers its own invoice with the debt as it was before this payment', async () => {
    const posted = await pay({ payer: K1, amount: '48500', 'part.0.invoice': i119, 'part.0.amount': '48500' })

    expect(posted.text).toContain('ТЕЛ0-000119 от 06.11.2026 · Ромашка ООО · остаток 48 500,00')
  })

  it('changed after posting rewrites what it pays', async () => {
    const posted = await pay({ payer: K1, amount: '48500', 'part.0.invoice': i119, 'part.0.amount': '48500' })

    await elena.submit(posted, 'save', { 'part.0.invoice': i126 })

    expect([paidMinor(i119), paidMinor(i126)]).toEqual([0, 4_850_000])
  })
})

describe('The journal of changes', () => {
  it('outlives a restart of the base', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'zveno-base-'))
    const first = await demoBase(dataDir)
    const writing = await accountant(first)
    await writing.submit(await writing.open(`/invoices/${i119}`), 'save', { comment: 'до перезапуска' })
    await first.close()

    const second = await demoBase(dataDir)
    const page = await (await accountant(second)).open(`/invoices/${i119}`)
    await second.close()
    rmSync(dataDir, { recursive: true })

    expect(page.text).toMatch(/Кузнецова — изменение Комментарий: .* → до перезапуска/)
  })
})
