/** "Why is this value here" in a real browser: by click and by keyboard, on the invoice, the client and the deal (S2, F80). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contextOf } from '../sync/both-sides.ts'
import { askForDocuments, readyDeal } from '../sync/order.ts'
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

  it('with the base down every figure of accounting on card, deal, invoice and board turns stale, none silently (S8)', async () => {
    const { client, deal, invoice } = await billedDeal(here)
    // Money, deal, invoice and legal entity; money, invoice, check and three parties; money; the one card that was billed.
    const badgesOn: [string, number][] = [
      [`clients/${client}`, 4],
      [`deals/${deal}`, 6],
      [`invoices/${invoice}`, 1],
      ['board', 1],
    ]
    const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1360, height: 900 } })
    await context.addCookies(await anna.context().cookies())
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const areAll = async (shape: string, [place, count]: [string, number]) => {
      await page.goto(`${here.web.url}/${place}`)
      const shapes = () => badges(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-shape')))
      await expect.poll(shapes, { message: place, timeout: 10_000 }).toEqual(Array.from({ length: count }, () => shape))
    }
    await areAll('fresh', badgesOn[0] ?? ['', 0])
    here.accounting.down(true)
    await page.clock.install({ time: Date.now() + 16 * 60_000 })
    for (const place of badgesOn) await areAll('stale', place)
    await picture(page, '34-stale')
    here.accounting.down(false)
    await context.close()
  })
})

/** What says where a figure of accounting comes from; what is ours alone does not grow old. */
const badges = (page: Page) => page.getByRole('main').locator('[data-shape]:not([data-shape=mark], [data-shape=crm])')

/** A client of Anna's with an issued invoice of a deal. */
async function billedDeal(here: World): Promise<{ client: string; deal: string; invoice: string }> {
  const anna = await contextOf(here, 'ivanova')
  const ready = await readyDeal(anna, 910)
  const { invoice } = await askForDocuments(anna, ready, 910)
  const numberOf = async () => (await here.anna.do('GET /api/invoices/:id', { id: invoice })).invoice.number
  await expect.poll(numberOf, { timeout: PATIENCE_MS }).not.toBe('')
  return { client: ready.client, deal: ready.deal, invoice }
}
