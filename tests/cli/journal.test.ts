/** `zveno journal` and `zveno rollback` as an integrator types them: with the base switched off all the while (I-7, I-16, S11, S13). */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCapitals, type OtherRules } from '../sync/other-rules.ts'
import { desk, type Desk } from './zveno.ts'

interface Replayed {
  run?: number
  nouns: { noun: string; changed: number }[]
  samples: object[]
}

let here: Desk
let rules: OtherRules
beforeAll(async () => {
  here = desk()
  rules = inCapitals()
  const base = await here.start(['simulate', '--port', '0', '--world', 'demo', '--json'])
  const { odata: url } = base.json as { odata: string }
  const password = { ZVENO_BASE_PASSWORD: 'odata' }
  await here.zveno(['connect', url, '--user', 'odata', '--save', 'buh', '--json'], password)
  await here.zveno(['sync', '--once', '--json'])
  await base.stop()
}, 120_000)
afterAll(() => {
  here.clear()
  rules.clear()
})

describe('zveno journal rebuild', { timeout: 60_000 }, () => {
  it('I-16: --check rebuilds beside, says that the hash is equal, and leaves nothing behind', async () => {
    const { code, json } = await here.zveno(['journal', 'rebuild', '--base', 'buh', '--check', '--json'])

    expect(code).toBe(0)
    expect(json()).toMatchObject({ base: 'buh', checked: true, equal: true, withoutLink: 0 })
    expect(readdirSync(here.folder).filter((name) => name.startsWith('tried-'))).toEqual([])
  })

  it('I-16: without it the mirror is rebuilt, as a run of its own', async () => {
    const { code, json } = await here.zveno(['journal', 'rebuild', '--json'])
    const { before, after, run } = json() as { before: object; after: object; run: number }

    expect([code, after]).toEqual([0, before])
    expect(run).toBeGreaterThan(1)
  })

  it('names the bases there are when it is not clear which one is meant', async () => {
    const { code, json } = await here.zveno(['journal', 'rebuild', '--base', 'torg', '--json'])

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'base.which', message: expect.stringContaining('buh') } })
  })
})

describe('zveno journal replay and zveno rollback', { timeout: 120_000 }, () => {
  it('I-7: what --dry-run foretells is what --apply does, and rollback reverses it', async () => {
    const ask = ['journal', 'replay', '--from', '1', '--mapping', rules.folder, '--json']
    const told = (await here.zveno([...ask, '--dry-run'])).json() as Replayed
    const applied = (await here.zveno([...ask, '--apply'])).json() as Replayed
    const run = String(applied.run)
    const foretold = await here.zveno(['rollback', run, '--dry-run', '--json'])
    const rolledBack = await here.zveno(['rollback', run, '--json'])
    const again = (await here.zveno([...ask, '--dry-run'])).json() as Replayed
    const changed = told.nouns.find(({ noun }) => noun === 'counterparty')?.changed ?? 0

    expect(changed).toBeGreaterThan(5)
    expect([applied.nouns, applied.samples]).toEqual([told.nouns, told.samples])
    expect(foretold.json()).toMatchObject({ of: applied.run, run: null, reversed: changed, kept: 0, failed: 0 })
    expect([rolledBack.code, rolledBack.json()]).toMatchObject([0, { reversed: changed, kept: 0, failed: 0 }])
    expect(again.nouns).toEqual(told.nouns)
  })

  it.each([
    [['journal'], 'command.missing'],
    [['journal', 'replay', '--from', '1'], 'command.missing'],
    [['journal', 'replay', '--from', '99', '--mapping', '.'], 'run.not-found'],
    [['journal', 'replay', '--from', '1', '--mapping', '.', '--apply', '--dry-run'], 'command.wrong-option'],
    [['rollback'], 'command.missing'],
    [['rollback', '99'], 'run.not-found'],
    [['rollback', '1', '--as', 'nobody'], 'command.wrong-option'],
  ])('%j is refused in a sentence', async (words, code) => {
    const ran = await here.zveno([...words, '--json'])

    expect([ran.code === 0, (ran.json() as { error: { code: string } }).error.code]).toEqual([false, code])
  })
})
