/** The panel in the accounting program of the demo (A-2, V7, F65): whatever becomes of the CRM, forms open and documents are saved as always. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import { accountant, demoBase, type Screen, type Visitor } from './web-visitor.ts'

const KEY = 'the key that no browser sees'
/** Much longer than a form takes, much shorter than anybody would wait for a CRM. */
const AT_ONCE_MS = 1_000
const INVOICE = 'ТЕЛ0-000119'

/** A CRM in the three ways in which it can fail, and well. */
type Mood = 'well' | 'fails' | 'hangs' | 'refuses'

let base: Simulator
let elena: Visitor
let crm: Server
let mood: Mood = 'well'
let heard: { path: string; authorization: string; body: string }[] = []

beforeAll(async () => {
  base = await demoBase()
  elena = await accountant(base)
})
afterAll(() => base.close())
beforeEach(async () => {
  heard = []
  crm = createServer((request, response) => {
    const { url = '', headers } = request
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      heard.push({ path: url, authorization: headers.authorization ?? '', body })
      if (mood === 'hangs') return
      const [status, said] = ANSWERS[mood]
      response.writeHead(status, { 'content-type': 'application/json' }).end(said)
    })
  })
  await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', resolve))
  base.showPanel({ url: `http://127.0.0.1:${(crm.address() as AddressInfo).port}`, key: KEY })
})
afterEach(() => close())

const ANSWERS: Record<Exclude<Mood, 'hangs'>, [number, string]> = {
  well: [201, '{"ticket":"a-ticket"}'],
  fails: [500, '<h1>Internal error</h1>'],
  refuses: [401, '{"detail":"Ключ панели не подходит."}'],
}

function close(): Promise<unknown> {
  crm.closeAllConnections()
  return new Promise((resolve) => crm.close(resolve))
}

/** The invoice as its list links to it. */
async function open(): Promise<Screen> {
  const list = await elena.open(`/invoices?search=${encodeURIComponent(INVOICE)}`)
  const address = /href="\/buh(\/invoices\/[0-9a-f-]{36})"/.exec(list.html)?.[1] ?? ''
  return elena.open(address)
}

const placeIn = ({ html }: Screen) => /data-panel="\/buh(\/panel\/[^"]+)"/.exec(html)?.[1] ?? 'none'

async function panelOf(screen: Screen): Promise<{ url?: string; refusal?: string }> {
  return JSON.parse((await elena.open(placeIn(screen))).html) as { url?: string; refusal?: string }
}

describe('A document of the accounting program', () => {
  it.each(['well', 'fails', 'hangs', 'off'] as const)(
    'A-2 (V7): opens and is saved as always, without a word to a CRM that is %s',
    async (state) => {
      if (state === 'off') await close()
      else mood = state

      const began = performance.now()
      const screen = await open()
      const saved = await elena.submit(screen, 'save', { comment: `A-2 ${state}` })
      const tookMs = performance.now() - began

      expect(saved.text).toContain('Проведён')
      expect(saved.html).toContain(`A-2 ${state}`)
      expect(tookMs).toBeLessThan(AT_ONCE_MS)
      expect(heard).toEqual([])
    },
  )

  it.each(['fails', 'hangs', 'off'] as const)(
    'A-2: gets the place of the panel soon, without a ticket, from a CRM that is %s',
    async (state) => {
      if (state === 'off') await close()
      else mood = state

      const began = performance.now()
      const { url = '' } = await panelOf(await open())

      expect(url).toMatch(/\/panel\/\?lang=ru#about=/)
      expect(url).not.toContain('ticket')
      expect(performance.now() - began).toBeLessThan(4_000)
    },
  )

  it('F74: gets a ticket for who is signed in and what is looked at; the key stays with the base', async () => {
    mood = 'well'
    const screen = await open()

    const { url = '' } = await panelOf(screen)

    const fragment = new URLSearchParams(new URL(url).hash.slice(1))
    expect(fragment.get('ticket')).toBe('a-ticket')
    const [asked] = heard
    expect(asked).toMatchObject({ path: '/api/panel/tickets', authorization: `Bearer ${KEY}` })
    const key = placeIn(screen).split('/').at(-1) ?? ''
    expect(JSON.parse(asked?.body ?? '')).toEqual({ user: 'Кузнецова', noun: 'invoice', key })
    expect(screen.html + url).not.toContain(KEY)
  })

  it('F74: says what the CRM says when it refuses the key', async () => {
    mood = 'refuses'

    expect(await panelOf(await open())).toEqual({ refusal: 'Ключ панели не подходит.' })
  })

  it('F74: may load no frame but the panel, and nobody who is not signed in gets a ticket', async () => {
    mood = 'well'
    const screen = await open()
    const page = await fetch(`${base.url}/buh${placeIn(screen)}`)

    expect(await page.text()).not.toContain('ticket')
    expect(heard).toEqual([])
  })

  it.each(['/panel/client/00000000-0000-4000-8000-000000000000', '/panel/invoice/none', '/panel'])(
    'F74: of anything else there is no panel: %s',
    async (path) => {
      expect((await elena.open(path)).status).toBe(404)
      expect(heard).toEqual([])
    },
  )
})
