/** The door of the panel: keys of bases, tickets and tokens; each opens what it is for, once or for a while, and nothing else (reliability, section 5). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { givePanelKey, takePanelKey } from '../../bridge/actions/panel-key.ts'
import { routes } from '../../bridge/http/routes.ts'
import { browser, browserOf, type Answer } from './browser.ts'
import { PANEL_HOSTS, VAULT, world, type World } from './world.ts'

const MINUTE = 60_000
const KEY = '5f1b0c4e-0000-4000-8000-00000000A127'
const WANTED = { user: 'Кузнецова', noun: 'invoice', key: KEY }

let here: World
let key: string
const folder = mkdtempSync(join(tmpdir(), 'zveno-panel-'))
for (const part of ['ui', 'panel']) {
  mkdirSync(join(folder, part, 'assets'), { recursive: true })
  writeFileSync(join(folder, part, 'index.html'), '<!doctype html><title>Сделка</title>')
}
writeFileSync(join(folder, 'panel', 'assets', 'panel.js'), '1')

beforeEach(async () => {
  here = await world({ panelFailures: 10 }, join(folder, 'ui'))
  key = await givePanelKey(await here.contextOf('dmitry'), 'buh', VAULT)
})
afterEach(async () => {
  await here.close()
})

const call = (method: string, path: string, { body, bearer }: { body?: object; bearer?: string }) =>
  browser(here).send(method, path, body, bearer === undefined ? {} : { authorization: `Bearer ${bearer}` })
const askFor = (wanted: object, bearer = key) => call('POST', '/api/panel/tickets', { body: wanted, bearer })
const open = (shown: string) => call('POST', '/api/panel/session', { body: { ticket: shown } })
const look = (bearer: string) => call('GET', '/api/panel/context', { bearer })

async function ticket(wanted: object = WANTED): Promise<string> {
  const answer = await askFor(wanted)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return String(answer.body['ticket'])
}

async function token(wanted: object = WANTED): Promise<string> {
  return String((await open(await ticket(wanted))).body['token'])
}

const said = ({ status, body }: Answer) => [status, body.code]

describe('A ticket of the panel', () => {
  it('opens the panel for the person and the record that it was asked for', async () => {
    const opened = await open(await ticket())

    expect(opened).toMatchObject({ status: 201, body: { who: 'Кузнецова' } })
    expect(opened.headers.getSetCookie()).toEqual([])
    expect((await look(String(opened.body['token']))).body).toMatchObject({
      noun: 'invoice',
      base: 'buh',
      known: false,
    })
  })

  it('is good once: the second use is refused in words and closes what the first has opened', async () => {
    const given = await ticket()
    const first = String((await open(given)).body['token'])

    const second = await open(given)

    expect(said(second)).toEqual([401, 'panel.ticket-used'])
    expect(second.body.detail).toContain('уже использован')
    expect(said(await look(first))).toEqual([401, 'panel.ended'])
    expect(await here.database.db('audit').where('action', 'refuse-used-ticket')).toHaveLength(1)
  })

  it('of two who show it at the same moment opens for one', async () => {
    const given = await ticket()

    const answers = await Promise.all([open(given), open(given), open(given)])

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  it('lives for a minute', async () => {
    const [early, late] = [await ticket(), await ticket()]
    here.wait(MINUTE - 1)
    const opened = await open(early)
    here.wait(1)

    expect(opened.status).toBe(201)
    expect(said(await open(late))).toEqual([401, 'panel.ticket-over'])
  })

  it('and what it has opened stand in the database as hashes, and go when they are over', async () => {
    const given = await ticket()
    const opened = String((await open(given)).body['token'])
    const rows = JSON.stringify(await here.database.db('panel_tickets').select())
    here.wait(16 * MINUTE)
    await ticket()

    expect(rows).not.toContain(given)
    expect(rows).not.toContain(opened)
    expect(await here.database.db('panel_tickets').select()).toHaveLength(1)
  })

  it.each([
    ['another sort of record', { ...WANTED, noun: 'client' }, 'input.not-in-list'],
    ['a key that is none', { ...WANTED, key: "' or 1=1 --" }, 'input.not-an-id'],
    ['nobody', { ...WANTED, user: ' ' }, 'input.empty'],
    ['more than it is for', { ...WANTED, role: 'head' }, 'input.unknown-field'],
  ])('is not given for %s', async (_what, wanted, code) => {
    expect(said(await askFor(wanted))).toEqual([400, code])
  })

  it('is not given without end: a base has so many', async () => {
    const row = { base_id: 1, who: 'x', noun: 'invoice', foreign_key: 'x', issued_at: 'x', expires_at: '2999' }
    const rows = Array.from({ length: 10_000 }, (_, at) => ({ ...row, ticket_hash: `${at}` }))
    await here.database.db.batchInsert('panel_tickets', rows, 100)

    const answer = await askFor(WANTED)

    expect(said(answer)).toEqual([429, 'panel.too-many'])
    expect(answer.headers.get('retry-after')).toBe('60')
  })
})

describe('The key of a base', () => {
  it('stands sealed in the database, and no answer tells it', async () => {
    const { panel_key: sealed } = await here.database.db('bases').first('panel_key')
    const dmitry = await browserOf(here, 'dmitry')
    const page = await dmitry.get(`/api/bases/${here.trade.base}`)
    const secret = key.split('.')[1] ?? 'none'

    expect(VAULT.open(sealed)).toBe(secret)
    expect(sealed).not.toContain(secret)
    for (const text of [secret, sealed]) expect(JSON.stringify(page.body)).not.toContain(text)
  })

  it.each([
    ['none', ''],
    ['a wrong secret', '{id}.wrong'],
    ['that of another base', '00000000-0000-4000-8000-00000000dead.{secret}'],
    ['the id alone', '{id}'],
    ['a very long one', `{id}.${'x'.repeat(5_000)}`],
  ])('opens nothing when it is %s, always with the same words', async (_what, pattern) => {
    const [id = '', secret = ''] = key.split('.')

    const answer = await askFor(WANTED, pattern.replace('{id}', id).replace('{secret}', secret))

    expect(said(answer)).toEqual([401, 'panel.wrong-key'])
    expect(await here.database.db('panel_tickets').select()).toEqual([])
  })

  it('gives place to a newer one: with the former one nothing opens, and what was open is closed', async () => {
    const [waiting, opened] = [await ticket(), await token()]
    await givePanelKey(await here.contextOf('dmitry'), 'buh', VAULT)

    expect(said(await askFor(WANTED))).toEqual([401, 'panel.wrong-key'])
    expect(said(await open(waiting))).toEqual([401, 'panel.ticket-over'])
    expect(said(await look(opened))).toEqual([401, 'panel.ended'])
  })

  it('is taken away, and the panel is off', async () => {
    const opened = await token()
    await takePanelKey(await here.contextOf('dmitry'), 'buh')

    expect(said(await askFor(WANTED))).toEqual([401, 'panel.wrong-key'])
    expect(said(await look(opened))).toEqual([401, 'panel.ended'])
  })
})

describe('The token of an open panel', () => {
  it('ends after a quarter of an hour', async () => {
    const opened = await token()
    here.wait(15 * MINUTE - 1)
    const still = await look(opened)
    here.wait(1)

    expect(still.status).toBe(200)
    expect(said(await look(opened))).toEqual([401, 'panel.ended'])
  })

  it('opens no other route of the API, and neither does the key or a ticket', async () => {
    const bearers = [await token(), key, await ticket()]
    const closed = Object.entries(routes).filter(([name, { verb }]) => verb !== null && name.startsWith('GET '))
    expect(closed.length).toBeGreaterThan(20)

    for (const [name] of closed)
      for (const bearer of bearers) {
        const path = name.replace('GET ', '').replace(':id', here.trade.deal)
        expect(said(await call('GET', path, { bearer })), name).toEqual([401, 'session.needed'])
      }
  })

  it('is no session of a person, and a session of a person is no token', async () => {
    const anna = await browserOf(here, 'anna')

    expect(said(await anna.get('/api/panel/context'))).toEqual([401, 'panel.ended'])
    const cookie = anna.cookie.split('=')[1] ?? ''
    expect(said(await look(cookie))).toEqual([401, 'panel.ended'])
  })
})

describe('Guessing keys, tickets and tokens', () => {
  it('ends soon, and hinders nobody who is let in', async () => {
    for (let at = 0; at < 20; at++) expect((await look(await token())).status).toBe(200)
    const opened = await token()
    for (let at = 0; at < 4; at++) await askFor(WANTED, `${key}x`)
    for (let at = 0; at < 3; at++) await open(`guess ${at}`)
    for (let at = 0; at < 3; at++) await look(`guess ${at}`)

    const answer = await look(opened)

    expect(said(answer)).toEqual([429, 'panel.too-many-tries'])
    expect(answer.headers.get('retry-after')).toBe('900')
  })
})

describe('The page of the panel', () => {
  const policy = async (path: string) => {
    const { headers } = await fetch(here.url + path, { headers: { accept: 'text/html' } })
    return { csp: headers.get('content-security-policy') ?? '', old: headers.get('x-frame-options') }
  }

  it('may be framed by the programs of the list and by nobody else', async () => {
    const { csp, old } = await policy('/panel/')

    expect(csp).toContain(`frame-ancestors ${PANEL_HOSTS.join(' ')}`)
    expect(csp).not.toMatch(/frame-ancestors[^;]*(\*|'self')/)
    expect(old).toBeNull()
  })

  it('loads nothing from anywhere else and runs no script but its own', async () => {
    const { csp } = await policy('/panel/')

    expect(csp).toContain("default-src 'none'")
    expect(csp).not.toMatch(/unsafe|\*|data:/)
  })

  it.each([
    '/',
    '/deals/1',
    '/panel/assets/panel.js',
    '/panel/assets/none.js',
    '/panel/other',
    '/api/panel/context',
    '/health/live',
  ])('is alone in that: %s cannot be framed by anybody', async (path) => {
    const { csp, old } = await policy(path)

    expect(csp).toContain("frame-ancestors 'none'")
    expect(old).toBe('DENY')
  })

  it('stays with the browser for a while, so that it can say that there is no connection', async () => {
    const { headers } = await fetch(`${here.url}/panel/`)

    expect(headers.get('cache-control')).toContain('stale-while-revalidate=43200')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })
})

describe('Without a list of programs', () => {
  it('the page of the panel cannot be framed by anybody', async () => {
    const { framedHeaders } = await import('../../bridge/http/headers.ts')
    const set = new Map<string, string>([['X-Frame-Options', 'DENY']])
    const response = {
      removeHeader: (name: string) => set.delete(name),
      setHeader: (name: string, value: string) => set.set(name, value),
    }
    framedHeaders([])({} as never, response as never, () => {})

    expect(set.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
    expect(set.get('X-Frame-Options')).toBe('DENY')
  })
})

process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
