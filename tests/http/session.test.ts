/** Signing in over HTTP: sessions, guessing, forgery (R62, checklist: lost session, expired token, CSRF, login guessing). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browser, browserOf } from './browser.ts'
import { PASSWORD, world, type World } from './world.ts'

const DAY_MS = 86_400_000

let here: World
beforeAll(async () => {
  here = await world({ signInFailures: 5 })
})
afterAll(() => here.close())

const guess = () => browser(here).send('POST', '/api/session', { login: 'pavel', password: 'guess' })

describe('Signing in', () => {
  it('opens a session in a cookie that scripts cannot read, and says what the person may do', async () => {
    const anna = browser(here)

    const { status, body, headers } = await anna.send('POST', '/api/session', { login: ' Anna ', password: PASSWORD })

    expect(status).toBe(200)
    expect(body['user']).toMatchObject({ name: 'Анна Иванова', role: 'manager' })
    expect(body['may']).toContain('issue-invoice')
    expect(headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/)
  })

  it('answers an unknown login and a wrong password alike, so that nobody learns who works here', async () => {
    const wrong = await browser(here).send('POST', '/api/session', { login: 'anna', password: 'x' })
    const unknown = await browser(here).send('POST', '/api/session', { login: 'nobody', password: 'x' })

    expect(wrong.status).toBe(401)
    expect(unknown.body).toEqual(wrong.body)
    expect(wrong.body).toMatchObject({ code: 'session.wrong-password' })
  })

  it('slows down guessing after a handful of failures and says when to come back', async () => {
    for (let count = 0; count < 5; count++) expect((await guess()).status).toBe(401)

    const next = await guess()

    expect(next.status).toBe(429)
    expect(next.body.code).toBe('session.too-many-tries')
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('bounds the guessing of one login from many addresses, and never holds up the desk at which it is used', async () => {
    const proxied = await world({ proxies: 1, signInFailuresOfLogin: 5 })
    const from = (address: string, password: string, login = 'pavel') =>
      browser(proxied).send('POST', '/api/session', { login, password }, { 'x-forwarded-for': address })
    await from('192.0.2.1', PASSWORD)
    for (let count = 0; count < 5; count++) expect((await from(`198.51.100.${count}`, 'guess')).status).toBe(401)

    const [guessed, desk, colleague] = [
      await from('198.51.100.99', PASSWORD),
      await from('192.0.2.1', PASSWORD),
      await from('198.51.100.99', PASSWORD, 'anna'),
    ]
    await proxied.close()

    expect(guessed).toMatchObject({ status: 429, body: { code: 'session.too-many-tries' } })
    expect([desk.status, colleague.status]).toEqual([200, 200])
  })

  it('gives a new session each time and ends the one the browser came with: nobody can plant a session', async () => {
    const anna = await browserOf(here, 'anna')
    const planted = anna.cookie

    await anna.send('POST', '/api/session', { login: 'anna', password: PASSWORD })

    expect(anna.cookie).not.toBe(planted)
    const thief = browser(here)
    thief.cookie = planted
    expect((await thief.get('/api/me')).status).toBe(401)
  })

  it('keeps no token in the database, only its hash', async () => {
    const anna = await browserOf(here, 'anna')
    const token = anna.cookie.split('=')[1] ?? 'none'

    const rows = await here.database.db('sessions').select('*')

    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('never shows a password hash', async () => {
    const anna = await browserOf(here, 'anna')

    const { body } = await anna.get('/api/me')

    expect(JSON.stringify(body)).not.toContain('argon2')
  })
})

describe('A session', () => {
  it('ends with signing out, also for a copy of its cookie', async () => {
    const anna = await browserOf(here, 'anna')
    const copy = browser(here)
    copy.cookie = anna.cookie

    expect((await anna.send('DELETE', '/api/session')).status).toBe(204)

    expect((await copy.get('/api/me')).body.code).toBe('session.needed')
  })

  it('runs out when it is not used for a week', async () => {
    const elena = await browserOf(here, 'elena')
    expect((await elena.get('/api/me')).status).toBe(200)

    here.wait(8 * DAY_MS)

    const { status, body } = await elena.get('/api/clients')
    expect(status).toBe(401)
    expect(body.detail).toContain('Войдите ещё раз')
  })

  it('lives on while it is used', async () => {
    const olga = await browserOf(here, 'olga')
    for (let day = 0; day < 3; day++) {
      here.wait(4 * DAY_MS)
      expect((await olga.get('/api/me')).status).toBe(200)
    }
  })

  it('is refused with a made-up token', async () => {
    const thief = browser(here)
    thief.cookie = 'zveno_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

    expect((await thief.get('/api/me')).status).toBe(401)
    expect((await thief.send('GET', '/api/me', undefined, { authorization: 'Bearer made-up' })).status).toBe(401)
  })

  it('does not open to a cookie shown as a bearer token', async () => {
    const anna = await browserOf(here, 'anna')
    const token = anna.cookie.split('=')[1] ?? ''

    const { status } = await browser(here).send('GET', '/api/me', undefined, { authorization: `Bearer ${token}` })

    expect(status).toBe(401)
  })

  it('ends when the person leaves', async () => {
    const igor = await browserOf(here, 'igor')

    await here.database.db('users').where('login', 'igor').update({ active: false })

    expect((await igor.get('/api/me')).status).toBe(401)
  })
})

describe('A forged request', () => {
  it.each([
    ['without the CSRF word', { 'x-csrf': '' }],
    ['with another word', { 'x-csrf': 'word' }],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour site', { 'sec-fetch-site': 'same-site' }],
    ['from another origin', { origin: 'https://evil.example' }],
  ])('%s changes nothing', async (_name, headers) => {
    const anna = await browserOf(here, 'anna')

    const { status, body } = await anna.send('POST', '/api/clients', { name: 'Подделка' }, headers)

    expect(status).toBe(403)
    expect(body.code).toBe('request.forged')
    expect((await anna.get('/api/clients?search=подделка')).body['items']).toEqual([])
  })

  it('cannot sign a person in from another site', async () => {
    const signIn = { login: 'anna', password: PASSWORD }

    const { status } = await browser(here).send('POST', '/api/session', signIn, { 'sec-fetch-site': 'cross-site' })

    expect(status).toBe(403)
  })
})
