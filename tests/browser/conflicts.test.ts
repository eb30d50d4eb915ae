/** Both sides edit a card: the form, the inbox with its three columns, and deciding by keyboard alone, in a real browser (S9, I-13). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCounterparty } from '../../bridge/actions/add-counterparty.ts'
import { createClient } from '../../bridge/actions/create-client.ts'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'
import { healthOf } from '../../bridge/store/bases.ts'
import { isChangeOnItsWay } from '../../bridge/store/intents.ts'
import { raiseTrouble } from '../../bridge/store/troubles.ts'
import { editHere, editThere, entitiesOf, contextOf, textsThere, type Entity } from '../sync/both-sides.ts'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, signedIn, walk } from './chromium.ts'

const PATIENCE_MS = 30_000

walk('Conflicts, in a browser', () => {
  let here: World
  let browser: Browser
  let page: Page
  let entities: Entity[]

  beforeAll(async () => {
    here = await world({ live: true })
    entities = await entitiesOf(here, 'ivanova')
    browser = await openBrowser()
    page = await signedIn(browser, { url: here.web.url, login: 'ivanova', patienceMs: PATIENCE_MS })
    await page.getByText('Ромашка').first().click()
    await page.getByRole('heading', { name: 'Ромашка' }).waitFor()
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    await here.close()
  })

  it('a manager corrects a phone on the card of the client; fields of accounting are closed and say why', async () => {
    await page
      .getByRole('button', { name: /Править «Ромашка/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Телефон').fill('+7 495 700-00-01')
    await dialog
      .getByText(/Ведёт бухгалтерия/)
      .first()
      .waitFor()
    expect(await dialog.getByLabel('ИНН').getAttribute('readonly')).not.toBeNull()
    await isAccessible(page)
    await picture(page, '40-edit-counterparty')
    await dialog.getByRole('button', { name: 'Сохранить и отправить в 1С' }).click()

    await expect
      .poll(() => entities.map(({ key }) => textsThere(here, key).phone), { timeout: PATIENCE_MS })
      .toContain('+7 495 700-00-01')
  })

  it('what both sides have typed stands side by side, and J, 1 and Enter decide it', async () => {
    const anna = await contextOf(here, 'ivanova')
    const several = entities.filter(({ key }) => textsThere(here, key).phone !== '').slice(0, 2)
    // An answer that is cut off would leave it unknown whether the first correction may still be carried out: what follows would wait.
    const onItsWay = async () => {
      const { db } = here.bridge.database
      return Promise.all(several.map(({ rowId }) => isChangeOnItsWay(db, 'counterparty', rowId)))
    }
    await expect.poll(onItsWay, { timeout: PATIENCE_MS }).toEqual([false, false])
    here.accounting.down(true)
    // From then on the engine writes nothing between the look at a card and its saving.
    const reached = async () => (await healthOf(here.bridge.database.db, 1))?.state
    await expect.poll(reached, { timeout: PATIENCE_MS }).not.toBe('working')
    for (const { id, key } of several) {
      await editHere(anna, id, { phone: `+7 495 222-22-${id.slice(0, 2)}`, address: 'Наш дом' })
      editThere(here, key, { phone: `+7 495 333-33-${id.slice(0, 2)}`, address: 'Их дом' })
    }
    here.accounting.down(false)
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.getByRole('heading', { name: 'Спорные значения' }).waitFor()
    await page.getByText('Телефон: таких вопросов 2').waitFor()
    await page.keyboard.press('j')
    await page.locator('[aria-current=true]').waitFor()
    const titles = await page.getByRole('article').getByRole('heading').allTextContents()
    expect(titles).toHaveLength(4)
    const inHand = () => page.locator('[aria-current=true]').getByRole('heading').textContent()
    await isAccessible(page)
    await picture(page, '41-conflicts')
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, '42-conflicts-phone')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.setViewportSize({ width: 1360, height: 900 })

    await page.keyboard.press('j')
    await page.keyboard.press('2')
    await expect.poll(inHand, { message: 'what follows the answered one' }).toBe(titles[2])
    expect(await page.evaluate('document.activeElement.ariaCurrent'), 'the focus went along').toBe('true')
    await page.keyboard.press('k')
    expect(await inHand()).toBe(titles[0])
    await page.keyboard.press('j')
    await page.getByRole('button', { name: 'Везде 1С' }).click()
    await expect.poll(inHand, { message: 'it went with others: the last that is left' }).toBe(titles[0])
    await page.keyboard.press('1')

    await page.getByRole('heading', { name: 'Спорные значения' }).waitFor({ state: 'hidden' })
    const ours = async () => {
      const said = several.map(({ key }) => textsThere(here, key))
      return said.flatMap(({ phone, address }) => [phone.startsWith('+7 495 222'), address === 'Наш дом'])
    }
    await expect.poll(async () => (await ours()).filter(Boolean), { timeout: PATIENCE_MS }).toHaveLength(1)
  })

  it('two cards of one firm stand side by side; the accountant picks one and calls the other its alias (A-5)', async () => {
    const anna = await contextOf(here, 'ivanova')
    here.accounting.down(true)
    const client = await createClient(anna, { name: 'К4' })
    const numbers = { taxNumber: '7702000004', reasonCode: '770101001' }
    await addCounterparty(anna, client, { name: 'К4 ООО', ...numbers })
    for (const name of ['К4', 'К4 (старый)'])
      here.simulator.ledger.create('Catalog_Контрагенты', {
        Description: name,
        ИНН: numbers.taxNumber,
        КПП: '770101001',
      })
    here.accounting.down(false)
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    const elena = await context.newPage()
    elena.setDefaultTimeout(PATIENCE_MS)
    await elena.goto(here.web.url)
    await elena.getByLabel('Логин').fill('kuznetsova')
    await elena.locator('input[type=password]').fill(DEMO_PASSWORD)
    await elena.keyboard.press('Enter')
    await elena.getByRole('button', { name: 'Меню' }).waitFor()
    await elena.goto(`${here.web.url}/troubles`)
    await elena.getByText('2 кандидата в 1С').waitFor()
    await elena.keyboard.press('j')
    await elena.keyboard.press('1')
    await elena.keyboard.press('ArrowUp')
    await elena.keyboard.press('ArrowDown')
    await elena.getByLabel('То же лицо, псевдоним').last().check()
    await isAccessible(elena)
    await picture(elena, '43-candidates')
    expect(await elena.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)

    const refused = {
      code: 'base.rule',
      facts: { said: 'Период закрыт' },
      noun: 'contract',
      answers: ['seen'],
      at: here.bridge.now(),
    }
    for (const subject of ['one', 'two'])
      await here.bridge.database.transaction((db) => raiseTrouble(db, { ...refused, subject, baseRowId: null }))
    await elena.reload()
    await elena.getByText('Таких затруднений: 2').waitFor()
    await isAccessible(elena)
    await picture(elena, '44-troubles-alike')
    await elena.getByRole('button', { name: /^На все: / }).click()
    await elena.getByText('Таких затруднений: 2').waitFor({ state: 'hidden' })
    await elena.getByLabel('То же лицо, псевдоним').last().check()

    await elena.getByRole('button', { name: 'Связать' }).click()
    await elena.getByText('2 кандидата в 1С').waitFor({ state: 'hidden' })
    await elena.goto(`${here.web.url}/clients/${client}`)

    await elena.getByText('В 1С ещё и как «К4 (старый)»').waitFor()
    await context.close()
  })
})
