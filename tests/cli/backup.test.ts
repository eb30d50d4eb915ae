/** Backup and restore as an administrator does them: one file, whole or refused, and nothing overwritten in silence. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBackup, writeBackup } from '../../bridge/cli/backup/file.ts'
import { makeBackup } from '../../bridge/cli/backup/make.ts'
import { putBack } from '../../bridge/cli/backup/put-back.ts'
import { openDatabase } from '../../bridge/store/db.ts'
import { contentsOf } from '../../bridge/store/embedded.ts'
import { desk, type Desk } from './zveno.ts'

const WITH_PASSWORD = { ZVENO_BASE_PASSWORD: 'odata' }
const AT = '2026-11-24T08:00:00.000Z'

let here: Desk
let base: Awaited<ReturnType<Desk['start']>>
let url = ''
let backup = ''

beforeAll(async () => {
  here = desk()
  base = await here.start(['simulate', '--port', '0', '--world', 'demo', '--json'])
  url = (base.json as { odata: string }).odata
  await here.zveno(['connect', url, '--user', 'odata', '--save', 'buh', '--json'], WITH_PASSWORD)
  await here.zveno(['sync', '--once', '--json'])
  backup = join(here.folder, 'monday.zveno')
}, 120_000)
afterAll(async () => {
  await base.stop()
  here.clear()
})

describe('zveno backup', () => {
  it('copies the database into one file while the service runs, and says what is in it', async () => {
    const service = await here.start(['serve', '--json'], { ZVENO_PORT: '0' })
    const { code, json } = await here.zveno(['backup', backup, '--json'])
    await service.stop()

    expect(code).toBe(0)
    expect(json()).toMatchObject({
      zveno: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      installation: expect.stringMatching(/^[0-9a-f-]{36}$/),
      migrations: expect.arrayContaining(['001-first', '006-installation']),
      audit: { brokenAt: null },
      rows: { invoices: 13, bases: 1 },
    })
    expect(readdirSync(here.folder).filter((file) => file.startsWith('monday'))).toEqual(['monday.zveno'])
  }, 60_000)

  it('never replaces a file that is there', async () => {
    const before = readFileSync(backup)
    const { code, json } = await here.zveno(['backup', backup, '--json'])

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'backup.exists' } })
    expect(readFileSync(backup).equals(before)).toBe(true)
  })

  it('keeps the key of the passwords out of the file', async () => {
    const key = readFileSync(join(here.folder, 'secret.key'), 'utf8').trim()
    const folder = aFolder()
    const sound = await readBackup(backup)
    await sound.unpack(join(folder, 'unpacked'))
    const holdsKey = readFileSync(join(folder, 'unpacked')).includes(key)
    rmSync(folder, { recursive: true })

    expect(holdsKey).toBe(false)
  })

  it('a place that cannot be written: says so, leaves nothing, and the database is as it was', async () => {
    const before = readdirSync(here.folder).toSorted()
    const refused = makeBackup(join(here.folder, 'zveno.sqlite'), join(here.folder, 'no', 'such', 'place'), AT)

    await expect(refused).rejects.toMatchObject({ code: 'backup.not-written' })
    expect(readdirSync(here.folder).toSorted()).toEqual(before)
  })

  it('a database on a server: points to the tools of the server', async () => {
    const given = { ZVENO_DATABASE_URL: 'postgres://localhost/zveno' }
    const answers = [
      await here.zveno(['backup', join(here.folder, 'x'), '--json'], given),
      await here.zveno(['restore', backup, '--json'], given),
    ]

    for (const { code, json } of answers) {
      expect(code).toBe(1)
      expect(json()).toMatchObject({
        error: { code: 'backup.server-database', message: expect.stringContaining('pg_dump') },
      })
    }
  })
})

describe('zveno restore', () => {
  it('on another machine: everything is there, and it says that the key is not', async () => {
    const other = desk()
    const { code, json } = await other.zveno(['restore', backup, '--json'])
    const { rows } = await contentsOf(join(other.folder, 'zveno.sqlite'))
    const keyMade = existsSync(join(other.folder, 'secret.key'))
    other.clear()

    expect(code).toBe(0)
    expect(json()).toMatchObject({ former: null, locked: ['buh'], warning: { code: 'restore.key-missing' } })
    expect(rows).toMatchObject({ invoices: 13, bases: 1 })
    expect(keyMade).toBe(false)
  })

  it('is refused while a service works on the database, and touches nothing', async () => {
    const service = await here.start(['serve', '--json'], { ZVENO_PORT: '0' })
    const { code, json } = await here.zveno(['restore', backup, '--json'])
    const stillThere = await fetch(`${(service.json as { url: string }).url}/health/ready`)
    await service.stop()

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'database.in-use' } })
    expect(stillThere.status).toBe(200)
    expect(leftBehind(here.folder)).toEqual([])
  }, 60_000)

  it('keeps the database that was there, log and all', async () => {
    const other = desk()
    cpSync(join(here.folder, 'zveno.sqlite'), join(other.folder, 'zveno.sqlite'))
    const database = await openDatabase({ url: '', folder: other.folder })
    await database.db('clients').insert(aClient(await firstUser(database)))
    await database.close()
    const { former } = await putBack(backup, other.folder, AT)
    const [now, then] = [await contentsOf(join(other.folder, 'zveno.sqlite')), await contentsOf(former ?? '')]
    other.clear()

    expect(then.rows['clients']).toBe(1)
    expect(now.rows['clients']).toBe(0)
  })

  it('ends the sessions of people: whoever signed out since the backup stays out', async () => {
    const other = desk()
    const database = await openDatabase({ url: '', folder: other.folder })
    const user = await firstUser(database)
    await database.db('sessions').insert(aSession(user))
    await database.close()
    const file = join(other.folder, 'with-session.zveno')
    await makeBackup(join(other.folder, 'zveno.sqlite'), file, AT)
    await putBack(file, other.folder, AT)
    const { rows } = await contentsOf(join(other.folder, 'zveno.sqlite'))
    other.clear()

    expect(rows['sessions']).toBe(0)
  })
})

describe('A backup that is not as it was written', () => {
  it.each([
    ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), 'backup.damaged'],
    ['cut by one byte', (bytes: Buffer) => bytes.subarray(0, -1), 'backup.damaged'],
    ['one bit of the database changed', (bytes: Buffer) => flip(bytes, Math.floor(bytes.length / 2)), 'backup.damaged'],
    ['one letter of the manifest changed', (bytes: Buffer) => flip(bytes, 60), 'backup.damaged'],
    ['one byte added', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]), 'backup.damaged'],
    ['empty', () => Buffer.alloc(0), 'backup.not-one'],
    ['something else', () => Buffer.from('SQLite format 3\0 and so on'), 'backup.not-one'],
    ['its first line alone', (bytes: Buffer) => bytes.subarray(0, 15), 'backup.damaged'],
  ])('%s: refused before anything is touched', async (_what, spoil, code) => {
    const folder = aFolder()
    const file = join(folder, 'spoilt')
    writeFileSync(file, spoil(readFileSync(backup)))
    writeFileSync(join(folder, 'zveno.sqlite'), 'the database in use')
    const refused = putBack(file, folder, AT)

    await expect(refused).rejects.toMatchObject({ code })
    expect(readFileSync(join(folder, 'zveno.sqlite'), 'utf8')).toBe('the database in use')
    expect(leftBehind(folder)).toEqual([])
    rmSync(folder, { recursive: true })
  })

  it('that unpacks to more than it says fills no disk: it is given up at the first byte too many', async () => {
    const folder = aFolder()
    const { manifest } = await readBackup(backup)
    writeFileSync(join(folder, 'blanks'), Buffer.alloc(30_000_000, ' '))
    const lying = { ...manifest, database: { bytes: 1_000_000, sha256: manifest.database.sha256 } }
    await writeBackup(join(folder, 'bomb'), lying, join(folder, 'blanks'))
    const sound = await readBackup(join(folder, 'bomb'))

    await expect(sound.unpack(join(folder, 'content'))).rejects.toMatchObject({ code: 'backup.damaged' })
    expect(statSync(join(folder, 'content')).size).toBeLessThanOrEqual(1_000_000)
    rmSync(folder, { recursive: true })
  })

  it('made by a newer Zveno: names its version and touches nothing', async () => {
    const folder = aFolder()
    const sound = await readBackup(backup)
    const { manifest } = sound
    await sound.unpack(join(folder, 'content'))
    const newer = { ...manifest, zveno: '9.9.9', migrations: [...manifest.migrations, '999-later'] }
    await writeBackup(join(folder, 'newer'), newer, join(folder, 'content'))
    const refused = putBack(join(folder, 'newer'), folder, AT)

    await expect(refused).rejects.toMatchObject({ code: 'backup.newer', facts: { zveno: '9.9.9' } })
    expect(existsSync(join(folder, 'zveno.sqlite'))).toBe(false)
    rmSync(folder, { recursive: true })
  })
})

function aFolder(): string {
  return mkdtempSync(join(tmpdir(), 'zveno-backup-'))
}

/** What a refused restore must not leave lying. */
function leftBehind(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.startsWith('restore-') || file.startsWith('zveno-before'))
}

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

async function firstUser({ db }: Awaited<ReturnType<typeof openDatabase>>): Promise<number> {
  const person = { uuid: AT.slice(0, 36), login: 'somebody', name: 'Некто', role: 'manager', password_hash: '!' }
  await db('users').insert({ ...person, active: true })
  const { id }: { id: number } = await db('users').where('login', 'somebody').first('id')
  return id
}

function aClient(manager: number) {
  const texts = { profile: '', industry: '', region: '', website: '', address: '', phone: '', email: '', note: '' }
  const names = { uuid: 'a client', name: 'Ромашка', search_key: 'ромашка' }
  return { ...texts, ...names, manager_id: manager, created_at: AT, updated_at: AT }
}

function aSession(user: number) {
  return { token_hash: 'hash', user_id: user, kind: 'cookie', created_at: AT, seen_at: AT, expires_at: AT }
}
