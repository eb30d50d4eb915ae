/** When both sides are compared, what a difference is put down to, and that nothing is changed by looking (A-15, S12, I1, I6). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ListQuery } from '../../connectors/connector.ts'
import { Refused } from '../../connectors/errors.ts'
import { mendAllDifferences } from '../../bridge/actions/mend-all-differences.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { openDatabase } from '../../bridge/store/db.ts'
import { certified, coupled, deafEngine, KINDS, listed, spoil } from './books.ts'
import { doorLike } from './door.ts'
import { workshop, type Workshop } from './workshop.ts'

const HOUR_MS = 3_600_000
const NIGHTLY = { roundEveryMs: 400, callsPerBase: 2, reconcileAt: '02:00' }

let here: Workshop
beforeEach(async () => {
  here = await workshop()
}, 60_000)
afterEach(() => here.close())

const db = () => here.bridge.database.db

describe('A reconciliation by the clock', () => {
  it('is made once a night, however many servers and rounds there are', async () => {
    const { folder, databaseUrl } = here.bridge.config
    const other = await openDatabase({ url: databaseUrl, folder })
    const one = here.engineOf({ settings: { ...NIGHTLY, owner: 'one' } })
    const two = here.engineOf({ settings: { ...NIGHTLY, owner: 'two' }, database: other })

    for (let night = 0; night < 2; night++) {
      here.clock.tick(24 * HOUR_MS)
      await Promise.all([one.once(), two.once()])
      await two.once()
      await one.once()
    }
    await one.stop()
    await two.stop()
    await other.close()

    const found = await listed(here)
    expect(found.map(({ slot, state, asked_by }) => [slot, state, asked_by])).toEqual([
      ['2026-11-25', 'done', ''],
      ['2026-11-26', 'done', ''],
    ])
  })

  it('waits for the first night after a base was connected, and for the hour of the base itself', async () => {
    const engine = here.engineOf({ settings: { ...NIGHTLY, owner: 'one' } })

    await engine.once()
    here.clock.tick(14.5 * HOUR_MS) // half past one in Moscow
    await engine.once()
    expect(await listed(here)).toEqual([])
    here.clock.tick(HOUR_MS)
    await engine.once()
    await engine.stop()

    expect((await listed(here)).map(({ slot }) => slot)).toEqual(['2026-11-25'])
  })
})

describe('A reconciliation that was interrupted', () => {
  it('is begun anew by whoever reads the base next, and is stored once', async () => {
    const [base] = (await db()('bases').select('id')) as { id: number }[]
    const left = { base_id: base?.id, slot: 'x', asked_at: here.bridge.now(), asked_by: 'Кузнецова', body: '{}' }
    await db()('certificates').insert({ ...left, uuid: '00000000-0000-4000-8000-000000000001', state: 'running' })
    const engine = here.engineOf()

    await engine.once()
    await engine.once()
    await engine.stop()

    expect((await listed(here)).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 1]])
  })

  it('by a base that went away in the middle is made when the base is back', async () => {
    let away = true
    const engine = here.engineOf({
      open: async (base) => {
        const door = await here.bridge.open(base)
        const list = (query: ListQuery) => {
          if (away) here.accounting.down(true)
          return door.list(query)
        }
        return doorLike(door, { list })
      },
    })
    const first = await certified(here, engine)
    away = false
    here.accounting.down(false)
    here.clock.tick(HOUR_MS)
    await engine.once()
    await engine.stop()

    expect(first.state).toBe('asked')
    expect((await listed(here)).map(({ uuid, state, attempts }) => [uuid, state, attempts])).toEqual([
      [first.id, 'done', 2],
    ])
  })
})

describe('A difference is put down to', () => {
  it('a change in the base that has not been read yet', async () => {
    const deaf = deafEngine(here)
    const { number } = await someInvoice()
    here.accounting.reprice(number, 1, 5)

    const { differences } = await certified(here, deaf)
    await deaf.stop()

    expect(differences).toMatchObject([{ kind: 'other-sum', because: 'not-read' }])
    expect(JSON.parse(String(differences[0]?.['body']))).toMatchObject({ number })
  })

  it('a side that was changed past the exchange', async () => {
    const { one } = await someInvoice()
    spoil(here, one, { СуммаДокумента: 1.5 })
    const deaf = deafEngine(here)

    const { differences, body } = await certified(here, deaf)
    await deaf.stop()

    expect(differences).toMatchObject([{ kind: 'other-sum', because: 'past-exchange', foreign_key: one.entity.key }])
    expect(body.months.filter((month) => month.ours.sumMinor !== month.theirs.sumMinor)).toHaveLength(1)
  })

  it('a trouble that nobody has decided, and names it', async () => {
    const { one } = await someInvoice()
    spoil(here, one, { Date: 'когда-нибудь' })
    here.simulator.base.put(one.entity)
    const engine = here.engineOf()

    const { differences } = await certified(here, engine)
    await engine.stop()

    const trouble = (await db()('troubles').where('code', 'record.unreadable').first()) as { uuid: string }
    expect(differences).toMatchObject([{ kind: 'unreadable', because: 'trouble', trouble_uuid: trouble.uuid }])
  })

  it('a request of ours that is not proven yet', async () => {
    await here.order()
    await here.fault({ kind: 'reset-after-commit', methods: ['POST'], set: KINDS.invoice })
    const deaf = deafEngine(here)
    await deaf.once()

    const { differences } = await certified(here, deaf)
    await deaf.stop()

    expect(differences).toMatchObject([{ kind: 'missing-with-us', because: 'in-flight' }])
  })
})

describe('A reconciliation', () => {
  it('changes nothing: not a byte is written to the base, not a row of ours', async () => {
    const { one } = await someInvoice()
    await db()('invoices').where('id', one.ourId).update({ total_minor: 1 })
    const before = await ours()
    const written = () => here.simulator.journal.filter(({ method }) => method !== 'GET').length
    const writes = written()
    const deaf = deafEngine(here)

    expect((await certified(here, deaf)).differences).toHaveLength(1)
    await deaf.stop()

    expect(written()).toBe(writes)
    expect(await ours()).toEqual(before)
  })

  // A base is listed by keys: the row is met first under the lower of the two.
  it.each(['00000000-0000-4000-8000-000000000001', 'ffffffff-ffff-4fff-bfff-ffffffffffff'])(
    'tells two documents that are one with us once, also when the row is paid (its twin is %s)',
    async (key) => {
      const { one, number } = await someInvoice()
      here.accounting.receive([[number, 1]])
      await here.work()
      const { Number: _number, Posted: _posted, ...fields } = one.entity.fields
      const body = { ...fields, ...one.entity.rows, Ref_Key: key }
      spoil(here, { ...one, entity: here.simulator.ledger.create(KINDS.invoice, body) }, one.entity.fields)
      const link = (await db()('links').where({ noun: 'invoice', our_id: one.ourId }).first()) as { id: number }
      await db()('links').insert({ ...link, id: link.id + 100_000, foreign_key: key })
      const deaf = deafEngine(here)

      const { differences } = await certified(here, deaf)
      await deaf.stop()

      expect(differences).toMatchObject([{ kind: 'double', because: 'past-exchange' }])
    },
  )

  it('does not tell what people changed while it was looking', async () => {
    const { one } = await someInvoice()
    let pages = 0
    const engine = here.engineOf({
      open: async (base) => {
        const door = await here.bridge.open(base)
        return doorLike(door, {
          changes: async function* () {},
          read: async (kind, key) => {
            if (key === one.entity.key && pages++ === 0)
              here.accounting.reprice(String(one.entity.fields['Number']), 1, 7)
            return door.read(kind, key)
          },
        })
      },
    })
    here.accounting.reprice(String(one.entity.fields['Number']), 1, 5)

    const { differences, body } = await certified(here, engine)
    await engine.stop()

    expect([differences, body.moving]).toEqual([[], 1])
  })
})

describe('Reading again', () => {
  it('goes on with the others when the base refuses one record, and says that it has stayed', async () => {
    const all = (await coupled(here)).filter(({ noun }) => noun === 'invoice').slice(0, 3)
    for (const { ourId } of all) await db()('invoices').where('id', ourId).update({ total_minor: 1 })
    const poison = all[0]?.entity.key
    let refuse = false
    const engine = here.engineOf({
      open: async (base) => {
        const door = await here.bridge.open(base)
        const refusal = new Refused('base.bad-request', 'не отдам')
        return doorLike(door, {
          read: (kind, key) => (refuse && key === poison ? Promise.reject(refusal) : door.read(kind, key)),
        })
      },
    })
    const { id } = await certified(here, engine)

    refuse = true
    await mendAllDifferences(contextFor(here.bridge, await accountant()), { certificateId: id })
    await engine.once()
    await engine.once()
    await engine.stop()

    const states = (await db()('differences').orderBy('id').select('foreign_key', 'state')) as Record<string, string>[]
    expect(states.map(({ foreign_key: key, state }) => [key === poison, state])).toEqual([
      [true, 'stayed'],
      [false, 'mended'],
      [false, 'mended'],
    ])
  })
})

async function accountant() {
  const user = await userByLogin(db(), 'kuznetsova')
  if (!user) throw new Error('the demo world has no accountant')
  return viewerOf(user)
}

async function someInvoice() {
  const all = await coupled(here)
  const one = all.find(
    ({ noun, entity: { fields } }) =>
      noun === 'invoice' && fields['Posted'] === true && String(fields['Date']) > '2026-11-01',
  )
  if (!one) throw new Error('the demo world has no invoice of this month')
  return { one, number: String(one.entity.fields['Number']) }
}

/** Everything that mirrors the base. */
async function ours(): Promise<unknown[]> {
  const tables = ['invoices', 'invoice_lines', 'payments', 'allocations', 'links', 'counterparties', 'journal']
  return Promise.all(tables.map((table) => db()(table).orderBy('id')))
}
