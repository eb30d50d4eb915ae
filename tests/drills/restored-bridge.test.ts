/** The database of Zveno goes back in time while the base goes on: nothing comes twice, nothing is lost, a person confirms. */
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkAudit } from '../../bridge/store/audit.ts'
import { restore, site, type Running, type Site } from './site.ts'

let here: Site

beforeEach(async () => {
  here = await site()
}, 60_000)
afterEach(() => here.close())

describe.each(['keeps our keys', 'gives keys of its own'] as const)(
  'Put back from a backup, a base that %s',
  (base) => {
    it('no invoice comes twice, no payment is lost, the audit trail holds', async () => {
      const first = await here.start('zveno', { base })
      const before = await first.order()
      await first.rest()
      // Queued when the backup is made, issued and paid after it; another one the backup knows nothing of.
      const waiting = await first.order()
      const file = await first.backup('monday.zveno')
      await first.rest()
      const { number } = await first.invoice(waiting.invoice)
      const lost = await first.order()
      await first.rest()
      here.accounting.receive([[String(number), 700]])
      await first.engine.once()
      await first.stop()
      const documents = marks()

      await restore(here, file, 'zveno')
      const second = await here.start('zveno', { base })
      const heard = here.heard()
      await second.engine.once()
      await second.engine.once()
      const silent = here.heard() - heard
      const asked = await second.questions()
      const health = await healthOf(second)
      await second.answer('resume')
      await second.rest()
      await second.engine.once()

      expect(silent).toBe(0)
      expect(asked).toEqual(['bridge.restored'])
      expect(health).toMatchObject({ state: 'stopped', reason: 'bridge.restored' })
      expect(marks()).toEqual(documents)
      expect(new Set(marks()).size).toBe(3)
      expect(counterparties(waiting.taxNumber)).toBe(1)
      expect(await second.invoice(before.invoice)).toMatchObject({ state: 'issued' })
      expect(await second.invoice(waiting.invoice)).toMatchObject({ number, paid_minor: 700_00, state: 'part-paid' })
      expect(await second.invoice(lost.invoice)).toBeUndefined()
      expect(await second.questions()).toEqual(['invoice.unknown-request'])
      expect(await checkAudit(second.bridge.database.db)).toMatchObject({ brokenAt: null })
    }, 60_000)
  },
)

describe('A request that the backup holds as waiting', () => {
  it('is sent after the confirmation when the base has never seen it', async () => {
    const first = await here.start('zveno')
    const order = await first.order()
    const file = await first.backup('monday.zveno')
    await first.stop()

    await restore(here, file, 'zveno')
    const second = await here.start('zveno')
    await second.answer('resume')
    await second.rest()

    expect(await second.invoice(order.invoice)).toMatchObject({ state: 'issued' })
    expect(marks()).toHaveLength(1)
  }, 60_000)

  it('cannot be withdrawn as if it had never left', async () => {
    const first = await here.start('zveno')
    await first.order()
    const file = await first.backup('monday.zveno')
    await first.stop()
    await restore(here, file, 'zveno')
    const second = await here.start('zveno')

    const states = await second.bridge.database.db('intents').select('state', 'sent')

    expect(new Set(states.map(({ state, sent }) => `${state} ${sent}`))).toEqual(new Set(['uncertain 1']))
  }, 60_000)
})

describe('Without the command', () => {
  it('an older file copied over the database is recognised by what it no longer holds', async () => {
    const first = await here.start('zveno')
    const waiting = await first.order()
    await first.stop()
    copyFileSync(place(), join(here.folder('zveno'), 'old'))
    const again = await here.start('zveno')
    await again.rest()
    await again.stop()
    const documents = marks()

    copyFileSync(join(here.folder('zveno'), 'old'), place())
    const second = await here.start('zveno')
    const heard = here.heard()
    await second.engine.once()
    const silent = here.heard() - heard
    const asked = await second.questions()
    await second.answer('resume')
    await second.rest()

    expect([silent, asked]).toEqual([0, ['bridge.restored']])
    expect(marks()).toEqual(documents)
    expect(await second.invoice(waiting.invoice)).toMatchObject({ state: 'issued' })
  }, 60_000)

  it('a restart, a crash and a folder that was renamed are nothing to ask about', async () => {
    const first = await here.start('zveno')
    await first.order()
    await first.stop()
    const second = await here.start('zveno')
    const twin = readFileSync(twinOf('zveno'))
    await second.rest()
    await second.stop()
    // A crash leaves what was written down beside the database some seconds earlier.
    writeFileSync(twinOf('zveno'), twin, { flag: 'r+' })
    renameSync(here.folder('zveno'), here.folder('moved'))
    const third = await here.start('moved')

    expect(await third.questions()).toEqual([])
    expect(await healthOf(third)).toMatchObject({ state: 'working' })
  }, 60_000)
})

/** Marks of our documents in the base, sorted. */
function marks(): string[] {
  return here.accounting
    .ours()
    .map(({ fields }) => String(fields['Комментарий']).split(/\s/)[0] ?? '')
    .toSorted()
}

function counterparties(taxNumber: string): number {
  const all = [...here.simulator.base.all('Catalog_Контрагенты')]
  return all.filter(({ fields }) => fields['ИНН'] === taxNumber).length
}

async function healthOf({ bridge }: Running): Promise<unknown> {
  const row = (await bridge.database.db('bases').first('health')) as { health: string }
  return JSON.parse(row.health)
}

function place(): string {
  return join(here.folder('zveno'), 'zveno.sqlite')
}

function twinOf(name: string): string {
  return join(here.folder(name), 'installation.json')
}
