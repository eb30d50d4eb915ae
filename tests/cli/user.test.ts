/** `zveno user password LOGIN`: an administrator gives a person a new password; it is never seen on the command line or in an answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPassword } from '../../bridge/actions/passwords.ts'
import { newToken, hashToken } from '../../bridge/actions/session-token.ts'
import { openDatabase, type Database } from '../../bridge/store/db.ts'
import { robotViewer } from '../../bridge/store/robot.ts'
import { addSession } from '../../bridge/store/sessions.ts'
import { userByLogin } from '../../bridge/store/users.ts'
import { PASSWORD, seedPeople } from '../http/people.ts'
import { desk, type Desk } from './zveno.ts'

const NEXT = 'новый пароль Анны'

let here: Desk
let database: Database
beforeAll(async () => {
  here = desk()
  database = await openDatabase({ url: '', folder: here.folder })
  await seedPeople(database)
  await robotViewer(database.db)
})
afterAll(async () => {
  await database.close()
  here.clear()
})

const give = (login: string, input: string | Uint8Array) => here.zveno(['user', 'password', login, '--json'], {}, input)
const fits = async (login: string, password: string) =>
  isPassword(password, (await userByLogin(database.db, login))?.passwordHash)
const lastLine = async (): Promise<object> => database.db('audit').orderBy('id', 'desc').first()

describe('zveno user password', () => {
  it('gives the person the password that it reads, ends their sessions, and leaves a line in the trail', async () => {
    const userRowId = (await userByLogin(database.db, 'anna'))?.rowId ?? 0
    const times = { at: '2026-02-16T08:00:00.000Z', expiresAt: '2099-02-16T08:00:00.000Z' }
    await addSession(database.db, { tokenHash: hashToken(newToken()), userRowId, kind: 'cookie', ...times })

    const { code, json, out, err } = await give('Anna', `${NEXT}\n`)

    expect([code, json()]).toEqual([0, { login: 'Anna', sessionsEnded: 1 }])
    expect([await fits('anna', NEXT), await fits('anna', PASSWORD), await fits('pavel', PASSWORD)]).toEqual([
      true,
      false,
      true,
    ])
    expect(await database.db('sessions').where('user_id', userRowId)).toEqual([])
    expect(await lastLine()).toMatchObject({ action: 'set-password', who: 'Звено' })
    expect(out + err + JSON.stringify(await lastLine())).not.toContain(NEXT)
  })

  it.each([
    ['for somebody who is not there', 'nobody', NEXT, 'user.not-found'],
    ['for the robot, as which nobody may sign in', 'zveno-robot', NEXT, 'user.not-found'],
    ['for a short password', 'olga', 'коротко', 'password.too-short'],
    ['for one that everybody knows', 'olga', 'password123', 'password.common'],
    ['for the name', 'olga', 'Сидорова Ольга', 'password.own-name'],
    ['for two lines', 'olga', 'первая строка\nвторая строка\n', 'password.broken'],
    ['for what is no text', 'olga', Buffer.from('d0bfd0b0d180ff', 'hex'), 'password.broken'],
    ['for more than anybody types', 'olga', 'я'.repeat(5_000), 'password.broken'],
    ['for nothing', 'olga', '\n', 'password.missing'],
  ])('refuses %s, in a sentence, and changes nothing', async (_what, login, input, reason) => {
    const before = await database.db('users').select('*')

    const { code, json } = await give(login, input)

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: reason, message: expect.stringMatching(/^[A-Z].+\.$/) } })
    expect(await database.db('users').select('*')).toEqual(before)
  })

  it('takes no password from the command line, where everybody on the machine sees it', async () => {
    const { code, json } = await here.zveno(['user', 'password', 'olga', NEXT, '--json'], {}, NEXT)

    expect([code, json()]).toMatchObject([1, { error: { code: 'password.on-command-line' } }])
    expect(await fits('olga', PASSWORD)).toBe(true)
  })
})
