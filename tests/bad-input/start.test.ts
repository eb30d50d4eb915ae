/** Bad input of those who install and integrate: what the commands say when they cannot start, and what they leave behind. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../bridge/config.ts'
import { openDatabase } from '../../bridge/store/db.ts'
import { desk, type Desk } from '../cli/zveno.ts'
import { PASSWORD, seedPeople } from '../http/people.ts'
import { signIn } from '../person.ts'

const SPEAKING = { ru: { LC_ALL: 'ru_RU.UTF-8' }, en: { LC_ALL: 'C' } }

let here: Desk
const stops: (() => Promise<unknown>)[] = []
beforeEach(() => {
  here = desk()
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  here.clear()
})

/** Runs a command in both languages: one code, and the two sentences. */
async function refusedInBoth(args: string[], env: Record<string, string> = {}) {
  const [ru, en] = await Promise.all([
    here.zveno([...args, '--json'], { ...env, ...SPEAKING.ru }),
    here.zveno([...args, '--json'], { ...env, ...SPEAKING.en }),
  ])
  const [russian, english] = [ru, en].map(({ code, json, err }) => {
    expect(code, err).toBe(1)
    expect(err).not.toContain('    at ')
    return (json() as { error: { code: string; message: string } }).error
  })
  expect(russian?.code).toBe(english?.code)
  return { code: russian?.code, ru: russian?.message, en: english?.message }
}

async function start(args: string[], env: Record<string, string> = {}) {
  const started = await here.start([...args, '--json'], { ZVENO_PORT: '0', ...env })
  stops.push(started.stop)
  return started
}

/** Everything in the folder of the installation, byte by byte. */
const everyFile = () =>
  Object.fromEntries(
    readdirSync(here.folder).map((name) => [name, readFileSync(join(here.folder, name)).toString('base64')]),
  )

describe('A mapping of the integrator', () => {
  const MAPPINGS = join(import.meta.dirname, '..', '..', 'mappings')
  const invoices = () => join(here.folder, 'own', 'bp30', 'invoice.json')
  const rewrite = (from: string, to: string) =>
    writeFileSync(invoices(), readFileSync(invoices(), 'utf8').replace(from, to))

  it('(issue 2, bad input: a mapping with a misspelt word) is named by the check, by serve and in the CRM; mended, it goes on', async () => {
    cpSync(MAPPINGS, join(here.folder, 'own'), { recursive: true })
    writeFileSync(join(here.folder, 'zveno.json'), '{ "mappings": "own", "roundEveryMs": 200 }')
    const simulator = await start(['simulate', '--port', '0', '--world', 'empty'])
    const { odata, url: far } = simulator.json as { odata: string; url: string }
    const kept = ['connect', odata, '--user', 'odata', '--save', 'buh']
    expect((await here.zveno(kept, { ZVENO_BASE_PASSWORD: 'odata' })).code).toBe(0)
    await people()
    rewrite('"direction": "both"', '"directoin": "both"')
    await fetch(`${far}/control/journal`, { method: 'DELETE', body: '{}' })

    const said = await refusedInBoth(['mapping', 'check'])
    const served = await start(['serve'], SPEAKING.ru)
    const { url, warnings } = served.json as { url: string; warnings: object[] }
    const dmitry = await signIn(url, 'dmitry', PASSWORD)
    const base = async () => (await dmitry.do('GET /api/bases')).items[0]
    await expect.poll(async () => (await base())?.health.state, PATIENT).toBe('stopped')
    const [trouble] = (await dmitry.do('GET /api/troubles')).items

    expect(said.code).toBe('mapping.faults')
    expect(said.ru).toMatch(/^Файлы правил обмена не приняты: .* Исправьте каждую из названных и повторите\.\n/)
    expect(said.ru).toMatch(/invoice\.json:6:\d+ слова «directoin» здесь быть не может.*имелось в виду «direction»/)
    expect(said.en).toMatch(/^The mapping files were not accepted: .* Correct each of those named and repeat\.\n/)
    expect(said.en).toMatch(/invoice\.json:6:\d+ “directoin” does not belong here.*Did you mean “direction”\?/)
    expect(warnings).toEqual([{ base: 'buh', code: 'mapping.faults', message: said.ru }])
    expect(trouble).toMatchObject({
      code: 'mapping.faults',
      facts: { place: join('bp30', 'invoice.json:6') },
      answers: ['resume'],
    })
    const { lines } = (await (await fetch(`${far}/control/journal`)).json()) as { lines: unknown[] }
    expect(lines).toEqual([])

    rewrite('"directoin": "both"', '"direction": "both"')
    await dmitry.do('POST /api/bases/:id/resume', { id: (await base())?.id ?? '' })
    await expect.poll(async () => (await base())?.health.state, PATIENT).toBe('working')
  }, 90_000)

  it('that is in no folder at all is told which folder was meant', async () => {
    const said = await refusedInBoth(['mapping', 'check', '--folder', join(here.folder, 'nowhere')])

    expect(said).toMatchObject({ code: 'mapping.faults', ru: expect.stringContaining('nowhere') })
    expect(said.en).toContain('name the folder of mappings in the setting mappings or with --folder')
  })

  async function people(): Promise<void> {
    const database = await openDatabase({ url: '', folder: here.folder })
    await seedPeople(database)
    await database.close()
  }
})

const PATIENT = { timeout: 20_000, interval: 200 }

describe('The database of an installation', () => {
  it('(issue 2, bad input: an unreadable database file) is named and left as it is; no new key appears beside it', async () => {
    writeFileSync(join(here.folder, 'zveno.sqlite'), 'this is not a database, it only looks like one by its name')
    const before = everyFile()

    const said = await refusedInBoth(['serve'], { ZVENO_PORT: '0' })

    expect(said.code).toBe('database.unreadable')
    expect(said.ru).toMatch(/^Файл базы данных .*zveno\.sqlite не читается: .* Верните его из копии или задайте другую/)
    expect(said.en).toMatch(/^The database file .*zveno\.sqlite cannot be read: .* Restore it from a copy, or name/)
    expect(everyFile()).toEqual(before)
  }, 60_000)

  it('that lacks a part is told of, and the command ends: nothing stays open behind it', async () => {
    const database = await openDatabase({ url: '', folder: here.folder })
    await database.db.schema.dropTable('installation')
    await database.close()

    const said = await refusedInBoth(['serve'], { ZVENO_PORT: '0' })

    expect(said.code).toBe('bridge.fault')
    expect(said.en).toContain('no such table: installation')
  }, 60_000)
})

describe('The port of an installation', () => {
  it('(issue 2, bad input: a port in use) is named with the setting that names another; freed, all starts', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const port = String((taken.address() as AddressInfo).port)

    const serve = await refusedInBoth(['serve'], { ZVENO_PORT: port })
    const simulate = await refusedInBoth(['simulate', '--port', port, '--world', 'empty'])
    const demo = await refusedInBoth(['demo'], { ZVENO_SIMULATOR_PORT: port })
    await new Promise((resolve) => taken.close(resolve))
    const served = await start(['serve'], { ZVENO_PORT: port })

    for (const said of [serve, simulate, demo]) expect(said.code).toBe('server.port-in-use')
    // Two that began at once have made one key and left nothing else of it.
    expect(readdirSync(here.folder).filter((name) => name.includes('key'))).toEqual(['secret.key'])
    const ru = (setting: string) =>
      `Порт ${port} занят другой программой. Остановите её или задайте другой порт в ${setting}.`
    const en = (setting: string) =>
      `Port ${port} is taken by another program. Stop it, or name another port in ${setting}.`
    expect([serve.ru, serve.en]).toEqual([ru('ZVENO_PORT'), en('ZVENO_PORT')])
    expect([simulate.ru, simulate.en]).toEqual([ru('--port'), en('--port')])
    expect([demo.ru, demo.en]).toEqual([ru('ZVENO_SIMULATOR_PORT'), en('ZVENO_SIMULATOR_PORT')])
    expect(served.json).toMatchObject({ url: `http://127.0.0.1:${port}` })
  }, 90_000)

  it.each(['*', 'https://*.example', "'self'", 'https://1c.example/base', '1c.example', 'https://a; script-src *'])(
    'the panel stands in pages of programs that are named: "%s" names none',
    async (host) => {
      writeFileSync(join(here.folder, 'zveno.json'), JSON.stringify({ panelHosts: [host] }))
      await expect(readConfig({}, here.folder)).rejects.toMatchObject({ code: 'config.wrong-setting' })
      rmSync(join(here.folder, 'zveno.json'))
    },
  )

  it.each(['1e3', '0x50', '99999', '８０８０', '-1', '80 '])('is a number up to 65535: "%s" is none', async (port) => {
    await expect(readConfig({ ZVENO_PORT: port }, here.folder)).rejects.toMatchObject({
      code: 'config.wrong-setting',
      facts: { setting: 'ZVENO_PORT' },
    })
  })
})

describe('A call of the command line', () => {
  it.each([
    [['snyc'], 'command.unknown', 'snyc'],
    [['connect', 'http://x', '--usr', 'odata'], 'command.unknown-option', '--usr'],
    [['sync', '--once=yes'], 'command.option-value', '--once'],
  ])('that is mistyped hears what there is, also as JSON: %s', async (args, code, quoted) => {
    const [ru, en] = await Promise.all(
      Object.values(SPEAKING).map((language) => here.zveno([...args, '--json'], language)),
    )

    expect([ru?.code, en?.code]).toEqual([2, 2])
    expect(ru?.json()).toMatchObject({ error: { code, message: expect.stringMatching(/^[А-Я].*--help/) } })
    expect(en?.json()).toMatchObject({ error: { code, message: expect.stringContaining(quoted) } })
  })

  it('with an address that is none is told how one looks', async () => {
    const said = await refusedInBoth(['connect', 'ftp://1c/buh', '--user', 'odata'])

    expect(said.code).toBe('base.bad-address')
    expect(said.ru).toContain('задайте его в виде https://сервер/база/odata/standard.odata')
    expect(said.en).toContain('give it as https://server/base/odata/standard.odata')
  })

  it('to a base that lacks what it needs names the objects to tick, and keeps no connection', async () => {
    const simulator = await start(['simulate', '--port', '0', '--world', 'empty'])
    const { odata, url } = simulator.json as { odata: string; url: string }
    const compose = (composition: unknown) =>
      fetch(`${url}/control/settings`, { method: 'PATCH', body: JSON.stringify({ composition }) })
    const connect = ['connect', odata, '--user', 'odata', '--save', 'buh']
    await compose(['Catalog_Контрагенты'])

    const few = await refusedInBoth(connect, { ZVENO_BASE_PASSWORD: 'odata' })
    await compose([])
    const none = await refusedInBoth(connect, { ZVENO_BASE_PASSWORD: 'odata' })

    expect(few.code).toBe('base.not-recognised')
    expect(few.ru).toMatch(/не хватает .*Document_СчетНаОплатуПокупателю.*Отметьте эти объекты в составе OData/)
    expect(few.en).toMatch(/lacks .*Document_СчетНаОплатуПокупателю.*Tick these objects in the OData composition/)
    expect(none.code).toBe('base.not-exposed')
    expect(readdirSync(here.folder)).not.toContain('zveno.sqlite')

    await compose(RECOGNISED)
    const lacking = await here.zveno(connect, { ZVENO_BASE_PASSWORD: 'odata', ...SPEAKING.ru })
    expect(lacking.code).toBe(1)
    expect(lacking.out).toContain('Нужный объект не опубликован')
    expect(lacking.out).toContain('Catalog_Номенклатура')
    expect(lacking.out).toContain('Подключение «buh» не сохранено. Исправьте названное и повторите команду.')
    expect(readdirSync(here.folder)).not.toContain('zveno.sqlite')
  }, 60_000)
})

/** Enough to be recognised, too little to work with. */
const RECOGNISED = ['Document_СчетНаОплатуПокупателю', 'Document_ПоступлениеНаРасчетныйСчет']
