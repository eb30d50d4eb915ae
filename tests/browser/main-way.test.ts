/** The main way in a real browser, both sides: a manager issues an invoice, an accountant changes and pays it. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, ready, walk } from './chromium.ts'

describe.skipIf(process.env['CI'] === undefined || ready)(`On a build machine the browser must be there`, () => {
  it('has a Chromium and built screens', () => expect(ready).toBe(true))
})

walk('The main way in a browser', () => {
  let here: World
  let browser: Browser
  let anna: Page
  let elena: Page
  const wrong: string[] = []

  beforeAll(async () => {
    here = await world({ live: true })
    browser = await openBrowser()
    anna = await pageOf(browser, wrong)
    elena = await pageOf(browser, wrong)
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    await here.close()
  })

  it('R69: a manager signs in and lands among her clients', async () => {
    await anna.goto(here.web.url)
    await anna.getByLabel('Логин').waitFor()
    await isAccessible(anna)
    await picture(anna, '01-sign-in')
    await anna.getByLabel('Логин').fill('ivanova')
    await anna.locator('input[type=password]').fill(DEMO_PASSWORD)
    await anna.keyboard.press('Enter')

    await anna.getByRole('heading', { name: 'Клиенты' }).waitFor()
    await anna.getByText('Ромашка').first().waitFor()
    await isAccessible(anna)
    await picture(anna, '02-clients')
  })

  it('M-2: Ctrl+K, "рома", Enter opens the card with debt and its source', async () => {
    await anna.keyboard.press('Control+KeyK')
    await anna.getByRole('dialog').getByRole('textbox').fill('рома')
    await anna.getByRole('dialog').getByText('7701000026').waitFor()
    await anna.keyboard.press('Enter')

    await anna.getByRole('heading', { name: 'Ромашка' }).waitFor()
    await anna.getByText('48 500,00 ₽', { exact: false }).first().waitFor()
    await isAccessible(anna)
    await picture(anna, '03-client')
  })

  it('M-8, M-9: the deal shows what the base will say and how it will count', async () => {
    await anna.getByText('АТС для колл-центра').first().click()
    await anna.getByText('29 483,61 ₽', { exact: false }).waitFor()

    await isAccessible(anna)
    await picture(anna, '04-deal')
  })

  it('F28: one button, and the number that the base gave appears without a reload', async () => {
    await anna.getByRole('button', { name: 'Выставить счёт' }).click()
    await anna.getByRole('link', { name: /ТЕЛ0-000127/ }).click()

    await anna.getByRole('heading', { name: /Счёт № ТЕЛ0-000127/ }).waitFor()
    await isAccessible(anna)
    await picture(anna, '05-invoice')
  })

  it('M-14: the accountant changes a price in her own program; the open page shows it line by line', async () => {
    await elena.goto(`${here.simulator.url}/buh/`)
    await elena.getByLabel('Пользователь').fill('Кузнецова')
    await elena.getByLabel('Пароль').fill('kuznetsova')
    await elena.keyboard.press('Enter')
    await elena.getByRole('link', { name: 'ТЕЛ0-000127' }).click()
    await elena.locator('[name="line.1.price"]').fill('46075,00')
    await elena.getByRole('button', { name: 'Провести', exact: true }).click()
    await picture(elena, '06-base-invoice')

    await anna.getByText('161 075,01 ₽', { exact: false }).first().waitFor()
    await anna.getByText('46 075,00', { exact: false }).first().waitFor()
    await isAccessible(anna)
    await picture(anna, '07-changed-in-base')
  })

  it('M-15: she enters a payment of a part; the open page says 62 %, the remainder and why', async () => {
    await elena.getByRole('link', { name: 'Ввести оплату' }).click()
    await picture(elena, '08-base-receipt')
    await payPart(elena, '100000,00')

    await anna.getByText('61 075,01 ₽', { exact: false }).first().waitFor()
    await anna
      .getByText(/62\s*%/)
      .first()
      .waitFor()
    await isAccessible(anna)
    await picture(anna, '09-part-paid')
  })

  it('keeps what was typed when the session ends, and saves it once she has signed in again', async () => {
    await anna.getByRole('link', { name: 'АТС для колл-центра' }).click()
    await anna.getByLabel('Количество, строка 2').waitFor()
    await anna.context().clearCookies()
    await anna.getByLabel('Количество, строка 2').fill('2')
    const again = anna.getByRole('dialog', { name: 'Сеанс закончился' })
    await again.waitFor()
    await isAccessible(anna)
    await again.getByLabel('Логин').fill('ivanova')
    await again.locator('input[type=password]').fill(DEMO_PASSWORD)
    await anna.keyboard.press('Enter')

    await again.waitFor({ state: 'detached' })
    await anna.getByText('Сохранено', { exact: true }).waitFor()
    expect(await anna.getByLabel('Количество, строка 2').inputValue()).toBe('2')
  })

  it('M-10, S5: with the base down the page says so in words, and a new request waits in the queue', async () => {
    here.accounting.down(true)
    await anna.goto(`${here.web.url}/board`)
    await anna.getByRole('heading', { name: 'Доска' }).waitFor()
    await isAccessible(anna)
    await picture(anna, '10-board')
    await anna.getByRole('link', { name: 'Перевод абонентов на новую платформу' }).click()
    await anna
      .getByText(/не отвечает|недоступна|нет связи/i)
      .first()
      .waitFor()
    await anna.getByRole('button', { name: 'Выставить счёт' }).click()
    await anna.getByRole('link', { name: 'Очередь' }).click()
    await anna.getByRole('heading', { name: 'Очередь', exact: true }).waitFor()
    await anna.getByText('372 000,00 ₽', { exact: false }).first().waitFor()
    await isAccessible(anna)
    await picture(anna, '11-queue-base-down')
  })

  it('M-11: when the base is back the queue empties by itself', async () => {
    here.accounting.down(false)
    await anna.getByText('Очередь пуста').waitFor({ timeout: LONG_PATIENCE_MS })

    expect(here.accounting.ours()).toHaveLength(2)
  })

  it('the same screens in English, on a phone and in the dark', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-US' })
    await phone.context().addCookies(await anna.context().cookies())
    await here.anna.do('PATCH /api/me', { body: { language: 'en' } })
    await phone.goto(`${here.web.url}/clients`)
    await phone.getByRole('heading', { name: 'Clients' }).waitFor()
    const width = await phone.evaluate('document.documentElement.scrollWidth')

    expect(width, 'nothing sticks out to the side').toBeLessThanOrEqual(390)
    expect(await phone.locator('main').innerText(), 'no Russian labels left').not.toMatch(/Клиенты|Долг|Менеджер/)
    await isAccessible(phone)
    await picture(phone, '12-phone-dark-english')
  })

  it('nothing went wrong in the console on the way', () => {
    expect(wrong).toEqual([])
  })
})

/** Enough for the live round, the event stream and a slow machine. */
const PATIENCE_MS = 30_000
/** A connection that failed a few times rests before it is tried again. */
const LONG_PATIENCE_MS = 45_000

async function pageOf(browser: Browser, wrong: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, locale: 'ru-RU' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('pageerror', (error) => wrong.push(String(error)))
  return page
}

async function payPart(page: Page, roubles: string): Promise<void> {
  await page.locator('[name="amount"]').fill(roubles)
  await page.locator('[name="part.0.amount"]').fill(roubles)
  await page.getByRole('button', { name: 'Провести и закрыть' }).click()
}
