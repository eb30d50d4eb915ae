/** The panel in a real browser, F74; who may frame it, what it may run, and whether everybody can use it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillWithHostileTexts, hostile } from '../hostile-texts.ts'
import { panelHost, type Host } from '../panel.ts'
import { world, type World } from '../world.ts'
import { isAccessible, openBrowser, picture, walk } from './chromium.ts'

const PATIENCE_MS = 20_000

walk('The panel in the accounting program', () => {
  let here: World
  let host: Host
  let browser: Browser
  let key = ''

  beforeAll(async () => {
    here = await world({ live: true })
    host = await panelHost(here)
    here.simulator.showPanel({ url: here.web.url, key: host.key })
    key = await issue(here)
    browser = await openBrowser()
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await here.close()
  })

  it('A-1 (F74): an accountant opens an invoice and sees its deal beside it', async () => {
    const page = await accountantAt(1_700)
    await page.goto(`${here.simulator.url}/buh/invoices/${key}`)

    const panel = await framed(page)
    await panel.getByText('АТС для колл-центра').first().waitFor()
    const text = await panel.locator('main').innerText()

    for (const part of ['Анна Иванова', 'Счёт выставлен', 'Остаток', 'Почему этот документ', 'bp30/invoice.json'])
      expect(text).toContain(part)
    expect(panel.url()).not.toContain('ticket')
    await picture(page, 'panel-in-1c')
    await page.context().close()
  })

  it.each([
    ['ru', 'light', 320, 'Обновить'],
    ['en', 'dark', 1_000, 'Refresh'],
  ] as const)('F74: everybody can read and use it: %s, %s, %i px', async (language, colorScheme, width, button) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(await addressOf(language))
    await page.getByText('Анна Иванова').first().waitFor()
    await page.keyboard.press('Tab')
    const before = await page.locator('#line').innerText()
    await page.keyboard.press('Enter')

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(button)
    expect(before).toContain(button)
    await isAccessible(page)
    await picture(page, `panel-${language}-${width}`)
    await context.close()
  })

  it('F74: keeps its token in memory: neither a cookie nor anything that stays', async () => {
    const page = await browser.newPage()
    await page.goto(await addressOf('ru'))
    await page.getByText('Анна Иванова').first().waitFor()
    const kept = (await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')) as string

    expect(await page.context().cookies()).toEqual([])
    expect(Object.keys(JSON.parse(kept) as object)).toEqual([`zveno-panel:Кузнецова/invoice/${key}`])
    expect(kept).not.toMatch(/token|ticket/i)
    expect(page.url()).not.toContain('ticket')
    await page.context().close()
  })

  it('F74: a page of another site cannot frame it', async () => {
    const address = await addressOf('ru')
    const stranger = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(`<iframe src="${address.replaceAll('&', '&amp;')}"></iframe>`)
    })
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`)

    await expect.poll(() => page.frames()[1]?.url(), { timeout: 10_000 }).toContain('chrome-error:')
    await page.context().close()
    stranger.close()
  })

  it('F74: a script in any text stays text', async () => {
    const { db } = here.bridge.database
    const page = await browser.newPage()
    await page.addInitScript(
      "addEventListener('securitypolicyviolation', ({ violatedDirective }) => (window.ran = violatedDirective))",
    )
    await here.bridge.engine.stop()
    await fillWithHostileTexts(db)
    await page.goto(await addressOf('ru'))
    const shown = hostile('deals.name').slice(0, hostile('deals.name').indexOf('>"'))
    await page.getByText(shown).first().waitFor()

    expect(await page.evaluate("window.ran ?? ''")).toBe('')
    for (const field of [
      'stages.name',
      'users.name',
      'clients.name',
      'deals.cause',
      'deal_lines.text',
      'contracts.name',
    ])
      expect(await page.locator('main').innerText(), field).toContain(hostile(field))
    await page.context().close()
  })

  it('A-2 (V7): the bridge is switched off: the context stays with its time, and saving works as always', async () => {
    const page = await accountantAt(1_700)
    await page.goto(`${here.simulator.url}/buh/invoices/${key}`)
    await (await framed(page)).getByText('Контекст на').waitFor()
    await here.web.close()

    await page.locator('textarea[name=comment]').fill('сохранено без связи')
    await page.getByRole('button', { name: 'Записать', exact: true }).click()
    await page.locator('.notice.done').waitFor()
    const panel = await framed(page)
    await panel.getByText(/Контекст на \d\d:\d\d, связи нет/).waitFor()

    expect(await page.locator('textarea[name=comment]').inputValue()).toBe('сохранено без связи')
    expect(await panel.locator('main').innerText()).toContain('Почему этот документ')
    await picture(page, 'panel-away')
    await page.context().close()
  })

  /** The page of the panel by itself, with a ticket. */
  async function addressOf(language: string): Promise<string> {
    const ticket = await host.ticket({ noun: 'invoice', key })
    const told = new URLSearchParams({ about: `Кузнецова/invoice/${key}`, ticket })
    return `${here.web.url}/panel/?lang=${language}#${told.toString()}`
  }

  async function accountantAt(width: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 1_000 }, locale: 'ru-RU' })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(`${here.simulator.url}/buh/`)
    await page.locator('input[name=user]').fill('Кузнецова')
    await page.locator('input[name=password]').fill('kuznetsova')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }
})

async function framed(page: Page): Promise<Frame> {
  const frame = await (await page.locator('[data-panel] iframe').elementHandle())?.contentFrame()
  if (!frame) throw new Error('the panel has no frame')
  return frame
}

/** @returns the key that the base gave to the invoice of Anna's deal */
async function issue({ anna, accounting }: World): Promise<string> {
  const { items } = await anna.do('GET /api/clients', { query: { search: 'Ромашка' } })
  const { deals } = await anna.do('GET /api/clients/:id', { id: items[0]?.id ?? '' })
  const { deal } = await anna.do('GET /api/deals/:id', { id: deals[0]?.id ?? '' })
  const asked = { id: deal.id, body: { version: deal.version }, key: 'panel' }
  const { id } = await anna.do('POST /api/deals/:id/invoices', asked)
  while ((await anna.do('GET /api/invoices/:id', { id })).invoice.state !== 'issued')
    await new Promise((resolve) => setTimeout(resolve, 200))
  return accounting.ours()[0]?.key ?? ''
}
