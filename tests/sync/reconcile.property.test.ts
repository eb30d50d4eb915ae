/** Whatever goes wrong on either side is found by a reconciliation, nothing else is, and reading again mends it (A-15, S12, F70, V3). */
import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mendDifference } from '../../bridge/actions/mend-difference.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { KINDS, certified, coupled, deafEngine } from './books.ts'
import { SPOILERS, type SpoilerName } from './spoiling.ts'
import { workshop, type Workshop } from './workshop.ts'

const RUNS = 30
const MOST_PLANTED = 6

let here: Workshop
let deaf: Engine
beforeAll(async () => {
  here = await workshop()
  for (const number of ['1', '2', '3']) await here.order().then(({ invoice }) => expect(invoice, number).not.toBe(''))
  await here.rest(here.engineOf())
  const numbers = here.accounting.ours().map(({ fields }) => String(fields['Number']))
  for (const number of numbers) here.accounting.receive([[number, 400]])
  here.accounting.receive([
    [numbers[0] ?? '', 100],
    [numbers[1] ?? '', 200],
    ['', 50],
  ])
  await here.work()
  deaf = deafEngine(here)
}, 60_000)
afterAll(async () => {
  await deaf.stop()
  await here.close()
})

const db = () => here.bridge.database.db

const plans = array(
  record({ deed: constantFrom(...(Object.keys(SPOILERS) as SpoilerName[])), at: nat(10_000), n: nat(90_000) }),
  {
    minLength: 1,
    maxLength: MOST_PLANTED,
  },
)

describe('A reconciliation', () => {
  it('agrees when both sides agree: counts and sums of the base are ours (A-15)', async () => {
    const { state, body, differences } = await certified(here, deaf)

    expect([state, differences]).toEqual(['done', []])
    expect(body.compared).toBe(
      here.simulator.base.size(KINDS.invoice) + here.simulator.base.size(KINDS['bank-receipt']),
    )
    for (const { ours: our, theirs: their } of body.months) expect(our).toEqual(their)
  })

  it('finds each planted difference once, invents none, and reading again mends it (S12)', async () => {
    await assert(
      asyncProperty(plans, async (plan) => {
        const planted = await plant(plan)
        const found = await certified(here, deaf)

        expect(found.state, found.reason).toBe('done')
        const keys = found.differences.map((one) => String(one['foreign_key']))
        expect(keys.toSorted(), JSON.stringify([plan, found.differences])).toEqual([...planted.keys()].toSorted())

        await mendAll(found.differences)
        expect((await certified(here, deaf)).differences, JSON.stringify([...planted])).toEqual([])
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  }, 120_000)
})

/** @returns key of the base -> what was done to it; one deed per document */
async function plant(plan: { deed: SpoilerName; at: number; n: number }[]): Promise<Map<string, string>> {
  const all = await coupled(here)
  const planted = new Map<string, string>()
  for (const { deed, at, n } of plan) {
    const one = all[at % all.length]
    if (!one || planted.has(one.entity.key)) continue
    if (await SPOILERS[deed].apply(here, one, n)) planted.set(one.entity.key, deed)
  }
  return planted
}

async function mendAll(differences: Record<string, string | number | null>[]): Promise<void> {
  const elena = await userByLogin(db(), 'kuznetsova')
  if (!elena) throw new Error('the demo world has no accountant')
  const ctx = contextFor(here.bridge, viewerOf(elena))
  for (const { uuid } of differences) await mendDifference(ctx, { differenceId: String(uuid) })
  await deaf.once()
}
