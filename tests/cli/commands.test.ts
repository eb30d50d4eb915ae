/** The commands that integrators and scripts rely on: what they answer, how they end, what they say when they cannot. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desk, type Desk } from './zveno.ts'

let here: Desk
let base: Awaited<ReturnType<Desk['start']>>
let url = ''

beforeAll(async () => {
  here = desk()
  base = await here.start(['simulate', '--port', '0', '--world', 'demo', '--json'])
  url = (base.json as { odata: string }).odata
}, 60_000)
afterAll(async () => {
  await base.stop()
  here.clear()
})

describe('zveno simulate', () => {
  it('says where the base, its web client and its login are, and ends politely', async () => {
    const other = await here.start(['simulate', '--port', '0', '--world', 'empty', '--json'])

    expect(other.json).toMatchObject({ odata: expect.stringContaining('/buh/odata/standard.odata'), user: 'odata' })
    expect(await other.stop()).toBe(0)
  })

  it.each([
    ['without its key', 'http://127.0.0.1:8080', {}, 'command.missing'],
    ['at an address that is none', '127.0.0.1:8080/panel', { ZVENO_PANEL_KEY: 'x' }, 'command.wrong-option'],
  ])('F74: shows no panel %s', async (_what, address, env, code) => {
    const ran = await here.zveno(['simulate', '--port', '0', '--world', 'empty', '--panel', address, '--json'], env)

    expect(ran.code).toBe(1)
    expect(ran.json()).toMatchObject({ error: { code } })
  })

  it('names the choices when a world is misspelt', async () => {
    const { code, err } = await here.zveno(['simulate', '--world', 'dmeo'])

    expect(code).toBe(1)
    expect(err).toContain('dmeo')
    expect(err).toContain('demo, empty, volume')
  })
})

describe('zveno connect, sync, doctor', () => {
  it('I-1: recognises the configuration, reports coverage and rights, writes nothing, keeps the connection on demand', async () => {
    const { code, json, out } = await here.zveno(
      ['connect', url, '--user', 'odata', '--save', 'buh', '--json'],
      WITH_PASSWORD,
    )

    expect(code).toBe(0)
    expect(json()).toMatchObject({ configuration: 'bp30', saved: true })
    const { mappings } = json() as { mappings: { noun: string; coverage: number; findings: unknown[] }[] }
    expect(mappings.map(({ coverage, findings }) => [coverage, findings.length])).toEqual(mappings.map(() => [100, 0]))
    expect(out).not.toContain('password')
  })

  it('one round answers seen, applied, skipped, conflict, pending for every kind, and the sum holds (I5)', async () => {
    const { code, json } = await here.zveno(['sync', '--once', '--json'])

    expect(code).toBe(0)
    const [round] = (json() as { bases: { received: Record<string, Record<string, number>> }[] }).bases
    expect(round?.received['invoice']).toMatchObject({ seen: 13, applied: 13 })
    for (const [kind, { seen = 0, applied = 0, skipped = 0, conflict = 0, pending = 0 }] of Object.entries(
      round?.received ?? {},
    ))
      expect(applied + skipped + conflict + pending, kind).toBe(seen)
  })

  it('A-15: a comparison of both sides is a certificate; it ends with 0 when they agree', async () => {
    const { code, json } = await here.zveno(['reconcile', '--json'])

    expect(code).toBe(0)
    expect(json()).toMatchObject({
      certificates: [{ baseName: 'buh', state: 'done', compared: 22, differences: 0, items: [] }],
    })
  })

  it('I-2: the doctor looks at every kept base and ends well when all is well', async () => {
    const { code, json } = await here.zveno(['doctor', '--json'])

    expect(code).toBe(0)
    expect(json()).toMatchObject({ database: 'sqlite', bases: [{ base: 'buh', sound: true }] })
  })

  it('with consent it proves what writing does, and the answer is kept with its day for the exchange', async () => {
    await here.zveno(['doctor', '--consent', '--json'])
    const { code, json } = await here.zveno(['doctor', '--json'])

    expect(code).toBe(0)
    const [found] = (json() as { bases: { survey: { dialect: Record<string, unknown> } }[] }).bases
    expect(found?.survey.dialect).toMatchObject({
      clientKey: 'proven',
      provenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
  }, 60_000)

  it('a wrong password is one sentence with a stable code, not a stack', async () => {
    const { code, json } = await here.zveno(['connect', url, '--user', 'odata', '--json'], {
      ZVENO_BASE_PASSWORD: 'nope',
    })

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'base.credentials' } })
  })

  it('a base on a private host that is not on the allow-list is refused before a byte leaves', async () => {
    const { code, json } = await here.zveno([
      'connect',
      'http://10.0.0.7/buh/odata/standard.odata',
      '--user',
      'u',
      '--json',
    ])

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'base.address-not-allowed' } })
  })
})

describe('zveno mapping', () => {
  it('check and test pass for what comes with Zveno', async () => {
    const check = await here.zveno(['mapping', 'check', '--json'])
    const test = await here.zveno(['mapping', 'test', '--json'])

    expect([check.code, test.code]).toEqual([0, 0])
    expect(test.json()).toMatchObject({ failed: [] })
  })
})

describe('Starting when something is in the way', () => {
  it('a port in use: says which one and what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    const { code, err } = await here.zveno(['serve'], { ZVENO_PORT: String(port) })
    taken.close()

    expect(code).toBe(1)
    expect(err).toContain(String(port))
    expect(err).not.toContain('    at ')
  })

  it('an unreadable database file: says which file, leaves it untouched', async () => {
    const broken = desk()
    writeFileSync(join(broken.folder, 'zveno.sqlite'), 'this is not a database, it only looks like one by its name')
    const { code, json } = await broken.zveno(['sync', '--once', '--json'])
    broken.clear()

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'database.unreadable' } })
  })

  it('a data folder that is a file: says which, touches nothing', async () => {
    const other = desk()
    const file = join(other.folder, 'taken')
    writeFileSync(file, 'somebody else')
    const { code, json } = await other.zveno(['doctor', '--json'], { ZVENO_DATA: file })
    const kept = readFileSync(file, 'utf8')
    other.clear()

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'database.folder', message: expect.stringContaining('taken') } })
    expect(kept).toBe('somebody else')
  })

  it('an unknown word in zveno.json: names it', async () => {
    const other = desk()
    writeFileSync(join(other.folder, 'zveno.json'), '{ "prot": 8080 }')
    const { code, json } = await other.zveno(['doctor', '--json'])
    other.clear()

    expect(code).toBe(1)
    expect(json()).toMatchObject({
      error: { code: 'config.unknown-setting', message: expect.stringContaining('prot') },
    })
  })

  it('an unknown command lists the known ones and ends with 2', async () => {
    const { code, err } = await here.zveno(['snyc'])

    expect(code).toBe(2)
    expect(err).toContain('sync')
  })
})

const WITH_PASSWORD = { ZVENO_BASE_PASSWORD: 'odata' }

describe('zveno panel', () => {
  it('F74: gives a base a key, shows it this once, and takes it away', async () => {
    const on = await here.zveno(['panel', 'on', 'buh', '--json'])
    const off = await here.zveno(['panel', 'off', 'buh', '--json'])

    expect(on.json()).toEqual({ base: 'buh', panel: 'on', key: expect.stringMatching(/^[0-9a-f-]{36}\.[\w-]{43}$/) })
    expect(off.json()).toEqual({ base: 'buh', panel: 'off' })
  })

  it.each([
    ['a base that is not there', ['on', 'none'], 'base.not-found'],
    ['another word', ['maybe', 'buh'], 'command.wrong-option'],
    ['no base', ['on'], 'command.missing'],
  ])('says what is wrong with %s', async (_what, words, code) => {
    const ran = await here.zveno(['panel', ...words, '--json'])

    expect(ran.code).toBe(1)
    expect(ran.json()).toMatchObject({ error: { code } })
  })
})
