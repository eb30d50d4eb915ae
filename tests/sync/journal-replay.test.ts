/** The journal is read by other rules from a run on: what would change is told first, and applying it is exactly that (S13, I-5, I-6, I-11). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRun, type StoredRun } from '../../bridge/store/runs.ts'
import { listBases, type Base } from '../../bridge/store/bases.ts'
import { loadMappings } from '../../bridge/sync/mapping/load-mapping.ts'
import type { Author } from '../../bridge/sync/journal/as-run.ts'
import { tryRebuild } from '../../bridge/sync/journal/rebuild-run.ts'
import { replayRun, tryReplay } from '../../bridge/sync/journal/replay-run.ts'
import type { Replayed } from '../../bridge/sync/journal/replay-tally.ts'
import { everyRow } from '../every-row.ts'
import { inCapitals, otherRules, type OtherRules } from './other-rules.ts'
import { change, COUNTERPARTIES, enterCounterparty, live } from './story.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

let here: Workshop
let base: Base
let by: Author
const rules: OtherRules[] = []
beforeAll(async () => {
  here = await workshop()
  for (const number of [1, 2, 3, 4, 5, 6, 7]) enterCounterparty(here, `Покупатель ${number}`)
  await live(here, [{ deed: 'order', at: 0, n: 0 }])
  const [first] = await listBases(db())
  if (!first) throw new Error('the demo world has no base')
  base = first
  by = { ports: portsOf(here, []), base, author: here.bridge.robot }
}, 60_000)
afterAll(async () => {
  for (const one of rules) one.clear()
  await here.close()
})

const db = () => here.bridge.database.db
/** Leases, sessions, the news for other processes, and what numbers rows say nothing of the mirror. */
const OF_THE_MOMENT = ['bases', 'sessions', 'news', 'sqlite_sequence']

describe('A replay with other rules', () => {
  it('tells beforehand what would change, by noun and field, with records to look at; nothing changes and nobody is asked', async () => {
    const [rows, calls] = [await everyRow(db(), OF_THE_MOMENT), here.simulator.journal.length]

    const told = await tryReplay(by, { from: await runOf(1), mappings: mappingsOf(inCapitals()) })

    const [of] = told.nouns.filter(({ noun }) => noun === 'counterparty')
    expect(of).toMatchObject({ conflict: 1, left: 0, fields: { name: of?.changed } })
    expect(of?.changed).toBeGreaterThanOrEqual(7)
    expect(changedBesides(told, 'counterparty')).toBe(0)
    expect(told.samples).toHaveLength(5)
    for (const { fields } of told.samples) expect(fields.map(({ field }) => field)).toEqual(['name'])
    expect(await everyRow(db(), OF_THE_MOMENT)).toEqual(rows)
    expect(here.simulator.journal.length - calls).toBe(0)
  })

  it('applied, is exactly what was told: a run with an author and the version of its rules, and no word to the base', async () => {
    const what = { from: await runOf(1), mappings: mappingsOf(inCapitals()) }
    const told = await tryReplay(by, what)
    const [before, calls, requests] = [await names(), here.simulator.journal.length, await db()('intents').select()]

    const { run: number, ...done } = await replayRun(by, what)

    expect(done).toEqual(told)
    const after = await names()
    const changed = [...after].filter(([key, name]) => before.get(key) !== name)
    expect(changed).toHaveLength(done.nouns.find(({ noun }) => noun === 'counterparty')?.changed ?? -1)
    for (const [key, name] of changed)
      expect(name).toBe(String(here.simulator.base.get(COUNTERPARTIES, key)?.fields['НаименованиеПолное']))
    // The folder of buyers has no full name: a person is asked about it.
    expect(await db()('troubles').where({ code: 'record.unreadable', state: 'open' })).toHaveLength(1)
    expect(await lines(number)).toEqual({ lines: changed.length + 1, versions: [what.mappings.counterparty?.version] })
    expect(await runOf(number)).toMatchObject({ kind: 'replay', author: 'Звено', outcome: 'done' })
    expect(here.simulator.journal.length - calls).toBe(0)
    expect(await db()('intents').select()).toEqual(requests)
    expect((await tryRebuild(by)).equal).toBe(true)
  })

  it('a second time, changes nothing: everything says by now what these rules make of it', async () => {
    const { run, nouns } = await replayRun(by, { from: await runOf(1), mappings: mappingsOf(inCapitals()) })

    expect((await lines(run)).lines).toBe(0)
    expect(nouns.map(({ changed }) => changed).filter(Boolean)).toEqual([])
  })

  it('from a later run on, touches only what was said since', async () => {
    const [one] = [...here.simulator.base.all(COUNTERPARTIES)].filter(
      ({ fields }) => fields['Description'] === 'Покупатель 3',
    )
    change(here, COUNTERPARTIES, one, { Description: 'Переименован' })
    here.clock.tick(60_000)
    await here.work()
    const last = (await db()('runs').max({ id: 'id' }).first()) as { id: number }

    const { nouns } = await tryReplay(by, { from: await runOf(last.id), mappings: mappingsOf(inCapitals()) })

    expect(nouns).toMatchObject([{ noun: 'counterparty', records: 1, changed: 1 }])
  })

  it('takes at last what the former rules could not, and closes its trouble', async () => {
    const strange = here.simulator.base.all(COUNTERPARTIES)
    const [one] = [...strange].filter(({ fields }) => fields['Description'] === 'Покупатель 5')
    if (one) Object.assign(one.fields, { ЮридическоеФизическоеЛицо: 'Ведомство' })
    change(here, COUNTERPARTIES, one, { Description: 'Ведомство 5' })
    here.clock.tick(60_000)
    await here.work()
    const troubles = () => db()('troubles').where({ state: 'open', subject: one?.key })
    const before = await troubles()
    const kinder = otherRules({
      counterparty: {
        change: [
          {
            id: 'legal-form',
            by: null,
            with: null,
            words: null,
            as: 'list',
            values: [{ ours: 'person', theirs: 'ФизическоеЛицо' }],
            otherIs: 'company',
          },
        ],
      },
    })
    const last = (await db()('runs').max({ id: 'id' }).first()) as { id: number }

    const { nouns } = await replayRun(by, { from: await runOf(last.id), mappings: mappingsOf(kinder) })

    expect([before.length, (await troubles()).length]).toEqual([1, 0])
    expect(nouns).toMatchObject([{ noun: 'counterparty', records: 1, changed: 1, conflict: 0 }])
    expect((await names()).get(one?.key ?? '')).toBe('Ведомство 5')
  })

  it('is refused when it would read a field that was not asked for then: it must not pass for blank', async () => {
    const mine = otherRules({ counterparty: { change: [{ id: 'full-name', theirs: 'Комментарий', optional: true }] } })
    const rows = await everyRow(db(), OF_THE_MOMENT)

    await expect(replayRun(by, { from: await runOf(1), mappings: mappingsOf(mine) })).rejects.toMatchObject({
      code: 'journal.field-not-kept',
      facts: { field: 'Комментарий', noun: 'counterparty' },
    })

    expect(await everyRow(db(), OF_THE_MOMENT)).toEqual(rows)
  })
})

function mappingsOf(one: OtherRules) {
  rules.push(one)
  return loadMappings(one.folder).mappings
}

async function runOf(number: number): Promise<StoredRun> {
  const found = await findRun(db(), String(number))
  if (!found) throw new Error(`no run ${number}`)
  return found
}

function changedBesides({ nouns }: Replayed, noun: string): number {
  return nouns.filter((one) => one.noun !== noun).reduce((sum, { changed }) => sum + changed, 0)
}

/** Names of counterparties by key of the base. */
async function names(): Promise<Map<string, string>> {
  const rows: { foreign_key: string; name: string }[] = await db()('links')
    .join('counterparties', 'counterparties.id', 'links.our_id')
    .where('links.noun', 'counterparty')
    .select('links.foreign_key', 'counterparties.name')
  return new Map(rows.map((row) => [row.foreign_key, row.name]))
}

async function lines(number: number) {
  const rows: { mapping_version: string }[] = await db()('journal').where('run_id', number)
  return { lines: rows.length, versions: [...new Set(rows.map((row) => row.mapping_version))] }
}
