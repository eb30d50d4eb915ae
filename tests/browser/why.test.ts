/** "Why is this value here" in a real browser: by click and by keyboard, on the invoice, the client and the deal (S2, F80). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, signedIn, walk } from './chromium.ts'

const PATIENCE_MS = 30_000

walk('Why a value is here, in a browser', () => {
  let here: World
  let browser: Browser
  let anna: Page

  beforeAll(async () => {
    here = await world({ live: true })
    browser = await openBrowser()
    anna = await signedIn(browser, { url: here.web.url, login: 'ivanova', patienceMs: PATIENCE_MS })
    await anna.getByText('Ромашка').first().click()
    await anna.getByRole('heading', { name: 'Ромашка' }).waitFor()
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    await here.close()
  })

  const badge = (page: Page) => page.getByRole('main').locator('button[data-shape]')

  it('the money of a client names its documents', async () => {
    await badge(anna).first().click()
    const dialog = anna.getByRole('dialog')

    await dialog.getByText(/Сложено из/).waitFor()
    await dialog
      .getByRole('link', { name: /Счёт №/ })
      .first()
      .waitFor()
    await isAccessible(anna)
    await picture(anna, '30-why-client')
  })

  it('an invoice leads to document, version, round, rule and the words of the base; the keyboard alone opens and closes it', async () => {
    await anna
      .getByRole('dialog')
      .getByRole('link', { name: /Счёт №/ })
      .first()
      .click()
    await anna.getByRole('heading', { name: /Счёт №/ }).waitFor()
    await badge(anna).first().focus()
    await anna.keyboard.press('Enter')
    const dialog = anna.getByRole('dialog')

    await dialog.getByText('bp30/invoice.json').waitFor()
    await dialog.getByText('СуммаДокумента', { exact: false }).waitFor()
    await dialog.getByText(/прогон, начатый/).waitFor()
    await isAccessible(anna)
    await picture(anna, '31-why-invoice')
    await anna.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await badge(anna).first().evaluate('document.activeElement.dataset.shape'), 'the focus is back').toBeTruthy()
  })

  it('with the base down it says that a newer edit would not be seen', async () => {
    here.accounting.down(true)
    await anna
      .getByText(/не отвечает|недоступна|нет связи/i)
      .first()
      .waitFor()
    await badge(anna).first().click()

    await anna
      .getByRole('dialog')
      .getByText(/не прочитана с/)
      .waitFor()
    await picture(anna, '32-why-base-down')
    here.accounting.down(false)
  })

  it('the same in English, on a phone and in the dark', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-US' })
    await phone.context().addCookies(await anna.context().cookies())
    await here.anna.do('PATCH /api/me', { body: { language: 'en' } })
    await phone.goto(anna.url())
    await badge(phone).first().click()
    await phone.getByRole('dialog').getByText('bp30/invoice.json').waitFor()
    const width = await phone.evaluate('document.documentElement.scrollWidth')

    expect(width, 'nothing sticks out to the side').toBeLessThanOrEqual(390)
    await isAccessible(phone)
    await picture(phone, '33-why-phone')
  })
})
