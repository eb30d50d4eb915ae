/** The word `deleted` of a mapping: what a deletion mark of the base does to a counterparty of ours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerTrouble } from '../../bridge/actions/answer-trouble.ts'
import { troubles } from '../../bridge/reports/troubles.ts'
import { listBases } from '../../bridge/store/bases.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { tryRebuild } from '../../bridge/sync/journal/rebuild-run.ts'
import { contextOf, entitiesOf, type Entity } from './both-sides.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

const SET = 'Catalog_Контрагенты'

let here: Workshop
let elena: Context
let entities: Entity[]
let asking: Engine
beforeAll(async () => {
  here = await workshop()
  elena = await contextOf(here, 'kuznetsova')
  entities = await entitiesOf(here, 'ivanova')
  asking = here.engineOf({
    mappings: async (name) => {
      const mappings = await here.bridge.mappings(name)
      const { counterparty } = mappings
      return counterparty ? { ...mappings, counterparty: { ...counterparty, deleted: 'ask' } } : mappings
    },
  })
}, 60_000)
afterAll(async () => {
  await asking.stop()
  await here.close()
})

const mark = ({ key }: Entity, marked: boolean) =>
  here.simulator.ledger.change(SET, key, { DeletionMark: marked }, { by: 'Кузнецова' })
const isMarked = async ({ rowId }: Entity) =>
  Boolean((await elena.db('counterparties').where('id', rowId).first('marked')).marked)
const questions = async () =>
  (await troubles(elena, {})).items.filter(({ code }) => code === 'counterparty.marked-there')
const answer = async (text: string) =>
  answerTrouble(elena, { troubleId: (await questions())[0]?.id ?? '', answer: text })
/** The mirror told anew from the journal says what it says now (I-16). */
const isRebuiltAlike = async () => {
  const [base] = await listBases(elena.db)
  if (!base) throw new Error('the demo world has no base')
  return (await tryRebuild({ ports: portsOf(here, []), base })).equal
}

describe('A deletion mark of the base', () => {
  it('marks ours too where the mapping says "mark"', async () => {
    const entity = entities[0] as Entity
    mark(entity, true)
    await here.work()

    expect(await isMarked(entity)).toBe(true)
    expect(await questions()).toEqual([])
    mark(entity, false)
    await here.work()
  })

  it('is asked about once where it says "ask", and ours stays in use meanwhile', async () => {
    const entity = entities[1] as Entity
    mark(entity, true)
    await asking.once()
    here.simulator.ledger.change(SET, entity.key, { НаименованиеПолное: 'Ещё правка' }, {})
    await asking.once()

    expect(await isMarked(entity)).toBe(false)
    expect(await questions()).toHaveLength(1)
    expect(await isRebuiltAlike()).toBe(true)
  })

  it('marks nothing after "keep in use", and is no question again before it was taken off', async () => {
    const entity = entities[1] as Entity
    await answer('keep-in-use')
    here.simulator.ledger.change(SET, entity.key, { НаименованиеПолное: 'И ещё одна' }, {})
    await asking.once()
    const [kept, asked, alike] = [await isMarked(entity), await questions(), await isRebuiltAlike()]
    mark(entity, false)
    await asking.once()
    mark(entity, true)
    await asking.once()

    expect([kept, asked, alike]).toEqual([false, [], true])
    expect(await questions()).toHaveLength(1)
  })

  it('marks ours after "mark"', async () => {
    await answer('mark')
    await asking.once()

    expect(await isMarked(entities[1] as Entity)).toBe(true)
    expect(await questions()).toEqual([])
    expect(await isRebuiltAlike()).toBe(true)
  })
})
