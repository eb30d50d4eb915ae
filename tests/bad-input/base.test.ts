/** What people see when the base, its password or a mapping is not as it should be; and that mending it is enough (issue 2, bad input). */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assemble, type Bridge } from '../bridge/cli/assemble.ts'
import type { Engine } from '../bridge/sync/engine.ts'
import { say } from '../bridge/words/say.ts'
import { desk } from './cli/zveno.ts'
import { world, type World } from './world.ts'

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
  const counterparties = () => here.bridge.database.db('counterparties').select('uuid', 'version')

  function understood(code: string): void {
    for (const language of ['ru', 'en'] as const) expect(say(language, `reason.${code}`)).not.toMatch(/^\[/)
  }

  async function resume(engine: Engine): Promise<void> {
    await here.dmitry.do('POST /api/bases/:id/resume', { id: (await base())?.id ?? '' })
    await engine.once()
  }

  it('answers a page instead of JSON: the reason is shown, not "no changes", and nothing is lost', async () => {
    const before = await counterparties()
    await here.accounting.control('POST', 'faults', { kind: 'html' })

    const [report] = await here.bridge.engine.once()

    expect(report?.received ?? {}).toEqual({})
    expect((await base())?.health).toMatchObject({ reason: 'base.html' })
    understood('base.html')
    expect(await counterparties()).toEqual(before)
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

  it('no longer publishes a kind that is needed: stopped with the kind named; published again and resumed, it works', async () => {
    const { settings } = here.simulator
    settings.composition = (await published()).filter((name) => name !== PRODUCTS)
    const restarted = await again()

    await restarted.once()

    expect((await base())?.health).toMatchObject({ state: 'stopped' })
    expect(JSON.stringify(await here.dmitry.do('GET /api/troubles'))).toContain(PRODUCTS)
    understood((await base())?.health.reason ?? '')

    settings.composition = 'all'
    await resume(restarted)
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

describe('A mapping with a misspelt word', () => {
  it('is refused with its file, its line and the word that was meant', async () => {
    const here = desk()
    cpSync(join(import.meta.dirname, '..', 'mappings'), join(here.folder, 'mappings'), { recursive: true })
    const file = join(here.folder, 'mappings', 'bp30', 'invoice.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"direction": "both"', '"directoin": "both"'))

    const { code, out, err } = await here.zveno(['mapping', 'check', '--folder', join(here.folder, 'mappings')])
    here.clear()

    expect(code).toBe(1)
    expect(out + err).toMatch(/invoice\.json.*6.*directoin/s)
    expect(out + err).toContain('"direction"')
    expect(out + err).not.toContain('    at ')
  })
})
