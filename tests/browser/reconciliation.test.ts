/** Reconciliation in a real browser: the accountant compares, finds what was planted, has it read again and signs. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, signedIn, walk } from './chromium.ts'

const PATIENCE_MS = 30_000

walk('Reconciliation in a browser', () => {
  let here: World
  let browser: Browser
  let elena: Page

  beforeAll(async () => {
    here = await world({ live: true })
    browser = await openBrowser()
    elena = await signedIn(browser, { url: here.web.url, login: 'kuznetsova', patienceMs: PATIENCE_MS })
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    await here.close()
  })

  it('A-15: before the first comparison the page says what it is for; one button compares', async () => {
    await elena.getByRole('link', { name: 'Сверка' }).click()
    await elena.getByText('Сверок ещё не было').waitFor()
    await isAccessible(elena)
    await picture(elena, '20-reconciliation-empty')
    await elena.getByRole('button', { name: 'Сверить сейчас' }).click()

    await elena.getByText('Всё сходится').waitFor()
    await elena.getByText('суммы равны', { exact: false }).waitFor()
    await isAccessible(elena)
    await picture(elena, '21-certificate-agrees')
  })

  it('A-15: she signs the page, and her name stays on it', async () => {
    await elena.getByRole('button', { name: 'Подписать' }).click()

    await elena.getByText('Подписано: Елена Кузнецова').waitFor()
    await isAccessible(elena)
  })

  it('A-15: a planted difference is shown with what both sides say; reading again mends it before her eyes', async () => {
    const { db } = here.bridge.database
    await db('invoices')
      .where('number', 'ТЕЛ0-000118')
      .where('date', '>', '2026')
      .update({ total_minor: 1_00, posted: false })
    const [payment] = (await db('payments').where('posted', true).select('id', 'number')) as {
      id: number
      number: string
    }[]
    expect(payment).toBeDefined()
    await db('payments')
      .where('id', payment?.id ?? 0)
      .update({ amount_minor: 12_000_01 })
    await elena.getByRole('link', { name: 'Сверка' }).first().click()
    await elena.getByRole('button', { name: 'Сверить сейчас' }).click()
    await elena.getByText('2 расхождения').waitFor()
    await isAccessible(elena)
    await picture(elena, '22-certificate-differs')
    const invoice = elena.getByRole('article', { name: 'Счёт № ТЕЛ0-000118' })
    await invoice.getByRole('button', { name: 'Прочитать заново' }).click()

    await invoice.getByText('Исправлено').waitFor()
    await elena.getByText('1 расхождение').waitFor()
    await picture(elena, '23-certificate-one-mended')
  })

  it('the same in English, on a phone and in the dark', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-US' })
    await phone.context().addCookies(await elena.context().cookies())
    await here.elena.do('PATCH /api/me', { body: { language: 'en' } })
    await phone.goto(`${here.web.url}/reconciliation`)
    await phone.getByText('1 difference', { exact: true }).waitFor()
    await picture(phone, '24-phone-list')
    await phone.getByRole('main').getByRole('link').first().click()
    await phone.getByText('Another sum').first().waitFor()
    const width = await phone.evaluate('document.documentElement.scrollWidth')

    expect(width, 'nothing sticks out to the side').toBeLessThanOrEqual(390)
    await isAccessible(phone)
    await picture(phone, '25-phone-certificate')
  })
})
