/** A-16 on the screen: the slider stops at changes, arrow keys step through them, the link shows the same to everybody. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, walk } from './chromium.ts'

const HOUR_MS = 3_600_000

const PATIENCE_MS = 20_000

walk('The time slider (A-16), in a browser', () => {
  let here: World
  let browser: Browser
  let elena: Page
  let client = ''
  let invoice = ''

  beforeAll(async () => {
    here = await world({ bare: true })
    await tellStory()
    browser = await openBrowser()
    elena = await (await browser.newContext({ locale: 'ru-RU', timezoneId: 'Europe/Moscow' })).newPage()
    elena.setDefaultTimeout(PATIENCE_MS)
    await elena.setViewportSize({ width: 1440, height: 900 })
    await elena.goto(here.web.url)
    await elena.getByLabel('Логин').fill('kuznetsova')
    await elena.locator('input[type=password]').fill(DEMO_PASSWORD)
    await elena.keyboard.press('Enter')
    await elena.getByRole('navigation', { name: 'Разделы' }).waitFor()
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    await here.close()
  })

  /** The client moves, accounting renumbers and reprices, somebody pays. */
  async function tellStory(): Promise<void> {
    const { items } = await here.elena.do('GET /api/clients', { query: { search: 'Ромашка' } })
    client = items[0]?.id ?? ''
    const invoices = await here.elena.do('GET /api/invoices', { query: { search: '000119', state: 'all' } })
    invoice = invoices.items.toSorted((one, other) => other.date.localeCompare(one.date))[0]?.id ?? ''
    for (const [at, address] of ['г. Тверь, ул. Старая, д. 1', 'г. Тверь, ул. Новая, д. 2'].entries()) {
      here.clock.tick(HOUR_MS)
      await here.olga.do('PATCH /api/clients/:id', { id: client, body: { version: at + 1, address } })
    }
    here.clock.tick(HOUR_MS)
    here.accounting.reprice('ТЕЛ0-000119', 1, 12.5)
    await here.work()
    here.clock.tick(HOUR_MS)
    here.accounting.renumber('ТЕЛ0-000119', 'ТЕЛ0-000777')
    await here.work()
    here.clock.tick(HOUR_MS)
    here.accounting.receive([['ТЕЛ0-000777', 10]])
    await here.work()
  }

  const happened = () => elena.getByRole('region', { name: /^Что изменилось/ })

  it('opens from the card, shows both sides, and marks the address that differs', async () => {
    await elena.goto(`${here.web.url}/clients/${client}`)
    await elena.getByRole('link', { name: 'Как было раньше' }).first().click()

    const card = elena.getByRole('group', { name: /Карточка клиента/ })
    await card.getByText('г. Тверь, ул. Новая, д. 2').waitFor()
    await card.getByText('101000, г. Москва, ул. Полевая, д. 7, офис 12').waitFor()
    await card.getByText('≠ отличается').first().waitFor()
    await happened().getByText('Ольга Сидорова: карточка изменена').waitFor()
    await picture(elena, '60-time-slider-client')
  })

  it('arrow keys step through the changes, and the moment stands in the address', async () => {
    const card = elena.getByRole('group', { name: /Карточка клиента/ })
    await elena.getByRole('slider').focus()
    await elena.keyboard.press('ArrowLeft')
    await card.getByText('г. Тверь, ул. Старая, д. 1').waitFor()
    const link = elena.url()
    await isAccessible(elena)

    await elena.goto('about:blank')
    await elena.goto(link)
    await card.getByText('г. Тверь, ул. Старая, д. 1').waitFor()

    expect(new URL(link).searchParams.get('at')).toMatch(/^2026-11-24T09:00:00\.000Z$/)
  })

  it('the field takes an exact moment by the clock of the viewer: before the client had moved there was no address', async () => {
    const field = elena.getByLabel('Точный момент, по вашим часам')
    await field.fill('2026-11-24T11:59:59')
    await field.press('Enter')
    await elena.waitForURL(/at=2026-11-24T08/)

    const card = elena.getByRole('group', { name: /Карточка клиента/ })
    await card
      .getByRole('row', { name: /^Адрес/ })
      .getByText('—')
      .first()
      .waitFor()
    expect(new URL(elena.url()).searchParams.get('at')).toBe('2026-11-24T08:59:59.000Z')
  })

  it('an invoice shows its number, price and payment of each moment, and who brought them', async () => {
    await elena.goto(`${here.web.url}/invoices/${invoice}/history`)
    await happened().getByText('База «buh»: платёж разнесён или снят').waitFor()
    await elena.getByRole('button', { name: 'К предыдущему изменению' }).click()
    await elena.getByText('Изменилось: Номер').waitFor()
    await elena
      .getByText(/прогон, начатый/)
      .first()
      .waitFor()
    await elena.getByText(/кто записал документ в 1С, база не сообщает/).waitFor()
    await picture(elena, '61-time-slider-invoice')
    await elena.getByRole('button', { name: 'К предыдущему изменению' }).click()
    await elena.getByRole('group', { name: /Счёт · ТЕЛ0-000119/ }).waitFor()
  })

  it('the same in English, on a phone and in the dark', async () => {
    await here.elena.do('PATCH /api/me', { body: { language: 'en' } })
    const options = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-US' } as const
    const phone = await (await browser.newContext(options)).newPage()
    await phone.context().addCookies(await elena.context().cookies())
    await phone.goto(`${here.web.url}/clients/${client}/history`)
    await phone.getByText('Olga', { exact: false }).or(phone.getByText('card changed')).first().waitFor()
    const width = await phone.evaluate('document.documentElement.scrollWidth')

    expect(width, 'nothing sticks out to the side').toBeLessThanOrEqual(390)
    await isAccessible(phone)
    await picture(phone, '62-time-slider-phone')
    await here.elena.do('PATCH /api/me', { body: { language: 'ru' } })
  })
})
