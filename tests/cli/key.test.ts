/** Changing the key that the passwords of bases are sealed with: nothing is lost on the way, and the former key opens nothing any more. */
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../bridge/cli/open-store.ts'
import { openVault, type Vault } from '../../bridge/cli/secrets.ts'
import { readConfig } from '../../bridge/config.ts'
import { addBase } from '../../bridge/store/bases.ts'
import type { Database } from '../../bridge/store/db.ts'
import { changePanelKey, panelKeys } from '../../bridge/store/panel-keys.ts'
import { desk, type Desk } from './zveno.ts'

const PASSWORD = 'пароль базы'
const PANEL_KEY = 'ключ панели'
const GIVEN = 'a key from the environment'

let here: Desk
let database: Database
/** As a service has it that began before the key was changed. */
let running: Vault
beforeAll(async () => {
  here = desk()
  const store = await openStore(await readConfig({ ZVENO_DATA: here.folder }, here.folder))
  database = store.database
  running = store.vault
  const about = { connector: 'odata', mapping: 'bp30', url: 'http://127.0.0.1/buh', login: 'odata', timeZone: 'UTC' }
  await addBase(database.db, { id: randomUUID(), name: 'buh', ...about, secret: running.seal(PASSWORD) })
  await changePanelKey(database.db, 1, running.seal(PANEL_KEY))
})
afterAll(async () => {
  await database.close()
  here.clear()
})

const keyFile = () => readFileSync(join(here.folder, 'secret.key'), 'utf8').trim()
const sealed = async (): Promise<string> => {
  const row: { secret: string } = await database.db('bases').first('secret')
  return row.secret
}
const sealedPanelKey = async () => (await panelKeys(database.db))[0]?.sealed ?? ''
const openedBy = (key: string, secret: string) => openVault(() => [key]).open(secret)

describe('zveno key rotate', () => {
  it('seals every password with a new key; a running service goes on, the former key opens nothing', async () => {
    const former = keyFile()

    const { code, json } = await here.zveno(['key', 'rotate', '--json'])

    expect([code, json()]).toEqual([0, { bases: ['buh'] }])
    expect(keyFile()).not.toContain(former)
    expect(running.open(await sealed())).toBe(PASSWORD)
    expect(openedBy(keyFile(), await sealed())).toBe(PASSWORD)
    const now = await sealed()
    expect(() => openedBy(former, now)).toThrow('secret.wrong-key')
    expect(await database.db('audit').where('action', 'rotate-key')).toHaveLength(1)
  })

  it('that was cut off in the middle is begun anew: both keys are in the folder, and every password opens', async () => {
    writeFileSync(join(here.folder, 'secret.key'), `the key that was to come\n${keyFile()}\n`)
    expect(running.open(await sealed())).toBe(PASSWORD)

    const { code } = await here.zveno(['key', 'rotate', '--json'])

    expect(code).toBe(0)
    expect(keyFile().split('\n')).toHaveLength(1)
    expect(running.open(await sealed())).toBe(PASSWORD)
  })

  it('seals the key of the panel anew, too', async () => {
    const [former, before] = [keyFile(), await sealedPanelKey()]

    expect((await here.zveno(['key', 'rotate', '--json'])).code).toBe(0)

    const now = await sealedPanelKey()
    expect(now).not.toBe(before)
    expect(openedBy(keyFile(), now)).toBe(PANEL_KEY)
    expect(() => openedBy(former, now)).toThrow('secret.wrong-key')
  })

  it('moves to a key of the environment when the former one is given', async () => {
    const env = { ZVENO_SECRET_KEY: GIVEN, ZVENO_FORMER_SECRET_KEY: keyFile() }

    expect((await here.zveno(['key', 'rotate', '--json'], env)).code).toBe(0)

    expect(openedBy(GIVEN, await sealed())).toBe(PASSWORD)
  })

  it.each([
    ['without the former key', {}, 'secret.former-missing'],
    ['with a wrong former key', { ZVENO_FORMER_SECRET_KEY: 'never was a key of ours' }, 'secret.wrong-key'],
    ['with a short key', { ZVENO_SECRET_KEY: 'short', ZVENO_FORMER_SECRET_KEY: GIVEN }, 'config.secret-key-short'],
  ])('%s changes nothing and says what to do', async (_what, env, code) => {
    const before = await sealed()

    const ran = await here.zveno(['key', 'rotate', '--json'], { ZVENO_SECRET_KEY: 'the third key of them all', ...env })

    expect(ran.code).toBe(1)
    expect(ran.json()).toMatchObject({ error: { code, message: expect.stringMatching(/key/i) } })
    expect(await sealed()).toBe(before)
  })
})
