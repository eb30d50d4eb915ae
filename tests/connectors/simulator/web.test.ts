// The accountant's pages by HTTP: signing in, lists, cards of catalogues, and what hostile requests get.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import type { Entity } from '../../../connectors/simulator/base/model.ts'
import { demoKeys } from '../../../connectors/simulator/worlds/index.ts'
import { accountant, demoBase, type Visitor, visitor } from './web-visitor.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const PARTIES = 'Catalog_Контрагенты'
const { i119 } = demoKeys.invoices
const { K1, K2 } = demoKeys.counterparties

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

describe('Signing in', () => {
  it('is asked of everybody and shows nothing of the base before', async () => {
    const stranger = visitor(simulator)

    const pages = await Promise.all(['/', '/invoices', `/invoices/${i119}`].map(stranger.open))

    expect(pages.map(({ text }) => text.includes('Вход в базу «buh»'))).toEqual([true, true, true])
    expect(pages.some(({ text }) => text.includes('ТЕЛ0'))).toBe(false)
  })

  it('refuses a wrong password in words and keeps the name', async () => {
    const stranger = visitor(simulator)

    const page = await stranger.post('/sign-in', { user: 'Кузнецова', password: 'кузнецова' })

    expect(page.status).toBe(403)
    expect(page.text).toContain('Неверное имя или пароль')
    expect(page.html).toContain('value="Кузнецова"')
  })

  it('ends with signing out', async () => {
    await elena.post('/sign-out', {})

    expect((await elena.open('/invoices')).text).toContain('Вход в базу')
  })
})

describe('A request from another site', () => {
  it.each(['http://evil.example', 'null'])('from %s changes nothing', async (origin) => {
    const form = await elena.open(`/invoices/${i119}`)

    const fields = { ...Object.fromEntries(form.form), deed: 'mark' }
    const answer = await elena.post(`/invoices/${i119}`, fields, { origin })

    expect(answer.status).toBe(403)
    expect(record(INVOICES, i119).fields['DeletionMark']).toBe(false)
  })
})

describe('The exchange with programs outside', () => {
  it('is stopped and started by one button, while the accountant works on', async () => {
    const outside = () =>
      fetch(`${simulator.url}/buh/odata/standard.odata/`).then(
        ({ status }) => status,
        () => 'no answer',
      )

    const stopped = await elena.post('/exchange', {})
    const away = await outside()
    const started = await elena.post('/exchange', {})

    expect(stopped.text).toContain('Обмен остановлен')
    expect(away).toBe('no answer')
    expect(started.text).toContain('Обмен включён')
    expect(await outside()).toBe(401)
  })
})

describe('The list of invoices', () => {
  it('shows state and what is paid, and finds without regard to ё and case', async () => {
    const list = await elena.open('/invoices')
    const found = await elena.open('/invoices?search=%D0%BB%D1%83%D0%BA%D0%98%D0%9D+000122')

    expect(list.text).toContain('ТЕЛ0-000122 12.11.2026 16:12 Лукин Е. С. ИП 39 761,91 50 оплачено 50 %')
    expect(list.text).toContain('Записей: 13')
    expect(found.text).toContain('Записей: 1')
  })

  it('filters by state and says what to do when nothing is found', async () => {
    const marked = await elena.open('/invoices?state=marked')
    const nothing = await elena.open('/invoices?search=nobody')

    expect(marked.text).toContain('Записей: 1')
    expect(nothing.text).toContain('Ничего не нашлось')
  })

  it('goes by pages', async () => {
    for (let at = 0; at < 20; at++) simulator.ledger.create(INVOICES, { Организация_Key: demoKeys.organisations.O1 })

    const first = await elena.open('/invoices')
    const second = await elena.open('/invoices?page=2')

    expect(first.text).toContain('Страница 1 из 2')
    expect([first, second].map(({ html }) => html.match(/<tr class="(posted|draft|marked)/g)?.length)).toEqual([25, 8])
  })

  it('is spoken in English on request', async () => {
    await elena.open('/language/en')

    expect((await elena.open('/invoices')).text).toContain('Customer invoices')
  })
})

describe('Cards of the catalogues', () => {
  it('create a counterparty with contacts, and warn of a wrong tax id without refusing it', async () => {
    const blank = await elena.open('/counterparties/new')

    const saved = await elena.submit(blank, 'save', {
      Description: 'Тёплый дом ООО',
      ИНН: '7810000034',
      'contact-phone': '+7 (000) 000-11-22',
    })

    const { fields, rows } = newest(PARTIES)
    expect(saved.text).toContain('Контрольная сумма ИНН не сходится')
    expect([fields['ИНН'], fields['ИННВведенКорректно'], fields['ЮридическоеФизическоеЛицо']]).toEqual([
      '7810000034',
      false,
      'ЮридическоеЛицо',
    ])
    expect(rows['КонтактнаяИнформация']?.map((row) => [row['Тип'], row['НомерТелефона']])).toEqual([
      ['Телефон', '70000001122'],
    ])
  })

  it('change one contact and leave the others with their details', async () => {
    const before = record(PARTIES, K2).rows['КонтактнаяИнформация'] ?? []

    const form = await elena.open(`/counterparties/${K2}`)
    await elena.submit(form, 'save', { 'contact-mail': 'new@severveter.example' })

    const after = record(PARTIES, K2).rows['КонтактнаяИнформация'] ?? []
    expect(after.map((row) => row['Представление'])).toEqual([
      '+7 (000) 000-00-02',
      'new@severveter.example',
      before[2]?.['Представление'],
    ])
    expect(after[0]).toEqual(before[0])
  })

  it('create a contract of a counterparty, named by number and date', async () => {
    const blank = await elena.open(`/contracts/new?counterparty=${K1}`)

    await elena.submit(blank, 'save-close', { Номер: '18', Дата: '2026-11-24', Организация: demoKeys.organisations.O1 })

    const { fields } = newest('Catalog_ДоговорыКонтрагентов')
    expect([fields['Owner_Key'], fields['Description'], fields['ВидДоговора']]).toEqual([
      K1,
      '№ 18 от 24.11.2026',
      'СПокупателем',
    ])
  })

  it('ask for the name of a product', async () => {
    const refused = await elena.submit(await elena.open('/products/new'), 'save')

    expect(refused.text).toContain('Наименование не заполнено.')
  })
})

describe('Hostile values', () => {
  it('are shown as text everywhere, never as markup', async () => {
    const poison = `<script>alert("x")</script>'">&`
    await elena.submit(await elena.open(`/counterparties/${K1}`), 'save', { Description: poison })
    await elena.submit(await elena.open(`/invoices/${i119}`), 'save', { comment: poison })

    const paths = ['/counterparties', `/counterparties/${K1}`, '/invoices', `/invoices/${i119}`, '/receipts/new']
    const pages = await Promise.all([...paths, `/invoices?search=${encodeURIComponent(poison)}`].map(elena.open))

    expect(pages.some(({ html }) => html.includes('<script>alert'))).toBe(false)
    expect(pages[3]?.form.get('comment')).toBe(poison)
    expect(pages[5]?.text).toContain('Записей: 2')
  })

  it('of too large a form are refused with a sentence', async () => {
    const answer = await elena.post(`/invoices/${i119}`, { comment: 'я'.repeat(300_000) })

    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('Форма слишком велика')])
  })

  it('in the address lead to a page that says so', async () => {
    const paths = [
      '/invoices/no-such-key',
      '/nowhere',
      `/invoices/${demoKeys.buyers}`,
      `/counterparties/${demoKeys.buyers}`,
    ]

    const pages = await Promise.all(paths.map(elena.open))

    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  })
})
