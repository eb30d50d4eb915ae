/** A second Zveno by mistake: a copied folder, a copied database, a stand. Only one of them speaks to the base. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { site, type Running, type Site } from './site.ts'

let here: Site

beforeEach(async () => {
  here = await site()
}, 60_000)
afterEach(() => here.close())

describe('A data folder that was copied', () => {
  it('the copy asks before it says a word to the base; the original goes on', async () => {
    const first = await here.start('zveno')
    await first.rest()
    await first.order()
    await first.stop()
    here.copy('zveno', 'stand')
    const original = await here.start('zveno')
    const stand = await here.start('stand')
    const heard = here.heard()
    await stand.engine.once()
    const silent = here.heard() - heard
    await original.rest()
    await stand.engine.once()

    expect(silent).toBe(0)
    expect(await stand.questions()).toEqual(['bridge.copied'])
    expect(await original.questions()).toEqual([])
    expect(marks()).toHaveLength(1)
  }, 60_000)

  it('a move: confirmed, it goes on where the former one stopped, and nothing comes twice', async () => {
    const first = await here.start('zveno', { base: 'gives keys of its own' })
    const issued = await first.order()
    await first.stop()
    here.copy('zveno', 'new')
    // The former one was not stopped quite yet.
    const former = await here.start('zveno', { base: 'gives keys of its own' })
    await former.rest()
    await former.stop()
    const documents = marks()
    const second = await here.start('new', { base: 'gives keys of its own' })
    await second.answer('resume')
    await second.rest()
    const next = await second.order()
    await second.rest()

    expect(documents).toHaveLength(1)
    expect(marks()).toHaveLength(2)
    expect(await second.invoice(issued.invoice)).toMatchObject({ state: 'issued' })
    expect(await second.invoice(next.invoice)).toMatchObject({ state: 'issued' })
    expect(await second.questions()).toEqual([])
  }, 60_000)

  it('confirmed, it is at home: the next start asks nothing', async () => {
    const first = await here.start('zveno')
    await first.rest()
    await first.stop()
    here.copy('zveno', 'new')
    const second = await here.start('new')
    await second.answer('resume')
    await second.engine.once()
    await second.stop()
    const third = await here.start('new')

    expect(await third.questions()).toEqual([])
    expect(await healthOf(third)).toMatchObject({ state: 'working' })
  }, 60_000)

  it('a start that nobody answered asks again at the next one', async () => {
    const first = await here.start('zveno')
    await first.rest()
    await first.stop()
    here.copy('zveno', 'stand')
    const second = await here.start('stand')
    await second.stop()
    const third = await here.start('stand')
    const heard = here.heard()
    await third.engine.once()

    expect(await third.questions()).toEqual(['bridge.copied'])
    expect(here.heard() - heard).toBe(0)
  }, 60_000)
})

describe('A whole data folder put back by hand', () => {
  it('asks, although every file lies where it lay; nothing comes twice', async () => {
    const first = await here.start('zveno', { base: 'gives keys of its own' })
    await first.rest()
    const waiting = await first.order()
    await first.stop()
    here.copy('zveno', 'kept')
    const again = await here.start('zveno', { base: 'gives keys of its own' })
    await again.rest()
    await again.stop()
    anHourPasses('kept')
    here.copy('kept', 'zveno')
    const second = await here.start('zveno', { base: 'gives keys of its own' })
    const heard = here.heard()
    await second.engine.once()
    const silent = here.heard() - heard
    const asked = await second.questions()
    await second.answer('resume')
    await second.rest()

    expect([silent, asked]).toEqual([0, ['bridge.copied']])
    expect(await second.invoice(waiting.invoice)).toMatchObject({ state: 'issued' })
    expect(marks()).toHaveLength(1)
  }, 60_000)
})

describe('A database without the folder it belongs to', () => {
  it.each([
    ['copied alone into an empty folder', 'elsewhere'],
    ['whose twin was deleted', 'zveno'],
  ])(
    '%s: asks',
    async (_what, folder) => {
      const first = await here.start('zveno')
      await first.rest()
      await first.stop()
      mkdirSync(here.folder(folder), { recursive: true })
      if (folder === 'zveno') rmSync(twinOf('zveno'))
      else copyFileSync(join(here.folder('zveno'), 'zveno.sqlite'), join(here.folder(folder), 'zveno.sqlite'))
      const second = await here.start(folder)

      expect(await second.questions()).toEqual(['bridge.copied'])
    },
    60_000,
  )
})

describe('Two at work all the same', () => {
  it('the one whose changes the other has taken stops, and is told of the invoices of the other, once', async () => {
    const first = await here.start('zveno')
    await first.rest()
    await first.stop()
    here.copy('zveno', 'twin')
    const [original, copy] = [await here.start('zveno'), await here.start('twin')]
    await copy.answer('resume')
    await copy.order()
    await copy.rest()
    await copy.engine.once()
    await original.order()
    await original.engine.once()
    const told = await original.questions()
    const sentMeanwhile = marks().length
    await copy.stop()
    await original.answer('resume')
    await original.rest()
    const asked = await original.questions()
    await seen(original)
    await original.stop()
    const restarted = await here.start('zveno')
    here.accounting.reprice(String(here.accounting.ours()[0]?.fields['Number']), 1, 900)
    await restarted.engine.once()

    expect([told, sentMeanwhile]).toEqual([['base.read-by-another'], 1])
    expect(asked).toEqual(['invoice.unknown-request'])
    expect(await restarted.questions()).toEqual([])
    expect(new Set(marks()).size).toBe(2)
  }, 60_000)
})

async function seen({ bridge }: Running): Promise<void> {
  await bridge.database.db('troubles').update({ state: 'answered' })
}

function marks(): string[] {
  return here.accounting.ours().map(({ fields }) => String(fields['Комментарий']).split(/\s/)[0] ?? '')
}

async function healthOf({ bridge }: Running): Promise<unknown> {
  const row = (await bridge.database.db('bases').first('health')) as { health: string }
  return JSON.parse(row.health)
}

/** The real clock stands still for a test: what was written down is made older instead. */
function anHourPasses(name: string): void {
  const words = JSON.parse(readFileSync(twinOf(name), 'utf8')) as { at: number }
  writeFileSync(twinOf(name), JSON.stringify({ ...words, at: words.at - 3_600_000 }))
}

function twinOf(name: string): string {
  return join(here.folder(name), 'installation.json')
}
