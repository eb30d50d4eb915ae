/** Changing the own password in a real browser: from the menu of the person, with a refusal in words, and at work afterwards. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, signedIn, walk } from './chromium.ts'

const PATIENCE_MS = 30_000
const NEXT = 'три слова подряд'

walk('Changing the own password, in a browser', () => {
  let here: World
  let browser: Browser
  let [anna, elsewhere, otherTab] = [] as unknown as [Page, Page, Page]

  beforeAll(async () => {
    here = await world()
    browser = await openBrowser()
    const who = { url: here.web.url, login: 'ivanova', patienceMs: PATIENCE_MS }
    ;[anna, elsewhere] = [await signedIn(browser, who), await signedIn(browser, who)]
    await elsewhere.getByRole('heading', { level: 1 }).waitFor()
    otherTab = await anna.context().newPage()
    await otherTab.goto(here.web.url)
    await otherTab.getByRole('button', { name: /Анна Иванова/ }).waitFor()
    await anna.bringToFront()
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    await here.close()
  })

  const dialog = () => anna.getByRole('dialog')
  const fill = async (present: string, password: string) => {
    await dialog().getByLabel('Нынешний пароль').fill(present)
    await dialog().getByLabel('Новый пароль').fill(password)
    await dialog().getByRole('button', { name: 'Сменить пароль' }).click()
  }

  it('is found in the menu of the person, and says what follows from it', async () => {
    await anna.getByRole('button', { name: /Анна Иванова/ }).click()
    await picture(anna, '90-password-menu')
    await anna.getByRole('menuitem', { name: 'Сменить пароль' }).click()

    await dialog().getByText('придётся войти заново', { exact: false }).waitFor()
    expect(
      await dialog()
        .getByLabel('Нынешний пароль')
        .evaluate((field) => field.matches(':focus')),
    ).toBe(true)
    await isAccessible(anna)
    await picture(anna, '91-password')
  })

  it('says at the field what is wrong: the present one does not fit, or everybody knows the new one', async () => {
    await fill('не он', NEXT)
    await dialog().getByText('Нынешний пароль не подходит', { exact: false }).waitFor()

    await fill(DEMO_PASSWORD, 'qwerty12345')

    await dialog().getByText('перебирают первыми', { exact: false }).waitFor()
    await isAccessible(anna)
    await picture(anna, '92-password-refused')
    await anna.setViewportSize({ width: 390, height: 800 })
    await picture(anna, '93-password-narrow')
    await anna.emulateMedia({ colorScheme: 'dark' })
    await anna.evaluate(`document.documentElement.dataset.mantineColorScheme = 'dark'`)
    await isAccessible(anna)
    await picture(anna, '94-password-dark')
    await anna.evaluate(`document.documentElement.dataset.mantineColorScheme = 'light'`)
    await anna.setViewportSize({ width: 1360, height: 900 })
  })

  it('goes on here without another sign-in, and asks for one elsewhere', async () => {
    await fill(DEMO_PASSWORD, NEXT)
    await anna.getByText('Все остальные сеансы завершены', { exact: false }).waitFor()
    await dialog().waitFor({ state: 'detached' })

    // A deed, not only a look: the CSRF word has changed with the session.
    await anna.getByRole('button', { name: /Анна Иванова/ }).click()
    await anna.getByRole('menuitem', { name: 'English' }).click()
    await anna.getByRole('button', { name: /Анна Иванова/ }).click()
    await anna.getByRole('menuitem', { name: 'Change password' }).click()
    await dialog().getByText('Three or four words', { exact: false }).waitFor()
    await picture(anna, '95-password-english')

    // The other tab of this browser still knows the word of the former session.
    await otherTab.bringToFront()
    await otherTab.getByRole('button', { name: /Анна Иванова/ }).click()
    await otherTab.getByRole('menuitem', { name: 'English' }).click()
    await otherTab.getByRole('navigation').getByText('Queue', { exact: false }).first().waitFor()

    await elsewhere.reload()
    await elsewhere.getByLabel('Логин').waitFor()
  })
})
