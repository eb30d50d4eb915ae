/** Changing one's own password: whoever knows the present one, and nobody who has a former session (ASVS 5.0 6.2, 7.4). */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changePassword } from '../../bridge/actions/change-password.ts'
import { NOBODY, type Context } from '../../bridge/actions/context.ts'
import { hashPassword } from '../../bridge/actions/passwords.ts'
import { hashToken } from '../../bridge/actions/session-token.ts'
import { setPassword } from '../../bridge/actions/set-password.ts'
import { signIn } from '../../bridge/actions/sign-in.ts'
import { addSession } from '../../bridge/store/sessions.ts'
import { changePasswordHash, userByLogin } from '../../bridge/store/users.ts'
import { browser, browserOf, type Browser } from './browser.ts'
import { PASSWORD, world, type World } from './world.ts'

const NEXT = 'три слова подряд'

let here: World
beforeAll(async () => {
  here = await world({ signInFailures: 5 })
})
afterAll(() => here.close())
beforeEach(async () => {
  await here.database.db('users').update({ password_hash: await hashPassword(PASSWORD) })
})

const change = (who: Browser, body: object = { present: PASSWORD, password: NEXT }, headers = {}) =>
  who.send('POST', '/api/me/password', body, headers)
const enter = (login: string, password: string) => browser(here).send('POST', '/api/session', { login, password })
const tokenOf = (who: Browser) => who.cookie.split('=')[1] ?? ''

describe('A person who changes the own password', () => {
  it('signs in with the new one from then on, and with the former one no more', async () => {
    const anna = await browserOf(here, 'anna')

    expect((await change(anna)).status).toBe(200)

    expect([(await enter('anna', NEXT)).status, (await enter('anna', PASSWORD)).status]).toEqual([200, 401])
  })

  it('works on under a new session, with the CSRF word of the answer; the former cookie opens nothing', async () => {
    const anna = await browserOf(here, 'anna')
    const copy = Object.assign(browser(here), { cookie: anna.cookie })

    const { body, headers } = await change(anna)
    anna.csrf = String(body['csrf'])

    expect(headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/)
    expect((await anna.send('POST', '/api/clients', { name: 'После смены' })).status).toBe(201)
    expect((await copy.get('/api/me')).status).toBe(401)
  })

  it('ends every other session, also those of programs, and nobody else’s', async () => {
    const [anna, phone, pavel] = [
      await browserOf(here, 'anna'),
      await browserOf(here, 'anna'),
      await browserOf(here, 'pavel'),
    ]
    const program = await bearerOf('anna')

    await change(anna)

    expect((await phone.get('/api/me')).body.code).toBe('session.needed')
    expect((await browser(here).send('GET', '/api/me', undefined, program)).status).toBe(401)
    expect((await pavel.get('/api/me')).status).toBe(200)
  })

  it('leaves a line in the trail, without the password', async () => {
    const anna = await browserOf(here, 'anna')

    await change(anna)

    const line: object = await here.database.db('audit').orderBy('id', 'desc').first()
    expect(line).toMatchObject({ action: 'change-password', who: 'Анна Иванова' })
    expect(JSON.stringify(line)).not.toContain(NEXT)
  })

  it('may type it on a device that spells й and ё otherwise', async () => {
    const anna = await browserOf(here, 'anna')

    await change(anna, { present: PASSWORD, password: 'йод и ёлка рядом'.normalize('NFD') })

    expect((await enter('anna', 'йод и ёлка рядом'.normalize('NFC'))).status).toBe(200)
  })
})

describe('A change of the password is refused', () => {
  it.each([
    ['without the present one', { present: 'не он', password: NEXT }, 401, 'password.wrong-present', 'present'],
    ['when the new one is short', { present: PASSWORD, password: 'короткий' }, 422, 'password.too-short', 'password'],
    ['when everybody knows it', { present: PASSWORD, password: 'qwerty12345' }, 422, 'password.common', 'password'],
    ['when it is the name', { present: PASSWORD, password: 'Ольга Сидорова' }, 422, 'password.own-name', 'password'],
    ['when it is the same', { present: PASSWORD, password: PASSWORD }, 422, 'password.same', 'password'],
    ['when it is endless', { present: PASSWORD, password: 'я'.repeat(201) }, 400, 'input.too-long', 'password'],
    ['when it is missing', { present: PASSWORD }, 400, 'input.missing', 'password'],
  ])('%s, in a sentence, and nothing has changed', async (_when, body, status, code, field) => {
    const [olga, phone] = [await browserOf(here, 'olga'), await browserOf(here, 'olga')]

    const answer = await change(olga, body)

    expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field])
    expect(answer.body.detail).toMatch(/^[А-ЯЁ].+\.$/)
    expect([(await olga.get('/api/me')).status, (await phone.get('/api/me')).status]).toEqual([200, 200])
    expect((await enter('olga', PASSWORD)).status).toBe(200)
  })

  it('when another site asks for it, or the word of the session is missing', async () => {
    const elena = await browserOf(here, 'elena')

    const foreign = await change(elena, undefined, { 'sec-fetch-site': 'cross-site' })
    const wordless = await change(elena, undefined, { 'x-csrf': '' })

    expect([foreign.body.code, wordless.body.code]).toEqual(['request.forged', 'request.forged'])
    expect((await enter('elena', PASSWORD)).status).toBe(200)
  })

  it('when a program asks for it: a person has to', async () => {
    const headers = await bearerOf('elena')

    const { status } = await browser(here).send(
      'POST',
      '/api/me/password',
      { present: PASSWORD, password: NEXT },
      headers,
    )

    expect(status).toBe(401)
    expect((await enter('elena', PASSWORD)).status).toBe(200)
  })

  it('after a handful of guesses at an open screen; mistakes in the new one do not count', async () => {
    const dmitry = await browserOf(here, 'dmitry')
    for (let count = 0; count < 6; count++)
      expect((await change(dmitry, { present: PASSWORD, password: 'мало' })).status).toBe(422)
    for (let count = 0; count < 5; count++)
      expect((await change(dmitry, { present: `guess ${count}`, password: NEXT })).status).toBe(401)

    const { status, body, headers } = await change(dmitry)

    expect([status, body.code]).toEqual([429, 'session.too-many-tries'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('A password that is changed meanwhile', () => {
  it('lets nobody in who came with the former one', async () => {
    const ctx = await contextOfNobody()
    const late = changedBefore(ctx, () => setPassword(ctx, { login: 'igor', password: NEXT }))

    const coming = signIn(late, { login: 'igor', password: PASSWORD, formerToken: '' })

    await expect(coming).rejects.toMatchObject({ code: 'session.wrong-password' })
    expect(await sessionsOf('igor')).toBe(0)
  })

  it('stays as the administrator has set it: whoever knew the former one cannot undo that', async () => {
    const igor = await browserOf(here, 'igor')
    const ctx = await here.contextOf('igor')
    const late = changedBefore(ctx, () => setPassword(ctx, { login: 'igor', password: 'от администратора' }))

    const changing = changePassword(late, { present: PASSWORD, password: NEXT, token: tokenOf(igor) })

    await expect(changing).rejects.toMatchObject({ code: 'session.needed' })
    expect((await enter('igor', 'от администратора')).status).toBe(200)
  })

  it('is never stored over one that somebody else has stored since', async () => {
    const igor = await userByLogin(here.database.db, 'igor')

    const changed = await changePasswordHash(here.database.db, igor?.rowId ?? 0, { from: 'a former hash', to: 'hash' })

    expect([changed, (await enter('igor', PASSWORD)).status]).toEqual([false, 200])
  })

  it('is changed once when two windows do so at the same time', async () => {
    const [one, other] = [await browserOf(here, 'elena'), await browserOf(here, 'elena')]

    const answers = await Promise.all([
      change(one, { present: PASSWORD, password: 'первое окно первое' }),
      change(other, { present: PASSWORD, password: 'второе окно второе' }),
    ])

    expect(answers.map(({ status }) => status).toSorted((low, high) => low - high)).toEqual([200, 401])
    expect(await sessionsOf('elena')).toBe(1)
  })
})

/** The other one comes in between: after the password was looked at and before anything is stored. */
function changedBefore(ctx: Context, other: () => Promise<unknown>): Context {
  return { ...ctx, transaction: async (work) => (await other(), ctx.transaction(work)) }
}

async function contextOfNobody(): Promise<Context> {
  await here.database.db('sessions').delete()
  return { ...(await here.contextOf('igor')), viewer: NOBODY }
}

async function sessionsOf(login: string): Promise<number> {
  const user = await userByLogin(here.database.db, login)
  return (await here.database.db('sessions').where('user_id', user?.rowId ?? 0)).length
}

async function bearerOf(login: string): Promise<Record<string, string>> {
  const { db } = here.database
  const [token, user] = [randomUUID(), await userByLogin(db, login)]
  const times = { at: '2026-02-16T08:00:00.000Z', expiresAt: '2027-02-16T08:00:00.000Z' }
  await addSession(db, { tokenHash: hashToken(token), userRowId: user?.rowId ?? 0, kind: 'bearer', ...times })
  return { authorization: `Bearer ${token}` }
}
