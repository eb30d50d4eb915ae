/**
 * A run is taken back: what nobody has touched since says again what it said before, the rest is kept or fails with its reason, and the
 * base is not asked (I-7, S11).
 */
import { assert, asyncProperty } from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mendDifference } from '../../bridge/actions/mend-difference.ts'
import { whyCounterparty, whyPayment } from '../../bridge/reports/why-record.ts'
import { rollBackRun } from '../../bridge/actions/roll-back-run.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { listBases, type Base } from '../../bridge/store/bases.ts'
import { planRollback, type Planned } from '../../bridge/store/journal-rollback.ts'
import { findRun, type StoredRun } from '../../bridge/store/runs.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { loadMappings } from '../../bridge/sync/mapping/load-mapping.ts'
import type { Author } from '../../bridge/sync/journal/as-run.ts'
import { tryRebuild } from '../../bridge/sync/journal/rebuild-run.ts'
import { replayRun, tryReplay } from '../../bridge/sync/journal/replay-run.ts'
import { demoKeys } from '../../connectors/simulator/worlds/demo-keys.ts'
import { certified, deafEngine } from './books.ts'
import { rowTexts } from './mirror-texts.ts'
import { inCapitals, otherRules, type OtherRules } from './other-rules.ts'
import { acceptInvoice, change, COUNTERPARTIES, enterCounterparty, live, stories } from './story.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

const STORIES = 6
const CHANGED = 214
const ELENA = { by: 'Кузнецова' }

let here: Workshop
let base: Base
let by: Author
const rules: OtherRules[] = []
beforeAll(async () => {
  here = await workshop({ bare: false })
  await live(here, [{ deed: 'order', at: 0, n: 0 }])
  const [first] = await listBases(db())
  if (!first) throw new Error('the demo world has no base')
  base = first
  by = { ports: portsOf(here, []), base, author: here.bridge.robot }
}, 60_000)
beforeEach(() => here.clock.tick(120_000))
afterAll(async () => {
  for (const one of rules) one.clear()
  await here.close()
})

const db = () => here.bridge.database.db

describe('Taking a run back (I-7)', () => {
  it('a change of rules has put all names into capitals: 210 reversed, 3 kept, 1 failed', async () => {
    const before = await changedByOtherRules(CHANGED)
    const number = await replayed(inCapitals())
    const capitals = await rowTexts(db(), base.rowId)
    here.clock.tick(60_000)
    const [renamed, removed] = [before.keys.slice(0, 3), before.keys[3] ?? '']
    for (const key of renamed) change(here, COUNTERPARTIES, entity(key), { Description: `Правка ${key.slice(0, 4)}` })
    here.simulator.ledger.remove(COUNTERPARTIES, removed, ELENA)
    await here.work()
    const [edited, calls] = [await rowTexts(db(), base.rowId), here.simulator.journal.length]
    here.clock.tick(60_000)

    const { counts, changes } = await takenBack(number)

    expect(counts).toEqual({ counterparty: { seen: 214, applied: 210, skipped: 3, conflict: 1, pending: 0 } })
    expect(reasons(changes, 'kept')).toEqual({ 'rollback.newer': 3 })
    expect(reasons(changes, 'failed')).toEqual({ 'rollback.gone': 1 })
    const after = await rowTexts(db(), base.rowId)
    for (const [key, text] of after) {
      const stays = renamed.includes(key) || key === removed
      expect(text, key).toBe(stays ? edited.get(key) : before.texts.get(key))
    }
    expect([...after].filter(([key, text]) => capitals.get(key) !== text).length).toBe(214)
    expect(here.simulator.journal.length - calls).toBe(0)
  }, 120_000)

  it('keeps an invoice that its manager has accepted since', async () => {
    const number = await replayed(everyNoun())
    here.clock.tick(60_000)
    await acceptInvoice(here, 0)

    const { changes } = await takenBack(number)

    expect(reasons(changes, 'kept')).toEqual({ 'rollback.person': 1 })
  })

  it('a value says afterwards that it comes from the roll-back, and by which rules it is read again', async () => {
    const former = await whyOf('counterparty')
    const number = await replayed(everyNoun())
    here.clock.tick(60_000)
    const { run } = await takenBack(number)

    for (const [noun, key] of recordsAsked()) {
      const why = await whyOf(noun, key)
      expect([noun, why.run?.id, why.holdUps]).toEqual([noun, run.id, []])
      expect(why.document?.key).toMatch(/^[0-9a-f-]{36}$/)
    }
    expect((await whyOf('counterparty')).mapping).toEqual(former.mapping)
  })

  it('holds for any edits between: untouched changes say what they said, touched ones stay, and the preview knew it', async () => {
    await assert(
      asyncProperty(stories, async (story) => {
        here.clock.tick(120_000)
        const before = await rowTexts(db(), base.rowId)
        const number = await replayed(everyNoun())
        const changed = await rowTexts(db(), base.rowId)
        await live(here, story)
        here.clock.tick(60_000)
        const edited = await rowTexts(db(), base.rowId)
        const [preview, calls] = [await plan(number), here.simulator.journal.length]

        const { changes } = await takenBack(number)

        const after = await rowTexts(db(), base.rowId)
        const fates = new Map(changes.map((one) => [one.key, one.fate]))
        const told = JSON.stringify(story)
        expect(changes.length, told).toBeGreaterThan(20)
        expect(fates, told).toEqual(new Map(preview.map((one) => [one.key, one.fate])))
        for (const [key, text] of after) {
          if (fates.get(key) === 'reversed') expect(text, `${key} ${told}`).toBe(before.get(key))
          else expect(text, `${key} ${fates.get(key)} ${told}`).toBe(edited.get(key))
          // What somebody has touched since is never reversed.
          if (edited.get(key) !== changed.get(key)) expect(fates.get(key), `${key} ${told}`).not.toBe('reversed')
        }
        expect(here.simulator.journal.length - calls).toBe(0)
        expect((await tryRebuild(by)).equal, told).toBe(true)
      }),
      { numRuns: STORIES, endOnFailure: true },
    )
  }, 240_000)

  it('can be taken back itself, and is: the run holds again', async () => {
    const number = await replayed(everyNoun())
    const changed = await rowTexts(db(), base.rowId)
    here.clock.tick(60_000)
    const { run } = await takenBack(number)
    const back = await rowTexts(db(), base.rowId)
    here.clock.tick(60_000)
    await takenBack(run.rowId)

    expect(back).not.toEqual(changed)
    expect(await rowTexts(db(), base.rowId)).toEqual(changed)
    here.clock.tick(60_000)
    expect(reasons((await takenBack(number)).changes, 'kept')['rollback.later-run']).toBeGreaterThan(20)
  })

  it('fails for what came with the run: nothing that the base has told is thrown away', async () => {
    enterCounterparty(here, 'Совсем новый')
    await here.work()
    const { id } = (await db()('runs').max({ id: 'id' }).first()) as { id: number }
    const before = await rowTexts(db(), base.rowId)
    here.clock.tick(60_000)

    const { changes } = await takenBack(id)

    expect(reasons(changes, 'failed')).toEqual({ 'rollback.came-new': 1 })
    expect(await rowTexts(db(), base.rowId)).toEqual(before)
  })

  it('of a round leaves a record older than the base: the next comparison says so, and reading again mends it', async () => {
    // The edits before may have removed every invoice of ours.
    await live(here, [{ deed: 'order', at: 0, n: 0 }])
    const number =
      here.accounting
        .ours()
        .map(({ fields }) => String(fields['Number']))
        .find(Boolean) ?? ''
    here.accounting.reprice(number, 1, 4_321)
    await here.work()
    const { id } = (await db()('runs').max({ id: 'id' }).first()) as { id: number }
    here.clock.tick(60_000)
    const { changes } = await takenBack(id)
    const deaf = deafEngine(here)

    const found = await certified(here, deaf)

    expect(changes.map(({ fate }) => fate)).toEqual(['reversed'])
    expect(found.differences).toMatchObject([{ noun: 'invoice', because: 'not-read' }])
    const elena = await userByLogin(db(), 'kuznetsova')
    const as = elena && contextFor(here.bridge, viewerOf(elena))
    if (as) await mendDifference(as, { differenceId: String(found.differences[0]?.['uuid']) })
    await deaf.once()
    expect((await certified(here, deaf)).differences).toEqual([])
    await deaf.stop()
  })

  it('works while the connection is stopped, and the running service does it by itself', async () => {
    const before = await rowTexts(db(), base.rowId)
    const number = await replayed(everyNoun())
    here.accounting.down(true)
    const dmitry = await integrator()
    const { id } = await rollBackRun(dmitry, { runId: String(number) })
    await here.bridge.engine.once()
    here.accounting.down(false)

    expect(await findRun(db(), id)).toMatchObject({ outcome: 'done', author: dmitry.viewer.name, kind: 'rollback' })
    expect(await rowTexts(db(), base.rowId)).toEqual(before)
    const trail = (await db()('audit').where('action', 'roll-back-run').orderBy('id', 'desc').first()) as object
    expect(trail).toMatchObject({ who: dmitry.viewer.name })
    await here.work()
  })

  it('is refused for a run that goes on, that was asked for already, or that is not there; and to whoever may not', async () => {
    const number = await replayed(everyNoun())
    const dmitry = await integrator()
    await rollBackRun(dmitry, { runId: String(number) })

    await expect(rollBackRun(dmitry, { runId: String(number) })).rejects.toMatchObject({ code: 'run.already-asked' })
    await expect(rollBackRun(dmitry, { runId: '99999' })).rejects.toMatchObject({ code: 'run.not-found' })
    await db()('runs').where('id', number).update({ outcome: 'running' })
    await expect(rollBackRun(dmitry, { runId: String(number) })).rejects.toMatchObject({ code: 'run.not-finished' })
    await db()('runs').where('id', number).update({ outcome: 'done', kind: 'rebuild' })
    await expect(rollBackRun(dmitry, { runId: String(number) })).rejects.toMatchObject({ code: 'run.nothing-to-undo' })
    const elena = await userByLogin(db(), 'kuznetsova')
    if (elena)
      await expect(
        rollBackRun(contextFor(here.bridge, viewerOf(elena)), { runId: String(number) }),
      ).rejects.toMatchObject({ code: 'access.denied' })
  })
})

/** So many counterparties will change when the rules do. @returns their keys and how all rows stand */
async function changedByOtherRules(count: number) {
  const mine = mappingsOf(inCapitals())
  const from = await runOf(1)
  const told = await tryReplay(by, { from, mappings: mine })
  const already = told.nouns.find(({ noun }) => noun === 'counterparty')?.changed ?? 0
  const keys = Array.from({ length: count - already }, (_, at) => enterCounterparty(here, `Покупатель ${at}`))
  await here.work()
  here.clock.tick(60_000)
  return { keys, texts: await rowTexts(db(), base.rowId) }
}

/** Something of every sort of record reads otherwise. */
function everyNoun(): OtherRules {
  return otherRules({
    counterparty: { change: [{ id: 'name', theirs: 'НаименованиеПолное' }] },
    invoice: { change: [{ id: 'marker', theirs: 'Number' }] },
    'bank-receipt': { change: [{ id: 'purpose', theirs: 'Number' }] },
  })
}

/** @returns number of the run */
async function replayed(mine: OtherRules): Promise<number> {
  const { run: number } = await replayRun(by, { from: await runOf(1), mappings: mappingsOf(mine) })
  return number
}

function mappingsOf(one: OtherRules) {
  rules.push(one)
  return loadMappings(one.folder).mappings
}

async function runOf(number: number): Promise<StoredRun> {
  const found = await findRun(db(), String(number))
  if (!found) throw new Error(`no run ${number}`)
  return found
}

async function plan(number: number): Promise<Planned[]> {
  return planRollback(db(), await runOf(number))
}

async function takenBack(number: number) {
  const changes = await plan(number)
  const { id } = await rollBackRun(await integrator(), { runId: String(number) })
  const { carryOutRollbacks } = await import('../../bridge/sync/journal/asked-rollbacks.ts')
  await carryOutRollbacks(by.ports, base)
  const done = await findRun(db(), id)
  if (done?.outcome !== 'done') throw new Error(`the roll-back is ${done?.outcome}`)
  const row = (await db()('runs').where('uuid', id).first()) as { counts: string }
  const lines: { foreign_key: string; outcome: string; reason: string }[] = await db()('journal').where(
    'run_id',
    done.rowId,
  )
  expect(lines).toHaveLength(changes.length)
  const fates = lines.map((line) => ({ key: line.foreign_key, fate: line.outcome, reason: line.reason }))
  return { run: done, counts: JSON.parse(row.counts) as unknown, changes: fates }
}

function reasons(changes: { fate: string; reason: string }[], fate: string): Record<string, number> {
  const found: Record<string, number> = {}
  for (const one of changes.filter((each) => each.fate === fate)) found[one.reason] = (found[one.reason] ?? 0) + 1
  return found
}

type Asked = 'counterparty' | 'bank-receipt'

/** Two records whose words stand in a whole answer of the first load, and one that came by itself. */
function recordsAsked(): [Asked, string][] {
  const [entered] = [...here.simulator.base.all(COUNTERPARTIES)].filter(
    ({ fields }) => fields['Description'] === 'Покупатель 9',
  )
  return [
    ['counterparty', demoKeys.counterparties.K2],
    ['bank-receipt', Object.values(demoKeys.receipts)[0] ?? ''],
    ['counterparty', entered?.key ?? ''],
  ]
}

async function whyOf(noun: Asked, key: string = demoKeys.counterparties.K2) {
  const table = noun === 'counterparty' ? 'counterparties' : 'payments'
  const row = (await db()('links')
    .join(table, `${table}.id`, 'links.our_id')
    .where({ 'links.noun': noun, 'links.foreign_key': key })
    .first(`${table}.uuid`)) as { uuid: string } | undefined
  const ask = noun === 'counterparty' ? whyCounterparty : whyPayment
  return ask(contextFor(here.bridge, here.bridge.robot), row?.uuid ?? '')
}

const entity = (key: string) => here.simulator.base.get(COUNTERPARTIES, key)

async function integrator() {
  const dmitry = await userByLogin(db(), 'orlov')
  if (!dmitry) throw new Error('the demo world has no integrator')
  return contextFor(here.bridge, viewerOf(dmitry))
}
