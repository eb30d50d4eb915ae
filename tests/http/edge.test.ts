/** The edge itself: health, metrics, events, overload, incidents, screens, language, description of the API (R71). */
import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boundRequests } from '../../bridge/http/overload.ts'
import { routes } from '../../bridge/http/routes.ts'
import { browser, browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let anna: Browser
let uiFolder: string
beforeAll(async () => {
  uiFolder = mkdtempSync(join(tmpdir(), 'zveno-ui-'))
  mkdirSync(join(uiFolder, 'assets'))
  writeFileSync(join(uiFolder, 'index.html'), '<title>Звено</title>')
  writeFileSync(join(uiFolder, 'assets', 'app-1a2b3c.js'), 'export {}')
  here = await world({ streams: 1, heartbeatMs: 50 }, uiFolder)
  anna = await browserOf(here, 'anna')
})
afterAll(async () => {
  await here.close()
  rmSync(uiFolder, { recursive: true, force: true })
})

describe('Health and figures', () => {
  it('are told without signing in', async () => {
    const nobody = browser(here)

    expect((await nobody.get('/health/live')).body).toEqual({ status: 'live' })
    expect((await nobody.get('/health/ready')).body).toEqual({ status: 'ready' })
    await anna.get(`/api/clients/${here.trade.client}`)
    const { body } = await nobody.get('/metrics')
    expect(body['text']).toContain('zveno_http_seconds_count{method="GET",route="/api/clients/:id",status="200"}')
    expect(body['text']).toContain('zveno_troubles_open 0')
  })

  it('name no client, no person and no id', async () => {
    const { body } = await browser(here).get('/metrics')

    for (const secret of ['Ромашка', 'Анна', here.trade.client]) expect(body['text']).not.toContain(secret)
  })
})

describe('An error of our own', () => {
  it('gives an incident number and nothing of what happened inside', async () => {
    const broken = await world()
    try {
      const igor = await browserOf(broken, 'igor')
      await broken.database.db.schema.dropTable('allocations')
      await broken.database.db.schema.dropTable('payments')

      const { status, body } = await igor.get(`/api/deals/${broken.trade.deal}`)
      const { status: own, body: incident } = await (
        await browserOf(broken, 'anna')
      ).get(`/api/deals/${broken.trade.deal}`)

      expect([status, body.code]).toEqual([404, 'deal.not-found'])
      expect(own).toBe(500)
      expect(incident.code).toBe('server.incident')
      expect(JSON.stringify(incident)).not.toMatch(/payments|select|SQLITE/i)
      expect(broken.log.join()).toContain(String(incident.facts?.['incident']))
    } finally {
      await broken.close()
    }
  })
})

describe('A crowd', () => {
  it('is told at once to come back, instead of waiting in line', async () => {
    const narrow = await world({ requestsAtOnce: 0 })
    try {
      const { status, headers, body } = await browser(narrow).get('/api/clients')

      expect(status).toBe(503)
      expect(headers.get('retry-after')).toBe('2')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(body.code).toBe('server.busy')
      expect(narrow.log.join()).toContain('"status":503')
      expect((await browser(narrow).get('/health/live')).status).toBe(200)
    } finally {
      await narrow.close()
    }
  })
})

describe('The door', () => {
  const turn = () => new Promise(setImmediate)
  const turns = async (count: number) => {
    for (let at = 0; at < count; at++) await turn()
  }
  const visitor = () => Object.assign(new EventEmitter(), { closed: false })
  /** @returns a door for so many, and whose work has begun */
  function doorFor(most: number, server = new EventEmitter()) {
    const begun: string[] = []
    const sentAway: string[] = []
    const sendAway = ({ headers }: IncomingMessage) => void sentAway.push(headers.from ?? '')
    const door = boundRequests({ most, server: server as Server, sendAway })
    const come = (who: string, response = visitor(), url = '/api/clients') => {
      const asking = { url, headers: { from: who } } as IncomingMessage
      door(asking, response as unknown as ServerResponse, () => void begun.push(who))
    }
    return { begun, sentAway, come }
  }

  it('lets a few in as they come, and lets the others wait while it sends people away', async () => {
    const { begun, sentAway, come } = doorFor(10)
    for (let at = 1; at <= 10; at++) come(`${at}`)

    expect(begun).toHaveLength(4)
    come('one too many')
    expect(sentAway).toEqual(['one too many'])
    await turn()
    come('another one')
    expect(sentAway).toEqual(['one too many', 'another one'])
    await turn()
    expect(begun).toHaveLength(4)
    await turns(7)
    expect(begun.slice(4)).toEqual(['5', '6', '7', '8', '9', '10'])
  })

  it('lets them in after a while however many come', async () => {
    const { begun, sentAway, come } = doorFor(5)
    for (let at = 1; at <= 5; at++) come(`${at}`)
    for (let storm = 0; storm < 63; storm++) {
      come('one too many')
      await turn()
    }
    expect(begun).toHaveLength(4)
    await turn()

    expect(begun).toHaveLength(5)
    expect(sentAway).toHaveLength(63)
  })

  it('begins no work while somebody is just connecting', async () => {
    const server = new EventEmitter()
    const { begun, come } = doorFor(5, server)
    for (let at = 1; at <= 5; at++) come(`${at}`)
    for (let crowd = 0; crowd < 20; crowd++) {
      server.emit('connection')
      await turn()
    }
    expect(begun).toHaveLength(4)
    await turns(4)

    expect(begun).toHaveLength(5)
  })

  it('bounds the API however its address is written, and neither health, nor screens, nor the stream of events', () => {
    const { begun, sentAway, come } = doorFor(0)
    const bounded = [
      '/api/clients',
      '/API/clients',
      'http://zveno/api/clients',
      '//api/clients',
      '/api/events-2',
      '/api?/events',
    ]
    const free = ['/health/live', '/metrics', '/deals?from=/api/', '/api/events', '/api/events/?last=1']
    for (const url of [...bounded, ...free]) come(url, visitor(), url)

    expect(sentAway).toEqual(bounded)
    expect(begun).toEqual(free)
  })

  it('does no work for whoever has left meanwhile, and gives the place to another', async () => {
    const { begun, come } = doorFor(5)
    const leaver = visitor()
    for (let at = 1; at <= 4; at++) come(`${at}`)
    come('leaver', leaver)
    leaver.closed = true
    leaver.emit('close')
    come('next')
    await turns(4)

    expect(begun.slice(4)).toEqual(['next'])
  })
})

describe('The event stream', () => {
  it('needs a session', async () => {
    expect((await browser(here).get('/api/events')).status).toBe(401)
  })

  it('tells what changed by id alone, keeps the line warm, and is bounded', async () => {
    const stop = new AbortController()
    const stream = await fetch(`${here.url}/api/events`, { headers: { cookie: anna.cookie }, signal: stop.signal })
    const second = await anna.get('/api/events')

    here.publish({ what: 'deal', id: here.trade.deal })
    const text = await readUntil(stream, [': still here', 'data: '])
    stop.abort()

    expect(second.status).toBe(503)
    expect(text).toContain(`data: {"what":"deal","id":"${here.trade.deal}"}\n\n`)
  })

  it('hears of what a person does over HTTP', async () => {
    const stop = new AbortController()
    const stream = await openStream(stop.signal)

    await anna.send('PATCH', `/api/clients/${here.trade.client}`, { note: 'позвонить', version: 1 })
    const text = await readUntil(stream, ['data: '])
    stop.abort()

    expect(text).toContain(`{"what":"client","id":"${here.trade.client}"}`)
  })

  it('ends with the session by which it was opened, and tells nothing afterwards', async () => {
    const pavel = await browserOf(here, 'pavel')
    const stream = await openStream(AbortSignal.timeout(5_000), pavel)

    const told = stream.text()
    await pavel.send('DELETE', '/api/session')

    expect(await told).not.toContain('data: ')
  })
})

/** The place of a stream that has just ended is free as soon as the server has seen its end. */
async function openStream(signal: AbortSignal, who = anna): Promise<Response> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const stream = await fetch(`${here.url}/api/events`, { headers: { cookie: who.cookie }, signal })
    if (stream.status === 200) return stream
    await stream.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('no free place among the streams')
}

async function readUntil(stream: Response, wanted: string[]): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (wanted.every((part) => text.includes(part))) break
  }
  return text
}

describe('Screens', () => {
  it('come at every address of the application, hashed files for a year', async () => {
    const page = await fetch(`${here.url}/deals/42`, { headers: { accept: 'text/html' } })
    const asset = await fetch(`${here.url}/assets/app-1a2b3c.js`)

    expect(await page.text()).toContain('Звено')
    expect(page.headers.get('cache-control')).toBe('no-cache')
    expect(asset.headers.get('cache-control')).toContain('immutable')
  })

  it('cannot be framed by another site', async () => {
    const page = await fetch(`${here.url}/`, { headers: { accept: 'text/html' } })

    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(page.headers.get('x-frame-options')).toBe('DENY')
    expect(page.headers.get('x-powered-by')).toBeNull()
  })

  it.each(['/assets/../index.html', '/assets/%2e%2e/%2e%2e/etc/passwd', '/..%2fpackage.json'])(
    'give nothing from outside their folder: %s',
    async (path) => {
      const { body } = await anna.send('GET', path, undefined, { accept: 'application/json' })

      expect(JSON.stringify(body)).not.toMatch(/root:|"version"/)
    },
  )
})

describe('Language', () => {
  it('of a problem is that of the person', async () => {
    const elena = await browserOf(here, 'elena')
    const russian = await elena.get('/api/clients/1')

    await elena.send('PATCH', '/api/me', { language: 'en' })
    const english = await elena.get('/api/clients/1')

    expect(russian.body.detail).toContain('Такого клиента нет')
    expect(english.body.detail).toContain('There is no such client')
    expect(english.body.code).toBe(russian.body.code)
  })

  it('before signing in is that of the browser', async () => {
    const { body } = await browser(here).send('GET', '/api/me', undefined, { 'accept-language': 'en-GB,en;q=0.9' })

    expect(body.detail).toContain('Sign in again')
  })

  it('gives the screens the same sentences', async () => {
    const { body } = await browser(here).get('/api/words/ru')

    expect(body['answer.retry']).toBe('Повторить')
    expect((await browser(here).get('/api/words/tlh')).status).toBe(404)
  })
})

describe('The description of the API', () => {
  it('names every route of the table with its body and its key', async () => {
    const { body } = await browser(here).get('/api/openapi.json')

    const paths = body['paths'] as Record<
      string,
      Record<string, { requestBody?: object; parameters: { name: string }[] }>
    >
    const named = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(named.toSorted()).toEqual(Object.keys(routes).toSorted())
    const issue = paths['/api/deals/{id}/invoices']?.['post']
    expect(issue?.parameters.map(({ name }) => name)).toContain('Idempotency-Key')
    expect(JSON.stringify(issue?.requestBody)).toContain('version')
  })
})
