/** Journal and runs in a real browser: the integrator sees that his rules have put all names into capitals, and rolls the run back (I-7, S11). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listBases } from '../../bridge/store/bases.ts'
import { findRun } from '../../bridge/store/runs.ts'
import { loadMappings } from '../../bridge/sync/mapping/load-mapping.ts'
import { replayRun } from '../../bridge/sync/journal/replay-run.ts'
import { demoKeys } from '../../connectors/simulator/worlds/demo-keys.ts'
import { inCapitals } from '../sync/other-rules.ts'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, signedIn, walk } from './chromium.ts'

const PATIENCE_MS = 30_000
const COUNTERPARTIES = 'Catalog_Контрагенты'

walk('Journal and runs in a browser', () => {
  let here: World
  let browser: Browser
  let dmitry: Page
  let number: number

  beforeAll(async () => {
    here = await world({ live: true })
    browser = await openBrowser()
    dmitry = await signedIn(browser, { url: here.web.url, login: 'orlov', patienceMs: PATIENCE_MS })
    number = await replayed()
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    await here.close()
  })

  /** All names in capitals by other rules; one of them is put right by the accountant since. */
  async function replayed(): Promise<number> {
    const { ports, database, robot } = here.bridge
    const [base] = await listBases(database.db)
    const from = await findRun(database.db, '1')
    if (!base || !from) throw new Error('the demo world has not been read')
    const rules = inCapitals()
    const { mappings } = loadMappings(rules.folder)
    const { run } = await replayRun({ ports, base, author: { ...robot, name: 'Дмитрий Орлов' } }, { from, mappings })
    rules.clear()
    here.simulator.ledger.change(COUNTERPARTIES, demoKeys.counterparties.K1, { Description: 'Правка бухгалтера' })
    for (let look = 0; look < 100; look++) {
      if (await database.db('counterparties').where('name', 'Правка бухгалтера').first('id')) return run
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('the edit of the accountant has not arrived')
  }

  it('I-7: the list names the run, its author and its rules; its page shows what was said, and finds a record by its name', async () => {
    await dmitry.getByRole('link', { name: 'Журнал и прогоны' }).click()
    const run = dmitry.getByRole('article', { name: `Прогон № ${number}`, exact: true })
    await run.getByText('повтор журнала по другим правилам').waitFor()
    await run.getByText('Дмитрий Орлов').waitFor()
    await isAccessible(dmitry)
    await picture(dmitry, '40-runs')
    await run.getByRole('link', { name: `Прогон № ${number}` }).click()
    await dmitry.getByText('Строки журнала').waitFor()
    await dmitry.getByLabel('Название, номер или ключ записи').fill('правка')
    await expect.poll(() => dmitry.getByRole('article').count()).toBe(1)
    await dmitry.getByText('Что было сказано').click()
    await dmitry.getByText('"Description"', { exact: false }).waitFor()
    await isAccessible(dmitry)
    await picture(dmitry, '41-run-line')
    await dmitry.getByLabel('Название, номер или ключ записи').fill('')
  })

  it('I-7: before anything happens he sees what would be reversed, kept and fail; then it is done, and the roll-back is a run', async () => {
    const before = await here.bridge.database.db('runs').where('kind', 'rollback')
    await dmitry.getByRole('button', { name: 'Откатить…' }).click()
    const dialog = dmitry.getByRole('dialog')
    await dialog.getByText('1С с тех пор сообщила об этой записи ещё раз.', { exact: false }).waitFor()
    await isAccessible(dmitry)
    await picture(dmitry, '42-roll-back-preview')
    expect(before).toEqual([])
    await dialog.getByRole('button', { name: /^Откатить \d+$/ }).click()

    await dmitry.getByText(`откат прогона № ${number}`).waitFor()
    await dmitry.getByText('Готово').waitFor()
    await dmitry.getByText('откачено').first().waitFor()
    await isAccessible(dmitry)
    await picture(dmitry, '43-rolled-back')
    const names: string[] = await here.bridge.database.db('counterparties').pluck('name')
    expect(names).toContain('Правка бухгалтера')
  })

  it('with the keyboard alone: g j opens the journal', async () => {
    await dmitry.getByRole('link', { name: 'Очередь' }).first().click()
    await dmitry.getByRole('heading', { level: 1, name: 'Очередь' }).waitFor()
    await dmitry.keyboard.press('g')
    await dmitry.keyboard.press('j')

    await dmitry.getByRole('heading', { level: 1, name: 'Журнал и прогоны' }).waitFor()
  })

  it('the same in English, on a phone and in the dark', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-US' })
    await phone.context().addCookies(await dmitry.context().cookies())
    await here.dmitry.do('PATCH /api/me', { body: { language: 'en' } })
    await phone.goto(`${here.web.url}/runs`)
    await phone.getByText('roll-back', { exact: true }).waitFor()
    await picture(phone, '44-phone-runs')
    await phone.getByRole('link', { name: `Run ${number}`, exact: true }).click()
    await phone.getByText('Rolled back by run', { exact: false }).waitFor()
    await picture(phone, '45-phone-run')
    await phone.getByRole('button', { name: 'Roll back…' }).click()
    await phone.getByText('Another run has changed the record since.', { exact: false }).first().waitFor()
    const width = await phone.evaluate('document.documentElement.scrollWidth')

    expect(width, 'nothing sticks out to the side').toBeLessThanOrEqual(390)
    await isAccessible(phone)
    await picture(phone, '46-phone-preview')
  })
})
