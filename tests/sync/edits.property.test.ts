/**
 * I-12: people edit the same legal entities on both sides, as fast and as oddly as chance will have it, while answers get lost. Both sides
 * converge, each conflict is asked about once, the base is written to no more often than people have edited, and then nothing moves.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerConflicts } from '../../bridge/actions/answer-conflicts.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { long } from '../long.ts'
import { diceOf, type Dice } from '../verify/aids/dice.ts'
import {
  contextOf,
  editHere,
  editThere,
  entitiesOf,
  textsHere,
  textsThere,
  writesOf,
  type BothField,
  type Entity,
} from './both-sides.ts'
import { workshop, type Workshop } from './workshop.ts'

/** A thousand is the whole of I-12. */
const EDITS = long(1_000, 120)
const SEEDS = [1, 2, 3]
/** Ten minutes for all edits, on a clock of our own. */
const TICK_MS = 600_000 / EDITS
const FIELDS = ['name', 'phone', 'email', 'address'] as const

let here: Workshop
let anna: Context
let elena: Context
let entities: Entity[]
beforeAll(async () => {
  here = await workshop()
  anna = await contextOf(here, 'ivanova')
  elena = await contextOf(here, 'kuznetsova')
  entities = (await entitiesOf(here, 'ivanova')).filter(({ key }) => textsThere(here, key).address !== '').slice(0, 3)
}, 60_000)
afterAll(() => here.close())

const db = () => here.bridge.database.db

/** The base has carried out the write, and its answer does not arrive. */
const LOST = ['reset-after-commit', 'html-after-commit', 'cut'] as const

interface Count {
  ours: number
  theirs: number
  /** Answers of people, which may have to be written like an edit. */
  answered: number
}

/** @returns how many edits there were on each side */
async function busyMinutes(engine: Engine, dice: Dice): Promise<Count> {
  const count = { ours: 0, theirs: 0, answered: 0 }
  for (let at = 0; at < EDITS; at++) {
    const entity = dice.of(entities)
    // A few texts only: both sides also type the same, and take edits back.
    const field: BothField = dice.of(FIELDS)
    const text = `${field} ${dice.below(4)}`
    if (dice.onceIn(2)) {
      await editHere(anna, entity.id, { [field]: text })
      count.ours++
    } else {
      editThere(here, entity.key, { [field]: text })
      count.theirs++
    }
    here.clock.tick(TICK_MS)
    if (dice.onceIn(25)) await here.fault({ methods: ['PATCH'], kind: dice.of(LOST), times: 1 })
    if (dice.onceIn(4)) await engine.once()
    if (dice.onceIn(12) && (await answerOne(dice))) count.answered++
  }
  await here.calm()
  return count
}

/** The accountant looks into her inbox now and then. */
async function answerOne(dice: Dice): Promise<boolean> {
  const [asked] = await conflicts()
  if (!asked) return false
  const answer = dice.of(['ours', 'theirs', 'other'] as const)
  const value = answer === 'other' && { value: `third ${dice.below(9)}` }
  await answerConflicts(elena, { conflicts: [{ id: asked.uuid, version: asked.version }], answer, ...value })
  return true
}

async function differing(): Promise<string[]> {
  const names: string[] = []
  for (const { rowId, key } of entities) {
    const [ours, theirs] = [await textsHere(here, rowId), textsThere(here, key)]
    for (const field of FIELDS) if (ours[field] !== theirs[field]) names.push(`${rowId} ${field}`)
  }
  return names.toSorted()
}

interface Open {
  uuid: string
  version: number
  subject_id: number
  field: string
  ours: string
  theirs: string
}

const conflicts = async () => (await db()('edits').where('state', 'conflict').orderBy('id')) as Open[]

describe('I-12: edits on both sides', () => {
  it.each(SEEDS)(`converge after ${EDITS} of them, each conflict asked about once (seed %i)`, async (seed) => {
    const dice = diceOf(seed, 'edits on both sides', 0)
    const engine = here.engineOf()
    const before = await writesOf(here)
    const { answered, ours } = await busyMinutes(engine, dice)
    await here.rest(engine)
    await here.rest(engine)

    const asked = await conflicts()
    expect(asked.map((one) => `${one.subject_id} ${one.field}`).toSorted()).toEqual(await differing())
    for (const one of asked) {
      const entity = entities.find(({ rowId }) => rowId === one.subject_id) as Entity
      expect(one.ours).toBe((await textsHere(here, one.subject_id))[one.field as BothField])
      expect(one.theirs).toBe(textsThere(here, entity.key)[one.field as BothField])
    }
    expect((await writesOf(here)) - before).toBeLessThanOrEqual(ours + answered)
    expect(await db()('edits').where('state', 'pending')).toEqual([])

    const quiet = { writes: await writesOf(here), versions: await versions() }
    for (let round = 0; round < 3; round++) await engine.once()
    expect({ writes: await writesOf(here), versions: await versions() }).toEqual(quiet)
    expect(await conflicts()).toEqual(asked)

    while ((await conflicts()).length > 0) await answerOne(dice)
    await here.rest(engine)
    await here.rest(engine)
    await engine.stop()
    expect(await differing()).toEqual([])
    expect(await conflicts()).toEqual([])
  })

  it('was no idle talk: every way in which an edit can end has been taken', async () => {
    for (const outcome of ['arrived', 'same', 'theirs-won', 'withdrawn', 'answered-theirs'])
      expect(await db()('edits').where({ outcome }), outcome).not.toEqual([])
    expect(await db()('edits').where({ rule: 'crm' })).not.toEqual([])
    expect(await db()('edits').whereNot('conflict_at', '')).not.toEqual([])
  })
})

async function versions(): Promise<unknown> {
  return db()('links').where('noun', 'counterparty').orderBy('id').pluck('version')
}
