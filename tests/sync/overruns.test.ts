/** Accounting types while a correction of ours is late on its way over it: what was typed is not lost without a word (I4, I6). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerConflicts } from '../../bridge/actions/answer-conflicts.ts'
import { conflicts } from '../../bridge/reports/conflicts.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { contextOf, editHere, editThere, entitiesOf, textsHere, textsThere, type Entity } from './both-sides.ts'
import { workshop, type Workshop } from './workshop.ts'

const BEFORE = { phone: '+7 495 000-00-01', email: 'before@example.ru' }
const TYPED = '+7 495 000-00-02'
const OURS = 'ours@example.ru'
const A_MINUTE_MS = 60_000

let here: Workshop
let anna: Context
let elena: Context
let engine: Engine
let entity: Entity
beforeAll(async () => {
  here = await workshop()
  anna = await contextOf(here, 'ivanova')
  elena = await contextOf(here, 'kuznetsova')
  entity = (await entitiesOf(here, 'ivanova'))[0] as Entity
  engine = here.engineOf()
}, 60_000)
afterAll(async () => {
  await engine.stop()
  await here.close()
})

const shown = () => textsHere(here, entity.rowId)
const there = () => textsThere(here, entity.key)
const asked = async () => (await conflicts(elena)).items

/** Our e-mail is cut off on its way; a minute later the phone that accounting has typed meanwhile is read. */
beforeEach(async () => {
  await here.calm()
  await here.rest(engine)
  editThere(here, entity.key, BEFORE)
  await here.rest(engine)
  await here.fault({ methods: ['PATCH'], set: 'Catalog_Контрагенты', times: 1, kind: 'reset' })
  await editHere(anna, entity.id, { email: OURS })
  await engine.once()
  editThere(here, entity.key, { phone: TYPED })
  here.clock.tick(A_MINUTE_MS)
  await engine.once()
})

/** 1C writes the contacts as one table: with the phone as it was when our correction left. */
async function comesLate(): Promise<void> {
  editThere(here, entity.key, { ...BEFORE, email: OURS })
  await engine.once()
}

describe('A correction that comes late over what accounting has typed', () => {
  it('is asked about, with what was typed as the recommended answer; until then that is shown', async () => {
    const read = await shown()
    await comesLate()

    expect(read.phone).toBe(TYPED)
    expect(await asked()).toMatchObject([
      {
        field: 'phone',
        before: TYPED,
        ours: TYPED,
        theirs: BEFORE.phone,
        reason: 'edit.overrun',
        advice: 'overrun',
        decides: 'accountant',
        recommended: 'ours',
        author: 'buh',
      },
    ])
    expect(await shown()).toMatchObject({ phone: TYPED, email: OURS })
    await answerAll('theirs')
  })

  it.each([
    ['ours', TYPED],
    ['theirs', BEFORE.phone],
  ] as const)('is put right by the answer "%s", and not asked about again', async (answer, phone) => {
    await comesLate()
    await answerAll(answer)
    await engine.once()
    await here.rest(engine)

    expect([there(), await shown()]).toMatchObject([
      { phone, email: OURS },
      { phone, email: OURS },
    ])
    expect(await asked()).toEqual([])
  })

  it('is asked about even when accounting has typed something else over it by then', async () => {
    await comesLate()
    await answerAll('theirs')
    editThere(here, entity.key, { phone: TYPED, email: 'again@example.ru' })
    await engine.once()
    editThere(here, entity.key, { phone: BEFORE.phone })
    await engine.once()

    expect(await asked()).toMatchObject([{ field: 'phone', ours: TYPED, theirs: BEFORE.phone, reason: 'edit.overrun' }])
    await answerAll('theirs')
  })

  it('is no question when it never comes', async () => {
    await here.rest(engine)

    expect(there()).toMatchObject({ phone: TYPED, email: OURS })
    expect(await asked()).toEqual([])
  })
})

async function answerAll(answer: 'ours' | 'theirs'): Promise<void> {
  for (const { id, version } of await asked()) await answerConflicts(elena, { conflicts: [{ id, version }], answer })
}
