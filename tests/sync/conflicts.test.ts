/** I-13: both sides change a phone within the same poll. One question with three columns; the mapping decides about the rest, and says so. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerConflicts } from '../../bridge/actions/answer-conflicts.ts'
import { conflicts } from '../../bridge/reports/conflicts.ts'
import { whyCounterparty } from '../../bridge/reports/why-record.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { contextOf, editHere, editThere, entitiesOf, textsHere, textsThere, type Entity } from './both-sides.ts'
import { workshop, type Workshop } from './workshop.ts'

let here: Workshop
let anna: Context
let elena: Context
let engine: Engine
let entities: Entity[]
let entity: Entity
beforeAll(async () => {
  here = await workshop()
  anna = await contextOf(here, 'ivanova')
  elena = await contextOf(here, 'kuznetsova')
  entities = await entitiesOf(here, 'ivanova')
  entity = entities[0] as Entity
  engine = here.engineOf()
}, 60_000)
afterAll(async () => {
  await engine.stop()
  await here.close()
})
beforeEach(async () => {
  count++
  ours = `+7 495 222-22-${count}`
  theirs = `+7 495 333-33-${count}`
  const { items } = await conflicts(elena)
  for (const { id, version } of items) await answerConflicts(elena, { conflicts: [{ id, version }], answer: 'theirs' })
  await here.rest(engine)
})

/** New ones in every test: a text that is there already is no edit. */
let ours = ''
let theirs = ''
let count = 10

async function bothTypeAPhone({ id, key }: Entity): Promise<void> {
  await editHere(anna, id, { phone: ours })
  editThere(here, key, { phone: theirs })
}

const differ = async ({ rowId, key }: Entity) =>
  JSON.stringify(await textsHere(here, rowId)) !== JSON.stringify(textsThere(here, key))

describe('I-13: both sides change a phone within the same poll', () => {
  it('asks once, with what was before, ours and theirs, whose decision it is, and the owner of the field as advice', async () => {
    const { phone: before } = textsThere(here, entity.key)
    await bothTypeAPhone(entity)
    for (let round = 0; round < 4; round++) await here.rest(engine)

    const { items } = await conflicts(elena)

    expect(items).toMatchObject([
      {
        field: 'phone',
        before,
        ours,
        theirs,
        reason: 'edit.both-changed',
        owner: 'crm',
        decides: 'manager',
        recommended: 'ours',
        author: 'Анна Иванова',
      },
    ])
    expect(items[0]?.client.name).not.toBe('')
  })

  it('decides about the other fields by their rules, with an explanation', async () => {
    await bothTypeAPhone(entity)
    await editHere(anna, entity.id, { email: 'ours@example.ru' })
    editThere(here, entity.key, { email: 'theirs@example.ru' })
    await here.rest(engine)

    const { items, resolved } = await conflicts(elena)

    expect(items.map(({ field }) => field)).toEqual(['phone'])
    expect(resolved[0]).toMatchObject({
      field: 'email',
      ours: 'ours@example.ru',
      theirs: 'theirs@example.ru',
      rule: 'crm',
      won: 'ours',
    })
    expect(textsThere(here, entity.key).email).toBe('ours@example.ru')
  })

  it('takes the edit of the base where it is certainly the later one, and asks where that is not known', async () => {
    here.accounting.down(true)
    await editHere(anna, entity.id, { address: 'Тверь, 1' })
    await here.fault({ kind: 'lock', methods: ['PATCH'], set: 'Catalog_Контрагенты' })
    here.accounting.down(false)
    here.clock.tick(1_000)
    // A whole round is read while our own write still waits.
    await engine.once()
    here.clock.tick(1_000)
    editThere(here, entity.key, { address: 'Тверь, 2' })
    await here.calm()
    await here.rest(engine)
    const later = await textsHere(here, entity.rowId)
    const [resolved] = (await conflicts(elena)).resolved
    await editHere(anna, entity.id, { address: 'Тверь, 3' })
    editThere(here, entity.key, { address: 'Тверь, 4' })
    await here.rest(engine)

    expect(later.address).toBe('Тверь, 2')
    expect(resolved).toMatchObject({ field: 'address', rule: 'latest', won: 'theirs' })
    expect((await conflicts(elena)).items).toMatchObject([{ field: 'address', reason: 'edit.same-poll' }])
  })

  it('stays the same question, with the same version to answer, when another field is edited meanwhile', async () => {
    await bothTypeAPhone(entity)
    await here.rest(engine)
    const { items } = await conflicts(elena)
    editThere(here, entity.key, { fullName: `Полное имя ${count}` })
    await here.rest(engine)

    expect((await conflicts(elena)).items).toEqual(items)
    expect((await textsHere(here, entity.rowId)).fullName).toBe(`Полное имя ${count}`)
  })

  it('is no question any more when the base takes its own edit back, and ours goes', async () => {
    const { phone: before } = textsThere(here, entity.key)
    await bothTypeAPhone(entity)
    await here.rest(engine)
    const asked = (await conflicts(elena)).items.length
    editThere(here, entity.key, { phone: before })
    await here.rest(engine)

    expect(asked).toBe(1)
    expect((await conflicts(elena)).items).toEqual([])
    expect(textsThere(here, entity.key).phone).toBe(ours)
  })

  it.each([
    ['ours', undefined],
    ['theirs', undefined],
    ['other', '+7 495 444-44-44'],
  ] as const)('both sides agree one round after the answer "%s", and the trail has it', async (answer, value) => {
    const text = { ours, theirs, other: value }[answer]
    await bothTypeAPhone(entity)
    await here.rest(engine)
    const [asked] = (await conflicts(elena)).items
    const chosen = { conflicts: [{ id: asked?.id ?? '', version: asked?.version ?? 0 }], answer }
    await answerConflicts(anna, { ...chosen, ...(value !== undefined && { value }) })
    await engine.once()

    expect([(await textsHere(here, entity.rowId)).phone, textsThere(here, entity.key).phone]).toEqual([text, text])
    expect(await differ(entity)).toBe(false)
    const line = (await anna.db('audit').orderBy('id', 'desc').first()) as { action: string; subject: string }
    expect(line).toMatchObject({ action: 'answer-conflict', subject: `conflict:${asked?.id}`, who: 'Анна Иванова' })
  })

  it('answers all of one pattern at once, or none when one of them has changed since', async () => {
    const several = entities.filter(({ key }) => textsThere(here, key).phone !== '').slice(0, 2)
    for (const one of several) await bothTypeAPhone(one)
    await here.rest(engine)
    const { items } = await conflicts(elena)
    const seen = items.map(({ id, version }) => ({ id, version }))
    const stale = seen.map((one, at) => (at === 1 ? { ...one, version: one.version + 1 } : one))

    await expect(answerConflicts(elena, { conflicts: stale, answer: 'ours' })).rejects.toMatchObject({
      code: 'conflict.changed',
    })
    const untouched = (await conflicts(elena)).items
    await answerConflicts(elena, { conflicts: seen, answer: 'ours' })
    await here.rest(engine)

    expect(seen).toHaveLength(2)
    expect(untouched).toEqual(items)
    for (const one of several) expect(await differ(one)).toBe(false)
  })

  it("is seen and answered by the client's manager, by no other", async () => {
    await bothTypeAPhone(entity)
    await here.rest(engine)
    const pavel = await contextOf(here, 'petrov')
    const [asked] = (await conflicts(anna)).items

    expect((await conflicts(pavel)).items).toEqual([])
    await expect(
      answerConflicts(pavel, { conflicts: [{ id: asked?.id ?? '', version: asked?.version ?? 0 }], answer: 'ours' }),
    ).rejects.toMatchObject({ code: 'conflict.not-found' })
  })
})

describe('Why a newer edit is not seen', () => {
  it('because both sides differ, and because the mapping lets the other side win', async () => {
    await bothTypeAPhone(entity)
    await editHere(anna, entity.id, { email: 'mine@example.ru' })
    editThere(here, entity.key, { email: 'hers@example.ru' })
    await here.rest(engine)

    const { holdUps } = await whyCounterparty(elena, entity.id)

    expect(holdUps).toContainEqual(
      expect.objectContaining({
        why: 'conflict',
        code: 'edit.both-changed',
        facts: { field: 'phone', ours, theirs },
        place: '/troubles',
      }),
    )
    expect(holdUps).toContainEqual(
      expect.objectContaining({
        why: 'by-rule',
        code: 'edit.rule-crm',
        facts: { field: 'email', ours: 'mine@example.ru', theirs: 'hers@example.ru' },
      }),
    )
  })
})
