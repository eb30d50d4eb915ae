/** A base that was put back from a copy: the exchange stops, a person confirms, and everything is compared from the beginning. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connector } from '../../connectors/connector.ts'
import { openOData } from '../../connectors/odata/index.ts'
import { answerTrouble } from '../../bridge/actions/answer-trouble.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import type { Base } from '../../bridge/store/bases.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { workshop, type Workshop } from './workshop.ts'

const COUNTERPARTIES = 'Catalog_Контрагенты'
/** More than people delete by hand. */
const MANY = 120

let here: Workshop

beforeAll(async () => {
  here = await workshop({ patienceMs: 20_000 })
}, 60_000)
afterAll(() => here.close())

describe('A base put back from an old copy', () => {
  it('is read anew when the integrator says so: what it lost is gone, what it holds is followed again', async () => {
    const engine = here.engineOf({ open: withoutPlan })
    const lost = Array.from({ length: MANY }, (_, at) => enter(`Новый ${at}`))
    await engine.once()
    for (const key of lost) here.simulator.base.remove(COUNTERPARTIES, key)
    here.clock.tick(86_400_000)
    await engine.once()
    const stopped = await question()
    await answer('resume')
    await engine.once()
    const again = await question()

    await answer('start-anew')
    await engine.once()
    const kept = enter('После восстановления')
    await engine.once()
    await engine.stop()

    expect(stopped).toMatchObject({ code: 'base.other-base', answers: '["resume","start-anew"]' })
    expect(again).toMatchObject({ code: 'base.other-base' })
    expect(await question()).toBeUndefined()
    expect(await linksOf(lost)).toEqual(lost.map(() => 1))
    expect(await linksOf([kept])).toEqual([0])
  }, 60_000)

  it('nobody but the integrator may say so', async () => {
    const { db } = here.bridge.database
    await db('troubles').where('noun', 'base').update({ state: 'open' })

    await expect(answer('start-anew', 'ivanova')).rejects.toMatchObject({ code: 'access.denied' })
  })
})

/** A door that learns changes by comparing: there the loss shows by itself. */
function withoutPlan(base: Base): Connector {
  return openOData({
    url: base.url,
    user: base.login,
    password: here.bridge.vault.open(base.secret),
    timeZone: base.timeZone,
    allowedHosts: ['127.0.0.1'],
    now: here.clock.now,
    log: () => {},
    plan: 'none',
  })
}

function enter(name: string): string {
  return here.simulator.ledger.create(COUNTERPARTIES, { Description: name }, { by: 'Кузнецова' }).key
}

function question(): Promise<{ uuid: string } | undefined> {
  return here.bridge.database.db('troubles').where({ noun: 'base', state: 'open' }).first() as Promise<
    { uuid: string } | undefined
  >
}

async function answer(text: string, login = 'orlov'): Promise<void> {
  const person = await userByLogin(here.bridge.database.db, login)
  const open = await question()
  if (!person || !open) throw new Error('nobody to ask, or nothing')
  await answerTrouble(contextFor(here.bridge, viewerOf(person)), { troubleId: open.uuid, answer: text })
}

function linksOf(keys: string[]): Promise<number[]> {
  return here.bridge.database.db('links').whereIn('foreign_key', keys).orderBy('id').pluck('gone')
}
