/** What people do while a request is under way, and what a base may do to its keys: nothing wrong is ever posted. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Connector } from '../../connectors/connector.ts'
import { inDoubt, Misfit } from '../../connectors/errors.ts'
import { cancelInvoice } from '../../bridge/actions/cancel-invoice.ts'
import { resumeBase } from '../../bridge/actions/resume-base.ts'
import { retryInvoice } from '../../bridge/actions/retry-invoice.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import type { Base } from '../../bridge/store/bases.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { claimIntent } from '../../bridge/store/intent-steps.ts'
import { findIntent, liveIntentIn } from '../../bridge/store/intents.ts'
import type { Partner } from '../../bridge/sync/partner.ts'
import { push } from '../../bridge/sync/push.ts'
import { holdInvariants } from '../invariants.ts'
import { doorLike } from './door.ts'
import { workshop, type Order, type Workshop } from './workshop.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const CONTRACTS = 'Catalog_ДоговорыКонтрагентов'
const COUNTERPARTIES = 'Catalog_Контрагенты'
const HEAD = { by: 'Кузнецова' }

let here: Workshop

beforeAll(async () => {
  here = await workshop({ patienceMs: 20_000 })
}, 60_000)
afterEach(async () => {
  await here.calm()
  await here.accounting.control('PATCH', 'settings', { readOnly: [] })
  await holdInvariants(here)
})
afterAll(() => here.close())

describe('Between creating and posting', () => {
  it('(I1) a draft that was marked for deletion is not posted; unmarked, it goes on', async () => {
    const { order, engine, draft } = await draftInBase()
    here.simulator.ledger.change(INVOICES, draft.key, { DeletionMark: true }, HEAD)
    await here.rest(engine)
    const marked = await here.invoice(order.invoice)

    here.simulator.ledger.change(INVOICES, draft.key, { DeletionMark: false }, HEAD)
    await retryInvoice(await asAnna(), { invoiceId: order.invoice })
    await here.rest(engine)
    await engine.stop()

    expect(marked).toMatchObject({ state: 'marked', posted: 0 })
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await openTroubles(order.invoice)).toEqual([])
  })

  it('(I4) a draft whose price was changed is not posted before a person accepts the new total', async () => {
    const { order, engine, draft } = await draftInBase()
    const rows = (draft.rows['Товары'] ?? []).map((row) => ({ ...row, Цена: 1000, Сумма: 1000, СуммаНДС: 180.33 }))
    here.simulator.ledger.change(INVOICES, draft.key, { Товары: rows }, HEAD)
    await here.rest(engine)
    const refused = await here.invoice(order.invoice)
    const asked = await openTroubles(order.invoice)

    await here.fault({ kind: 'licence', methods: ['POST'], set: INVOICES, call: 'Post' })
    await retryInvoice(await asAnna(), { invoiceId: order.invoice, acceptTotals: true })
    await here.rest(engine)
    await engine.stop()

    expect(refused).toMatchObject({ state: 'refused', posted: 0, total_minor: 1_000_00 })
    expect(asked).toEqual(['invoice.totals-differ'])
    expect(await here.invoice(order.invoice)).toMatchObject({ state: 'issued', total_minor: 1_000_00 })
    expect(await openTroubles(order.invoice)).toEqual([])
  })

  it('(I1) a draft that the accountant posted by hand is adopted', async () => {
    const { order, engine, draft } = await draftInBase()
    here.simulator.ledger.post(INVOICES, draft.key, HEAD)
    await here.rest(engine)
    await engine.stop()

    expect((await here.invoice(order.invoice))['state']).toBe('issued')
  })
})

describe('A person changes their mind', () => {
  it('(I1) what is cancelled while a server is about to claim it is not sent', async () => {
    const order = await here.order()
    const { database } = here.bridge
    const row = (await database.db('intents').where('noun', 'invoice').orderBy('id', 'desc').first('uuid')) as {
      uuid: string
    }
    const asRead = await findIntent(database.db, row.uuid)
    if (!asRead) throw new Error('no request')

    await cancelInvoice(await asAnna(), { invoiceId: order.invoice })
    const lease = { owner: 'late', now: here.bridge.now(), until: here.bridge.now() }

    expect(await claimIntent(database.db, asRead, lease)).toBeNull()
    expect((await here.invoice(order.invoice))['state']).toBe('cancelled')
  })

  it('a posted invoice is too late to cancel', async () => {
    const engine = here.engineOf()
    const order = await here.order()
    await here.rest(engine)
    await engine.stop()

    await expect(cancelInvoice(await asAnna(), { invoiceId: order.invoice })).rejects.toMatchObject({
      code: 'invoice.too-late',
    })
  })
})

describe('A base that cannot be worked with', () => {
  it('(I6) a missing right stops the connection after one try, names the object, and loses nothing', async () => {
    await here.accounting.control('PATCH', 'settings', { readOnly: [CONTRACTS] })
    const engine = here.engineOf()
    const order = await here.order()
    await engine.once()
    here.clock.tick(70_000)
    const [report] = await engine.once()
    const tries = here.simulator.journal.filter(({ status }) => status === 401)
    const trouble = (await here.bridge.database.db('troubles').where({ noun: 'base', state: 'open' }).first()) as {
      code: string
      facts: string
    }

    expect(report).toMatchObject({ received: null, reason: 'base.rights' })
    expect(tries).toHaveLength(1)
    expect(trouble.code).toBe('base.rights')
    expect(JSON.parse(trouble.facts)).toMatchObject({ kind: CONTRACTS })

    await here.accounting.control('PATCH', 'settings', { readOnly: [] })
    const { db } = here.bridge.database
    await db('bases').update({
      health: JSON.stringify({ state: 'never-seen', reason: '', since: '', nextTryAt: null }),
    })
    await here.rest(engine)
    await engine.stop()
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
  })

  it('stopped while something was sent: after Resume it is looked at anew, through a door that is opened anew', async () => {
    const doors: string[] = []
    const open = (base: Base) => {
      doors.push(here.bridge.vault.open(base.secret))
      return here.bridge.open(base)
    }
    const engine = here.engineOf({ open })
    await engine.once()
    await here.accounting.control('PATCH', 'settings', { readOnly: [CONTRACTS] })
    const order = await here.order()
    await engine.once()
    const before = doors.length

    await here.accounting.control('PATCH', 'settings', { readOnly: [] })
    const { db } = here.bridge.database
    const { uuid } = (await db('bases').first('uuid')) as { uuid: string }
    await resumeBase(contextFor(here.bridge, here.bridge.robot), { baseId: uuid })
    await here.rest(engine)
    await engine.stop()

    expect([before, doors.length]).toEqual([1, 2])
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
  })
})

describe('What doctor has proven with consent', () => {
  it('is used by a server that is running, and outlives its next look at the base', async () => {
    const known: unknown[] = []
    const open = (base: Base) => {
      const door = here.bridge.open(base)
      known.push(door.abilities.clientKey)
      return door
    }
    const engine = here.engineOf({ open })
    await engine.once()
    const { db } = here.bridge.database
    const row = (await db('bases').first('profile')) as { profile: string }
    const profile = JSON.parse(row.profile) as { dialect: Record<string, unknown> }
    const dialect = { ...profile.dialect, clientKey: 'proven', provenAt: here.bridge.now() }

    await db('bases').update({ profile: JSON.stringify({ ...profile, dialect }) })
    await engine.once()
    await engine.once()
    await engine.stop()
    const after = (await db('bases').first('profile')) as { profile: string }
    await db('bases').update({ profile: row.profile })

    expect(known).toEqual(['unproven', 'proven'])
    expect(JSON.parse(after.profile)).toMatchObject({ dialect: { clientKey: 'proven', provenAt: dialect.provenAt } })
  })
})

describe('A period that the accountant has closed', () => {
  it('(F41) is known to the base alone: it refuses, the person reads its words, and nothing is left behind', async () => {
    await here.accounting.control('PATCH', 'settings', { closedUntil: '2099-12-31' })
    const engine = here.engineOf()
    const order = await here.order()
    await here.rest(engine)
    const refused = await here.invoice(order.invoice)
    const trouble = await here.bridge.database
      .db('troubles')
      .where({ subject: order.invoice, state: 'open' })
      .first('facts')

    await here.accounting.control('PATCH', 'settings', { closedUntil: '2026-10-31' })
    await retryInvoice(await asAnna(), { invoiceId: order.invoice })
    await here.rest(engine)
    await engine.stop()

    expect(refused['state']).toBe('refused')
    expect(JSON.parse((trouble as { facts: string }).facts)).toMatchObject({ said: expect.stringContaining('период') })
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await documentsOf(order)).toHaveLength(1)
  })
})

describe('A base that gives keys of its own', () => {
  it('(I1) after a lost answer the document is found by its mark and adopted under its key', async () => {
    const engine = here.engineOf({ open: (base) => keyless(here.bridge.open(base)) })
    const order = await here.order()
    await here.fault({ kind: 'reset-after-commit', methods: ['POST'], set: INVOICES })
    await here.rest(engine)
    await engine.stop()

    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await documentsOf(order)).toHaveLength(1)
  })

  it('(I1) whose password is changed between a creation and the look at it has one document after Resume', async () => {
    const order = await here.order()
    let creations = 0
    const engine = here.engineOf({
      open: (base) => {
        const door = keyless(here.bridge.open(base))
        const write: Connector['write'] = async (draft) => {
          const written = await door.write(draft)
          if (draft.kind === INVOICES && ++creations === 1) throw inDoubt(new Misfit('base.credentials', 'no'))
          return written
        }
        return doorLike(door, { write })
      },
    })
    for (let round = 0; round < 3; round++) {
      await engine.once()
      here.clock.tick(70_000)
    }
    const [stopped] = (await here.bridge.database.db('bases')) as { uuid: string; health: string }[]
    await resumeBase(contextFor(here.bridge, here.bridge.robot), { baseId: stopped?.uuid ?? '' })
    await here.rest(engine)
    await engine.stop()

    expect(stopped?.health).toContain('base.credentials')
    expect((await here.invoice(order.invoice))['state']).toBe('issued')
    expect(await documentsOf(order)).toHaveLength(1)
  })

  it.each([['counterparty', COUNTERPARTIES] as const, ['contract', CONTRACTS] as const])(
    '(I1) a new %s that a round reads before the answer to its creation is ours, and the invoice goes out',
    async (noun, kind) => {
      const order = await here.order()
      let read = 0
      const engine = here.engineOf({
        open: (base) => lateAnswer(keyless(here.bridge.open(base)), kind, async () => void (read += await readNews())),
      })
      await here.rest(engine)
      await engine.stop()

      expect(read).toBe(1)
      expect((await here.invoice(order.invoice))['state']).toBe('issued')
      expect(await rowsLike(noun, order)).toHaveLength(1)
      expect(inBaseLike(noun, order)).toHaveLength(1)
    },
  )

  it.each([['counterparty', COUNTERPARTIES] as const, ['contract', CONTRACTS] as const])(
    '(I1) a new %s whose answer is lost and that no round has read is looked for by what it says, not sent again',
    async (noun, kind) => {
      const order = await here.order()
      const deaf = { ...(await here.partnerOf()) }
      deaf.connector = keyless(deaf.connector)
      await here.fault({ kind: 'reset-after-commit', methods: ['POST'], set: kind })
      await pushUntilDone(deaf, order)
      await here.leave()

      expect((await here.invoice(order.invoice))['state']).toBe('issued')
      expect(inBaseLike(noun, order)).toHaveLength(1)
    },
  )

  it.each([
    ['refuses keys of ours', 'refused'],
    ['was never asked whether it takes them', 'unproven'],
  ] as const)(
    '(I1) a base that %s: a write that never came is repeated only when it cannot come',
    async (_what, known) => {
      const engine = here.engineOf({ open: (base) => keyless(here.bridge.open(base), known) })
      const order = await here.order()
      await here.fault({ kind: 'reset', methods: ['POST'], set: INVOICES })
      await engine.once()
      here.clock.tick(60_000)
      await engine.once()
      const early = creationsOfInvoices()
      await here.rest(engine)
      await engine.stop()

      expect(early).toBe(creationsOfInvoices() - 1)
      expect((await here.invoice(order.invoice))['state']).toBe('issued')
      expect(await documentsOf(order)).toHaveLength(1)
    },
  )
})

/** Something happens once between the base's creating a record of that kind and its answer. */
function lateAnswer(door: Connector, kind: string, meanwhile: () => Promise<void>): Connector {
  let done = false
  return doorLike(door, {
    write: async (draft) => {
      const stored = await door.write(draft)
      if (draft.kind === kind && !done) {
        done = true
        await meanwhile()
      }
      return stored
    },
  })
}

/** Another process reads what is new in the base. @returns rounds */
async function readNews(): Promise<number> {
  const reader = here.engineOf({
    open: (base) => doorLike(keyless(here.bridge.open(base)), { write: () => Promise.reject(new Error('only reads')) }),
    settings: { owner: 'reader', roundEveryMs: 400, callsPerBase: 2 },
  })
  const [report] = await reader.once()
  await reader.stop()
  return report?.received ? 1 : 0
}

/** The requests of an order alone, without any reading: the clock goes on until the invoice is there. */
async function pushUntilDone(partner: Partner, { invoice }: Order): Promise<void> {
  const { id: ourId } = await here.invoice(invoice)
  for (let time = 0; time < 10 && (await here.invoice(invoice))['state'] !== 'issued'; time++) {
    const intent = await liveIntentIn(here.bridge.database.db, partner.base.rowId, {
      noun: 'invoice',
      ourId: Number(ourId),
    })
    if (intent) await push(partner, intent)
    here.clock.tick(200_000)
  }
}

async function rowsLike(noun: 'counterparty' | 'contract', { counterparty }: Order): Promise<unknown[]> {
  const { db } = here.bridge.database
  const payer = (await db('counterparties').where('uuid', counterparty).first()) as { id: number; tax_number: string }
  return noun === 'counterparty'
    ? db('counterparties').where('tax_number', payer.tax_number)
    : db('contracts').where('counterparty_id', payer.id)
}

function inBaseLike(noun: 'counterparty' | 'contract', { taxNumber }: Order) {
  const payers = [...here.simulator.ledger.base.all(COUNTERPARTIES)].filter(({ fields }) => fields['ИНН'] === taxNumber)
  if (noun === 'counterparty') return payers
  return [...here.simulator.ledger.base.all(CONTRACTS)].filter(({ fields }) => fields['Owner_Key'] === payers[0]?.key)
}

/** A door to a base that takes no keys of ours, whether we know it or not. */
function keyless(door: Connector, clientKey: 'refused' | 'unproven' = 'refused'): Connector {
  return doorLike(door, {
    abilities: { ...door.abilities, clientKey },
    write: (draft) => door.write({ ...draft, key: crypto.randomUUID() }),
  })
}

async function draftInBase() {
  const engine = here.engineOf()
  const order = await here.order()
  await here.fault({ kind: 'licence', methods: ['POST'], set: INVOICES, call: 'Post' })
  await engine.once()
  const draft = (await documentsOf(order))[0]
  if (!draft || draft.fields['Posted'] === true) throw new Error('there is no draft')
  here.clock.tick(70_000)
  return { order, engine, draft }
}

async function documentsOf({ invoice }: Order) {
  const { id } = await here.invoice(invoice)
  const intent = (await here.bridge.database.db('intents').where({ noun: 'invoice', subject_id: id }).first()) as {
    uuid: string
  }
  return here.accounting.ours().filter(({ fields }) => String(fields['Комментарий']).startsWith(`zveno:${intent.uuid}`))
}

function creationsOfInvoices(): number {
  return here.simulator.journal.filter(
    ({ method, address }) =>
      method === 'POST' && decodeURIComponent(address.split('?')[0] ?? '').endsWith(`/${INVOICES}`),
  ).length
}

function openTroubles(invoice: string): Promise<string[]> {
  return here.bridge.database.db('troubles').where({ subject: invoice, state: 'open' }).pluck('code')
}

async function asAnna() {
  const anna = await userByLogin(here.bridge.database.db, 'ivanova')
  if (!anna) throw new Error('the demo world has no manager')
  return contextFor(here.bridge, viewerOf(anna))
}
