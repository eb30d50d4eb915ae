/** What a hostile visitor could do to the CRM. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { givePanelKey } from '../../../bridge/actions/panel-key.ts'
import type { RouteName } from '../../../bridge/http/contract.ts'
import { splitName } from '../../../bridge/http/route.ts'
import { routes } from '../../../bridge/http/routes.ts'
import { browser, browserOf, type Answer, type Browser } from '../../http/browser.ts'
import { PASSWORD, VAULT, world, type World } from '../../http/world.ts'
import { firstOf, unless, type Item } from './check.ts'

const UI = join(import.meta.dirname, '..', '..', '..', 'dist', 'ui')
const DAY_MS = 86_400_000
const SCRIPT = `<script>alert(1)</script><img src=x onerror=alert(2)>"'\`{{7*7}}\${7*7}`

/** A world of its own for every check: what one breaks the next does not see. */
function inWorld(name: string, tryIt: (here: World) => Promise<string | null>): Item {
  return {
    name,
    run: async () => {
      const here = await world({ signInFailures: 5, signInFailuresOfAddress: 30 }, UI)
      try {
        return await tryIt(here)
      } finally {
        await here.close()
      }
    },
  }
}

function refused(answer: Answer, status: number, code: string): string | null {
  return unless(
    answer.status === status && answer.body.code === code,
    `expected ${status} ${code}, got ${answer.status} ${answer.body.code}`,
  )
}

const stored = inWorld(
  'a script in any text comes back as text, in JSON that no browser takes for a page',
  async (here) => {
    const anna = await browserOf(here, 'anna')
    const fields = Object.fromEntries(
      'name profile industry region website address note'.split(' ').map((name) => [name, SCRIPT]),
    )
    const { client, deal } = here.trade
    const line = { productId: null, text: SCRIPT, quantityMilli: 1, priceMinor: 1 }
    const contact = { name: SCRIPT, position: SCRIPT, phone: '', email: '' }
    const answers = [
      await anna.send('PATCH', `/api/clients/${client}`, { ...fields, version: 1 }),
      await anna.send('POST', `/api/clients/${client}/contacts`, contact),
      await anna.send('PATCH', `/api/deals/${deal}`, { title: SCRIPT, cause: SCRIPT, version: 1 }),
      await anna.send('PUT', `/api/deals/${deal}/lines`, { version: 2, lines: [line] }),
      ...(await Promise.all(
        ['clients', 'board', 'invoices', `clients/${client}`, `deals/${deal}`].map((path) => anna.get(`/api/${path}`)),
      )),
    ]
    const wrong = answers.find(({ status, headers }) => status >= 400 || !isSafeJson(headers))
    if (wrong !== undefined) return `an answer ${wrong.status} of type ${wrong.headers.get('content-type')}`
    return unless(
      JSON.stringify(answers[7]?.body).includes(JSON.stringify(SCRIPT).slice(1, -1)),
      'the text came back changed',
    )
  },
)

function isSafeJson(headers: Headers): boolean {
  return (
    /^application\/(problem\+)?json/.test(headers.get('content-type') ?? '') &&
    headers.get('x-content-type-options') === 'nosniff'
  )
}

const framing = inWorld('nothing may be framed, and scripts come from our own files alone', async (here) => {
  const anna = await browserOf(here, 'anna')
  const paths = [
    '/',
    '/deals/1',
    '/api/me',
    '/api/nothing',
    '/api/clients/%ff',
    '/health/live',
    '/metrics',
    '/nothing.js',
    '/panel/nothing',
    '/panel/assets/nothing.js',
    '/api/panel/context',
  ]
  for (const path of paths) {
    const { headers } = await anna.get(path)
    const policy = headers.get('content-security-policy') ?? ''
    const safe =
      policy.includes("frame-ancestors 'none'") &&
      policy.includes("script-src 'self';") &&
      headers.get('x-frame-options') === 'DENY'
    if (!safe) return `${path} may be framed, or may run scripts of others`
  }
  return null
})

/** Every changing route, as another site would call it through the browser of somebody who is signed in. */
const forgery = inWorld('another site cannot act in the name of somebody who is signed in', async (here) => {
  const anna = await browserOf(here, 'anna')
  const changing = (Object.keys(routes) as RouteName[]).filter(
    (name) => !name.startsWith('GET ') && routes[name].verb !== null,
  )
  const ways: [Record<string, string>, number, string][] = [
    [{ origin: 'https://evil.example' }, 403, 'request.forged'],
    [{ origin: 'null' }, 403, 'request.forged'],
    [{ 'sec-fetch-site': 'cross-site' }, 403, 'request.forged'],
    [{ 'sec-fetch-site': 'same-site' }, 403, 'request.forged'],
    [{ 'x-csrf': '' }, 403, 'request.forged'],
  ]
  return firstOf(
    changing.flatMap((name) =>
      ways.map(([headers, status, code]) => async () => {
        const { method, path } = splitName(name)
        const said = refused(await anna.send(method, path.replace(':id', here.trade.client), {}, headers), status, code)
        return said === null ? null : `${name} with ${JSON.stringify(headers)}: ${said}`
      }),
    ),
  )
})

const simpleForm = inWorld('a form of another type than JSON is not read', async (here) => {
  const anna = await browserOf(here, 'anna')
  return firstOf(
    ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map(
      (type) => async () =>
        refused(
          await anna.send('POST', '/api/clients', '{"name":"x"}', { 'content-type': type }),
          415,
          'request.not-json',
        ),
    ),
  )
})

const fixation = inWorld('a planted session is not taken over, and an ended or old one opens nothing', async (here) => {
  const planted = 'planted-token-planted-token-planted-token'
  const victim = Object.assign(browser(here), { cookie: `zveno_session=${planted}` })
  const { headers } = await victim.send('POST', '/api/session', { login: 'anna', password: PASSWORD })
  const cookie = headers.getSetCookie()[0] ?? ''
  if (cookie.includes(planted) || !/HttpOnly/i.test(cookie) || !/SameSite=Lax/i.test(cookie))
    return `the cookie is ${cookie}`
  const old = victim.cookie
  await victim.send('POST', '/api/session', { login: 'anna', password: PASSWORD })
  return firstOf([
    () => closed(here, `zveno_session=${planted}`, 'the planted session'),
    () => closed(here, old, 'the former session'),
    async () => {
      here.wait(8 * DAY_MS)
      return closed(here, victim.cookie, 'a session of last week')
    },
  ])
})

async function closed(here: World, cookie: string, what: string): Promise<string | null> {
  const { status } = await Object.assign(browser(here), { cookie }).get('/api/me')
  return unless(status === 401, `${what} opens the CRM`)
}

const bearer = inWorld('the token of a browser is no token of a program, and only its hash is kept', async (here) => {
  const anna = await browserOf(here, 'anna')
  const token = anna.cookie.split('=')[1] ?? ''
  const answer = await browser(here).send('GET', '/api/me', undefined, { authorization: `Bearer ${token}` })
  const rows = JSON.stringify(await here.database.db('sessions').select())
  return (
    refused(answer, 401, 'session.needed') ?? unless(!rows.includes(token), 'the token itself stands in the database')
  )
})

const guessing = inWorld('guessing a password ends soon, and tells nobody who works here', async (here) => {
  const guess = (login: string, password: string) => browser(here).send('POST', '/api/session', { login, password })
  const [wrong, unknown] = [await guess('pavel', 'x'), await guess('nobody', 'x')]
  if (JSON.stringify(wrong.body) !== JSON.stringify(unknown.body))
    return 'a wrong password is answered otherwise than an unknown login'
  for (let count = 0; count < 5; count++) await guess('pavel', `guess ${count}`)
  const right = await guess('pavel', PASSWORD)
  return refused(right, 429, 'session.too-many-tries')
})

/** What belongs to another client cannot be put into one's own deal by its id. */
const references = inWorld('the id of somebody else’s record opens nothing inside one’s own', async (here) => {
  const { anna, igor } = { anna: await browserOf(here, 'anna'), igor: await browserOf(here, 'igor') }
  const client = String((await igor.send('POST', '/api/clients', { name: 'Чужой' })).body['id'])
  const entity = { name: 'Чужой ООО', taxNumber: '7701000019', reasonCode: '770101001' }
  const theirs = String((await igor.send('POST', `/api/clients/${client}/counterparties`, entity)).body['id'])
  const { deal } = here.trade
  return firstOf([
    async () =>
      refused(
        await anna.send('PATCH', `/api/deals/${deal}`, { version: 1, counterpartyId: theirs }),
        422,
        'deal.other-clients-counterparty',
      ),
    async () =>
      refused(
        await anna.send('PATCH', `/api/deals/${deal}`, { version: 1, contractId: theirs }),
        404,
        'contract.not-found',
      ),
    async () => refused(await anna.get(`/api/clients/${client}`), 404, 'client.not-found'),
    async () =>
      refused(
        await anna.send('POST', `/api/clients/${client}/deals`, { title: 'x', cause: '' }),
        404,
        'client.not-found',
      ),
  ])
})

const pollution = inWorld(
  'a body cannot change what objects are, and depth or size cannot stop the service',
  async (here) => {
    const anna = await browserOf(here, 'anna')
    const deep = `{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    return firstOf([
      async () =>
        refused(
          await anna.send('POST', '/api/clients', '{"name":"x","__proto__":{"admin":true}}'),
          400,
          'input.unknown-field',
        ),
      async () =>
        refused(
          await anna.send('POST', '/api/clients', '{"name":"x","constructor":{"prototype":{"admin":true}}}'),
          400,
          'input.unknown-field',
        ),
      () => Promise.resolve(unless(!('admin' in {}), 'every object is an administrator now')),
      async () => unless((await anna.send('POST', '/api/clients', deep)).status === 400, 'a deep body was not refused'),
      async () =>
        refused(await anna.send('POST', '/api/clients', `{"name":"${'я'.repeat(600_000)}"}`), 413, 'request.too-large'),
      async () => unless((await anna.get('/api/me')).status === 200, 'the service does not answer any more'),
    ])
  },
)

/** What the panel is let in with: wrong, used, over, or for something else. */
const panel = inWorld(
  'the panel opens once, for one record, with the key of its base, and opens nothing else',
  async (here) => {
    const dmitry = await here.contextOf('dmitry')
    const key = await givePanelKey(dmitry, 'buh', VAULT)
    const send = (path: string, shown: string, body?: object) =>
      browser(here).send(body ? 'POST' : 'GET', `/api/${path}`, body, { authorization: `Bearer ${shown}` })
    const wanted = { user: 'Кузнецова', noun: 'invoice', key: here.trade.deal }
    const [first, second] = [await send('panel/tickets', key, wanted), await send('panel/tickets', key, wanted)]
    const opened = await send('panel/session', '', { ticket: first.body['ticket'] })
    const token = String(opened.body['token'])
    return firstOf([
      async () => refused(await send('panel/tickets', `${key}x`, wanted), 401, 'panel.wrong-key'),
      async () => refused(await send('me', token), 401, 'session.needed'),
      async () => refused(await send('invoices', key), 401, 'session.needed'),
      async () => unless((await send('panel/context', token)).status === 200, 'its own record does not open'),
      async () => refused(await send('panel/session', '', { ticket: first.body['ticket'] }), 401, 'panel.ticket-used'),
      async () => refused(await send('panel/context', token), 401, 'panel.ended'),
      async () => {
        here.wait(DAY_MS)
        return refused(await send('panel/session', '', { ticket: second.body['ticket'] }), 401, 'panel.ticket-over')
      },
      async () => {
        const rows = JSON.stringify([await here.database.db('panel_tickets'), await here.database.db('bases')])
        const secrets = [token, String(second.body['ticket']), key.split('.')[1] ?? '']
        return unless(!secrets.some((secret) => rows.includes(secret)), 'a secret stands in the database')
      },
    ])
  },
)

const PATHS = [
  '/assets/..%2f..%2fpackage.json',
  '/..%2f..%2fpackage.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/%5c..%5c..%5cpackage.json',
  '/assets/..%252f..%252fpackage.json',
  '/.env',
  '/assets/%00',
]

const traversal = inWorld('no address leads out of the folder of the screens', async (here) => {
  const anna: Browser = await browserOf(here, 'anna')
  return firstOf(
    PATHS.map((path) => async () => {
      const { body, status } = await anna.get(path)
      return unless(!JSON.stringify(body).includes('"devDependencies') && status !== 500, `${path} answered ${status}`)
    }),
  )
})

export const webItems: Item[] = [
  stored,
  framing,
  forgery,
  simpleForm,
  fixation,
  bearer,
  guessing,
  references,
  pollution,
  panel,
  ...(existsSync(UI) ? [traversal] : []),
]
