/** Whatever goes wrong on either side is found by a reconciliation, nothing else is, and reading again mends it (A-15, S12, F70, V3). */
import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mendDifference } from '../../bridge/actions/mend-difference.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { KINDS, certified, coupled, deafEngine, spoil, TABLES, type Coupled, type Kind } from './books.ts'
import { workshop, type Workshop } from './workshop.ts'

const RUNS = 30
const MOST_PLANTED = 6
const ELENA = { by: 'Кузнецова' }

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

/** Ways to spoil one document. They answer false when they cannot be applied to it. */
const DEEDS = {
  'our total': ours('invoice', (n) => ({ total_minor: n + 1 })),
  'our tax': ours('invoice', (n) => ({ vat_minor: n + 1 })),
  'our paid sum': ours('invoice', (n) => ({ paid_minor: n + 7_000_000_01 })),
  'our state': ours('invoice', () => ({ state: 'gone' })),
  'our amount': ours('bank-receipt', (n) => ({ amount_minor: n + 1 })),
  'our advance': ours('bank-receipt', (n) => ({ advance_minor: n + 7_000_000_01 })),
  'our mark': ours(null, () => ({ marked: true })),
  'our number': ours(null, (n) => ({ number: `П-${n}` })),
  'our date': ours(null, () => ({ date: '2026-01-31' })),
  'our payer': ours(null, () => ({ counterparty_id: 1 })),
  'our row is lost': loseRow,
  'our link is lost': async ({ noun, ourId }: Coupled) =>
    (await db()('links').where({ noun, our_id: ourId }).delete()) > 0,
  'our line': async ({ noun, ourId }: Coupled, n: number) =>
    noun === 'invoice' &&
    (await db()('invoice_lines').where({ invoice_id: ourId, position: 1 }).update({ sum_minor: n })) > 0,
  'our share': async ({ noun, ourId }: Coupled, n: number) =>
    noun !== 'invoice' &&
    (await db()('allocations')
      .where({ payment_id: ourId, row: 1 })
      .update({ named_minor: n + 1 })) > 0,
  'our share is lost': async ({ noun, ourId }: Coupled) =>
    noun !== 'invoice' && (await db()('allocations').where({ payment_id: ourId, row: 1 }).delete()) > 0,
  'their sum, unseen': (one: Coupled, n: number) => theirs(one, { СуммаДокумента: n + 0.25 }),
  'their mark, unseen': (one: Coupled) => theirs(one, { DeletionMark: true }),
  'their posting, unseen': (one: Coupled) => theirs(one, { Posted: one.entity.fields['Posted'] !== true }),
  'their number, unseen': (one: Coupled, n: number) => theirs(one, { Number: `Т-${n}` }),
  'their document is removed': ({ noun, entity }: Coupled) => here.simulator.base.remove(KINDS[noun], entity.key),
  'their document is unposted': ({ noun, entity }: Coupled) => {
    if (entity.fields['Posted'] !== true || isClosed(entity.fields['Date'])) return false
    here.simulator.ledger.unpost(KINDS[noun], entity.key, ELENA)
    return true
  },
} satisfies Record<string, Deed>

/** Nothing of a closed month can be unposted. */
const isClosed = (date: unknown) => String(date) < '2026-11-01'

type Deed = (one: Coupled, n: number) => boolean | Promise<boolean>

function ours(noun: Kind | null, set: (n: number) => Record<string, string | number | boolean>): Deed {
  return async (one, n) => {
    if (noun !== null && one.noun !== noun) return false
    const row = db()(TABLES[one.noun]).where('id', one.ourId)
    const wanted = set(n)
    const before = (await row.clone().first()) as Record<string, unknown>
    if (Object.entries(wanted).every(([column, value]) => isSame(before[column], value))) return false
    return (await row.update(wanted)) > 0
  }
}

/**
 * As a cut backup would leave it: nothing names the row any more. One that we have asked for ourselves stays tied to its request: reading
 * says that it has stayed, and only a backup brings it back.
 */
async function loseRow({ noun, ourId }: Coupled): Promise<boolean> {
  const named = (await db()('allocations')
    .where('invoice_id', noun === 'invoice' ? ourId : 0)
    .first('id')) as unknown
  const asked = (await db()('intents').where({ noun, subject_id: ourId }).first('id')) as unknown
  if (named !== undefined || asked !== undefined) return false
  if (noun === 'invoice')
    for (const table of ['invoice_lines', 'invoice_versions']) await db()(table).where('invoice_id', ourId).delete()
  else await db()('allocations').where('payment_id', ourId).delete()
  return (await db()(TABLES[noun]).where('id', ourId).delete()) > 0
}

/** SQLite gives yes-no as 0 and 1. */
function isSame(one: unknown, other: unknown): boolean {
  return Number(one) === Number(other) || one === other
}

function theirs(one: Coupled, fields: Coupled['entity']['fields']): boolean {
  if (Object.entries(fields).every(([name, value]) => one.entity.fields[name] === value)) return false
  spoil(here, one, fields)
  return true
}

const plans = array(
  record({ deed: constantFrom(...(Object.keys(DEEDS) as (keyof typeof DEEDS)[])), at: nat(10_000), n: nat(90_000) }),
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
async function plant(plan: { deed: keyof typeof DEEDS; at: number; n: number }[]): Promise<Map<string, string>> {
  const all = await coupled(here)
  const planted = new Map<string, string>()
  for (const { deed, at, n } of plan) {
    const one = all[at % all.length]
    if (!one || planted.has(one.entity.key)) continue
    if (await DEEDS[deed](one, n)) planted.set(one.entity.key, deed)
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
