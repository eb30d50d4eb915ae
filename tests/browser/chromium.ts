/** A real Chromium for the walks: found where `npm test` has found or installed it. */
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'

const PLACES = [
  process.env['ZVENO_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const browserPath = PLACES.find((place) => place && existsSync(place))
const built = existsSync(join(import.meta.dirname, '..', '..', 'dist', 'ui', 'index.html'))

/** Without a browser or without screens a walk is skipped for everybody to see; a build machine must have both. */
export const ready = browserPath !== undefined && built
const why = ready
  ? ''
  : ` (skipped: ${browserPath ? 'the screens are not built' : 'no Chromium'}; npm test sees to both)`

/** What somebody does in a browser, step by step. */
export function walk(name: string, steps: () => void): void {
  describe.skipIf(!ready)(`${name}${why}`, { timeout: 90_000 }, steps)
}

/** Screens that a person looks at after the run. */
const PICTURES = join(import.meta.dirname, '..', 'screens', 'out')

export function openBrowser(): Promise<Browser> {
  mkdirSync(PICTURES, { recursive: true })
  const asRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath: browserPath ?? '',
    args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', ...(asRoot ? ['--no-sandbox'] : [])],
  })
}

/** A person at a desk of their own, signed in, in Russian. @param patienceMs how long each look waits */
export async function signedIn(
  browser: Browser,
  { url, login, patienceMs }: { url: string; login: string; patienceMs: number },
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, locale: 'ru-RU' })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  await page.goto(url)
  await page.getByLabel('Логин').fill(login)
  await page.locator('input[type=password]').fill(DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  return page
}

export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Violation {
  id: string
  nodes: { target: string[] }[]
}

/** WCAG 2 A and AA by axe: nothing may be wrong on the page as it stands now. */
export async function isAccessible(page: Page): Promise<void> {
  await page.addScriptTag({ path: AXE }).catch(() => page.evaluate(axeSource()))
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }).then((result) => result.violations)`,
  )) as Violation[]
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect(said, `accessibility of ${page.url()}`).toEqual([])
}

/** Pages whose policy forbids foreign scripts get it through the debugger. */
function axeSource(): string {
  return createRequire(import.meta.url)('node:fs').readFileSync(AXE, 'utf8') as string
}
