/** What a manager corrects in a legal entity reaches accounting once, whatever happens on the way (reliability 4, I1, I10, I11). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerConflicts } from '../../bridge/actions/answer-conflicts.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import {
  contextOf,
  editHere,
  editThere,
  entitiesOf,
  textsHere,
  textsThere,
  writesOf,
  type Entity,
} from './both-sides.ts'
import { afterFirst, watched } from './watched.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

const CARDS = { methods: ['PATCH'], set: 'Catalog_Контрагенты', times: 1 }

let here: Workshop
let anna: Context
let entity: Entity
let engine: Engine
let before = 0
beforeAll(async () => {
  here = await workshop()
  anna = await contextOf(here, 'ivanova')
  entity = (await entitiesOf(here, 'ivanova'))[0] as Entity
  engine = here.engineOf()
}, 60_000)
afterAll(async () => {
  await engine.stop()
  await here.close()
})
beforeEach(async () => {
  await here.calm()
  await here.rest(engine)
  await db()('edits').delete()
  before = await writesOf(here)
})

const db = () => here.bridge.database.db
const written = async () => (await writesOf(here)) - before
const shown = () => textsHere(here, entity.rowId)
const there = () => textsThere(here, entity.key)
const open = () => db()('edits').whereNot('state', 'settled')

describe('A field of accounting that a manager corrects', () => {
  it('is shown at once, is written to the base once, and comes back as no news', async () => {
    await editHere(anna, entity.id, { phone: '+7 495 111-11-11', email: 'new@example.ru' })
    const atOnce = await shown()
    await here.rest(engine)
    await here.rest(engine)

    expect(atOnce.phone).toBe('+7 495 111-11-11')
    expect(there()).toMatchObject({ phone: '+7 495 111-11-11', email: 'new@example.ru' })
    expect(await written()).toBe(1)
    expect(await db()('edits').pluck('outcome')).toEqual(['arrived', 'arrived'])
  })

  it('leaves alone what the accountant has changed in other fields meanwhile', async () => {
    editThere(here, entity.key, { address: 'Тула, новая 1', fullName: 'Новое полное имя' })
    await editHere(anna, entity.id, { phone: '1' })
    await here.rest(engine)

    expect(there()).toMatchObject({ phone: '1', address: 'Тула, новая 1', fullName: 'Новое полное имя' })
    expect(await shown()).toEqual(there())
    expect(await open()).toEqual([])
  })

  it.each(['reset-after-commit', 'html-after-commit'])(
    'is looked for, not sent again, when the answer is lost (%s)',
    async (kind) => {
      await here.fault({ ...CARDS, kind })
      await editHere(anna, entity.id, { phone: `lost ${kind}` })
      await here.rest(engine)

      expect(there().phone).toBe(`lost ${kind}`)
      expect(await written()).toBe(1)
      expect(await open()).toEqual([])
    },
  )

  it('is sent again after the first attempt can no longer come, when it has not arrived', async () => {
    await here.fault({ ...CARDS, kind: 'reset' })
    await editHere(anna, entity.id, { phone: 'second try' })
    await engine.once()
    here.clock.tick(60_000)
    await engine.once()
    const early = there().phone
    await here.rest(engine)

    expect(early).not.toBe('second try')
    expect(there().phone).toBe('second try')
    expect(await written()).toBe(2)
  })

  it('lets what was typed anew wait until the first attempt can no longer come and undo it', async () => {
    await here.fault({ ...CARDS, kind: 'reset' })
    await editHere(anna, entity.id, { phone: 'first of two' })
    await engine.once()
    await editHere(anna, entity.id, { phone: 'second of two' })
    here.clock.tick(60_000)
    await engine.once()
    await engine.once()
    const early = [there().phone, await written()]
    await here.rest(engine)

    expect(early).not.toContain('second of two')
    expect(early[1]).toBe(1)
    expect(there().phone).toBe('second of two')
    expect(await open()).toEqual([])
  })

  it('is taken back for good only when the first attempt can no longer come: until then it stays on its way', async () => {
    const { phone } = there()
    await here.fault({ ...CARDS, kind: 'reset' })
    await editHere(anna, entity.id, { phone: 'a slip' })
    await engine.once()
    await editHere(anna, entity.id, { phone })
    editThere(here, entity.key, { address: 'so that the card is read' })
    here.clock.tick(60_000)
    await engine.once()
    const early = await open()
    editThere(here, entity.key, { phone: 'a slip' })
    await here.rest(engine)

    expect(early).toMatchObject([{ field: 'phone', ours: phone, asked: 'a slip', state: 'pending' }])
    expect([there().phone, (await shown()).phone]).toEqual([phone, phone])
    expect(await db()('edits').where('conflict_at', '<>', '')).toEqual([])
  })

  it('is not sent at all when somebody takes it back between our look and our write', async () => {
    const { phone } = there()
    const looked = { table: 'edits', method: 'select', inTransaction: false }
    const takeBack = () => editHere(anna, entity.id, { phone })
    const late = here.engineOf({ database: watched(here.bridge.database, afterFirst(looked, takeBack)) })
    await editHere(anna, entity.id, { phone: 'a slip of the tongue' })
    await here.rest(late)
    await late.stop()

    expect(await db()('edits').pluck('ours')).toEqual([phone])
    expect(await written()).toBe(0)
    expect(there().phone).toBe(phone)
    expect(await open()).toEqual([])
  })

  it('is no edit of the accountant when its echo comes after somebody of ours has typed something newer', async () => {
    await here.fault({ ...CARDS, kind: 'reset-after-commit' })
    await editHere(anna, entity.id, { phone: 'first' })
    await engine.once()
    const echo = there().phone
    await editHere(anna, entity.id, { phone: 'newer' })
    here.clock.tick(5_000)
    await here.rest(engine)

    expect(echo).toBe('first')
    expect([there().phone, (await shown()).phone]).toEqual(['newer', 'newer'])
    expect(await db()('edits').where('conflict_at', '<>', '')).toEqual([])
  })

  it('is merged once more when somebody saves the card between our look and our write', async () => {
    const ports = portsOf(here, [])
    let meanwhile: (() => void) | undefined = () => editThere(here, entity.key, { address: 'Между делом, 2' })
    const slow = here.engineOf({
      open: async (base) => {
        const door = await ports.open(base)
        const write = door.write.bind(door)
        door.write = (draft) => {
          meanwhile?.()
          meanwhile = undefined
          return write(draft)
        }
        return door
      },
    })
    await editHere(anna, entity.id, { phone: 'after all' })
    await here.rest(slow)
    await slow.stop()

    expect(there()).toMatchObject({ phone: 'after all', address: 'Между делом, 2' })
    expect(await shown()).toEqual(there())
  })

  it('goes after the record itself when that is still on its way to the base', async () => {
    const { counterparty } = await here.order()
    await editHere(anna, counterparty, { phone: '+7 800 1' })
    await here.rest(engine)
    const row = (await db()('counterparties').where('uuid', counterparty).first()) as { id: number; phone: string }
    const link = (await db()('links').where({ noun: 'counterparty', our_id: row.id }).first()) as {
      foreign_key: string
    }

    expect(textsThere(here, link.foreign_key).phone).toBe('+7 800 1')
    expect(row.phone).toBe('+7 800 1')
    expect(await open()).toEqual([])
  })
})

describe('What waits', () => {
  it('for its record has not failed: the first failure after that is followed by a pause of seconds', async () => {
    const { counterparty } = await here.order()
    await here.fault({ kind: 'reset', methods: ['POST'], set: 'Catalog_Контрагенты', times: 1 })
    await editHere(anna, counterparty, { phone: '+7 800 2' })
    const change = () => db()('intents').where({ act: 'change', noun: 'counterparty' }).orderBy('id', 'desc').first()
    for (let look = 0; look < 10; look++) {
      await engine.once()
      here.clock.tick(6_000)
    }

    expect(await change()).toMatchObject({ state: 'queued', reason: 'intent.waits-for', attempts: 0 })
    await here.rest(engine)
    expect(await open()).toEqual([])
  })
})

describe('What the base will not take', () => {
  it('is asked about with the cause, is not sent again by itself, and another text settles it', async () => {
    const name = 'Имя, длиннее чем помещается в карточку базы '.repeat(3).trim()
    await editHere(anna, entity.id, { name })
    await here.rest(engine)
    editThere(here, entity.key, { address: 'другое поле' })
    await here.rest(engine)
    const asked = (await open()) as { uuid: string; version: number; facts: string }[]
    const [conflict] = asked
    const given = await db()('intents').where({ act: 'change', reason: 'mapping.too-long' })

    await answerConflicts(await contextOf(here, 'kuznetsova'), {
      conflicts: [{ id: conflict?.uuid ?? '', version: conflict?.version ?? 0 }],
      answer: 'other',
      value: 'Имя покороче',
    })
    await here.rest(engine)

    expect(asked).toMatchObject([{ field: 'name', state: 'conflict', reason: 'mapping.too-long', ours: name }])
    expect(given).toHaveLength(1)
    expect(JSON.parse(conflict?.facts ?? '')).toMatchObject({ longest: 100 })
    expect(there().name).toBe('Имя покороче')
    expect(await written()).toBe(1)
    expect(await shown()).toEqual(there())
    expect(await open()).toEqual([])
  })
})

describe('Nothing is half-written', () => {
  it.each([
    [{ fullName: 'Чужое поле' }, 'counterparty.field-of-base'],
    [{ name: '   ' }, 'input.missing'],
    [{ phone: 'x', taxNumber: '7702000004' }, 'counterparty.field-of-base'],
  ])('of an edit that may not be: %o', async (texts, code) => {
    const row = (await db()('counterparties').where('id', entity.rowId).first()) as object

    await expect(editHere(anna, entity.id, texts)).rejects.toMatchObject({ code })

    expect(await db()('counterparties').where('id', entity.rowId).first()).toEqual(row)
    expect(await open()).toEqual([])
  })

  it('of an edit of a card that has changed since it was looked at', async () => {
    const anew = { version: 1, phone: 'stale' }
    const { changeCounterparty } = await import('../../bridge/actions/change-counterparty.ts')

    await expect(changeCounterparty(anna, entity.id, anew)).rejects.toMatchObject({ code: 'counterparty.changed' })

    expect((await shown()).phone).not.toBe('stale')
    expect(await open()).toEqual([])
  })

  it("of an edit of somebody else's client", async () => {
    const pavel = await contextOf(here, 'petrov')

    await expect(editHere(pavel, entity.id, { phone: 'stranger' })).rejects.toMatchObject({ code: 'access.denied' })
  })
})
