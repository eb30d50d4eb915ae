/** What people see when a base is not as it should be; and that mending it is enough. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assemble, type Bridge } from '../../bridge/cli/assemble.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { say } from '../../bridge/words/say.ts'
import { world, type World } from '../world.ts'

const PRODUCTS = 'Catalog_Номенклатура'

describe('A base that is not as it should be', () => {
  let here: World
  const opened: Bridge[] = []
  beforeEach(async () => {
    here = await world({ bare: true })
  })
  afterEach(async () => {
    for (const bridge of opened.splice(0)) await bridge.close()
    await here.close()
  })

  const base = async () => (await here.dmitry.do('GET /api/bases')).items[0]
  const troubles = async () => (await here.dmitry.do('GET /api/troubles')).items.map(({ code }) => code)
  const numbers = () => here.bridge.database.db('invoices').pluck('number')

  /** What the exchange keeps of a base, and how far it has read. */
  async function kept(): Promise<unknown[]> {
    const { db } = here.bridge.database
    const tables = ['counterparties', 'contracts', 'products', 'invoices', 'payments', 'links', 'cursors', 'intents']
    return Promise.all(tables.map((table) => db(table).select()))
  }

  function understood(code: string): void {
    for (const language of ['ru', 'en'] as const) expect(say(language, `reason.${code}`)).not.toMatch(/^\[/)
  }

  async function resume(engine: Engine): Promise<void> {
    await here.dmitry.do('POST /api/bases/:id/resume', { id: (await base())?.id ?? '' })
    await engine.once()
  }

  it('(issue 2, bad input: an HTML page instead of JSON from the base) is no "no changes"; the change arrives later', async () => {
    here.accounting.renumber('ТЕЛ0-000119', 'ТЕЛ0-000919')
    const before = await kept()
    await here.accounting.control('POST', 'faults', { kind: 'html', times: 0 })

    const [report] = await here.bridge.engine.once()

    expect(report).toMatchObject({ received: null, reason: 'base.html' })
    expect((await base())?.health).toMatchObject({ state: 'unreachable', reason: 'base.html' })
    expect(say('ru', 'reason.base.html')).toBe(
      'Вместо данных 1С прислала страницу. Звено проверит, что записалось, и повторит.',
    )
    expect(say('en', 'reason.base.html')).toBe(
      '1C sent a page instead of data. Zveno checks what was stored and repeats.',
    )
    expect(await kept()).toEqual(before)

    await here.accounting.control('DELETE', 'faults')
    here.clock.tick(120_000)
    await here.work()
    expect((await base())?.health).toMatchObject({ state: 'working' })
    expect(await numbers()).toContain('ТЕЛ0-000919')
  })

  it('refuses the password: asked once, stopped, told to the integrator, and works again when it is put right', async () => {
    const { db } = here.bridge.database
    await db('bases').update({ secret: here.bridge.vault.seal('wrong') })
    const restarted = await again()
    await here.accounting.control('DELETE', 'journal')

    await restarted.once()
    await restarted.once()

    expect((await base())?.health).toMatchObject({ state: 'stopped', reason: 'base.credentials' })
    expect(await troubles()).toEqual(['base.credentials'])
    expect(await requests()).toBe(1)
    understood('base.credentials')

    await db('bases').update({ secret: here.bridge.vault.seal('odata') })
    await resume(await again())
    expect((await base())?.health).toMatchObject({ state: 'working' })
  })

  it('(issue 2, bad input: a metadata document without the needed kinds) stops and names the kind; ticked, it goes on', async () => {
    const { settings } = here.simulator
    const before = await kept()
    settings.composition = (await published()).filter((name) => name !== PRODUCTS)
    const restarted = await again()

    await restarted.once()

    expect((await base())?.health).toMatchObject({ state: 'stopped', reason: 'base.not-exposed' })
    const [trouble] = (await here.dmitry.do('GET /api/troubles')).items
    expect(trouble).toMatchObject({ code: 'base.not-exposed', facts: { kind: PRODUCTS }, answers: ['resume'] })
    expect(say('ru', 'remedy.base.not-exposed', trouble?.facts)).toBe(
      `Интегратор отмечает ${PRODUCTS} в составе OData и нажимает «Возобновить». Счета ждут в очереди, ни один не потерян.`,
    )
    expect(say('en', 'remedy.base.not-exposed', trouble?.facts)).toBe(
      `The integrator ticks ${PRODUCTS} in the OData composition and presses “Resume”. Invoices wait in the queue, none is lost.`,
    )
    expect(await kept()).toEqual(before)

    settings.composition = 'all'
    await resume(restarted)
    expect((await base())?.health).toMatchObject({ state: 'working' })
  })

  it('(issue 2, bad input: a base address on a private host off the allow-list) is not called; the setting is named', async () => {
    const bridge = await assemble({ ...here.bridge.config, allowedHosts: [] }, () => {}, { now: here.clock.now })
    opened.push(bridge)
    const before = await kept()
    await here.accounting.control('DELETE', 'journal')

    await bridge.engine.once()

    expect(await requests()).toBe(0)
    expect((await base())?.health).toMatchObject({ state: 'stopped', reason: 'base.address-not-allowed' })
    expect(await troubles()).toEqual(['base.address-not-allowed'])
    expect(say('ru', 'reason.base.address-not-allowed')).toBe(
      'Адрес базы ведёт во внутреннюю сеть, а среди разрешённых его нет. Администратору: допишите узел базы в allowedHosts в zveno.json и запустите Звено заново.',
    )
    expect(say('en', 'reason.base.address-not-allowed')).toBe(
      'The address of the base leads into the private network and is not among the allowed ones. Administrator: add the host of the base to allowedHosts in zveno.json and start Zveno again.',
    )
    expect(await kept()).toEqual(before)

    await resume(await again())
    expect((await base())?.health).toMatchObject({ state: 'working' })
  })

  it('has a password sealed with another key: stopped with a sentence, nothing asked of the base', async () => {
    await here.bridge.database.db('bases').update({ secret: Buffer.alloc(60, 7).toString('base64') })
    const restarted = await again()
    await here.accounting.control('DELETE', 'journal')

    await restarted.once()

    expect((await base())?.health).toMatchObject({ state: 'stopped', reason: 'secret.wrong-key' })
    understood('secret.wrong-key')
    expect(await requests()).toBe(0)
  })

  /** The engine of a process that has just started: it knows nothing of the base yet. */
  async function again(): Promise<Engine> {
    const bridge = await assemble(here.bridge.config, () => {}, { now: here.clock.now, owner: 'restarted' })
    here.clock.tick(120_000)
    opened.push(bridge)
    return bridge.engine
  }

  async function published(): Promise<string[]> {
    const asked = await fetch(`${here.simulator.rootUrl}/?$format=json`, {
      headers: { authorization: `Basic ${btoa('odata:odata')}` },
    })
    return ((await asked.json()) as { value: { name: string }[] }).value.map(({ name }) => name)
  }

  async function requests(): Promise<number> {
    const { lines } = (await (await fetch(`${here.simulator.url}/control/journal`)).json()) as {
      lines: { address: string }[]
    }
    return lines.filter(({ address }) => address.includes('odata')).length
  }
})
