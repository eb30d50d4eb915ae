/** One record comes to us twice at once, as news and as the answer to our write: the newer one stays, whoever is later (I11). */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Foreign } from '../../connectors/connector.ts'
import type { Database } from '../../bridge/store/db.ts'
import { findIntent } from '../../bridge/store/intents.ts'
import { push } from '../../bridge/sync/push.ts'
import { readRecord, type Partner } from '../../bridge/sync/partner.ts'
import { receive } from '../../bridge/sync/receive.ts'
import { onEachDatabase } from '../store/databases.ts'
import { holdInvariants } from '../invariants.ts'
import { workshop, type Workshop } from './workshop.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const ELENA = { by: 'Кузнецова' }
const NEWS = { run: 0, author: 'buh', own: false }

let here: Workshop

onEachDatabase('Of two observations of one invoice', (place) => {
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url, patienceMs: 20_000 })
  }, 60_000)
  afterEach(() => here.leave())
  afterAll(() => here.close())

  it('a page that was read before we posted does not take the posting back', async () => {
    const { partner, invoice, draft } = await draftInBase()
    await finish()

    await receive(partner, [draft], NEWS)

    await showsWhatTheBaseHolds(partner, { invoice, key: draft.key, state: 'issued' })
  })

  it('nor does one that we have overtaken while it was being saved', async () => {
    const { invoice, draft, partner } = await draftInBase()
    const commented = await change(partner, draft.key, { Комментарий: `${String(draft.fields['Комментарий'])} !` })
    const slow = await here.partnerOf({ database: beforeTransaction(here.bridge.database, finish) })

    await receive(slow, [commented], NEWS)

    await showsWhatTheBaseHolds(partner, { invoice, key: draft.key, state: 'issued' })
  })

  it('the answer to our posting does not hide what the accountant did right after it', async () => {
    const { invoice, draft, partner } = await draftInBase()
    let times = 0
    const database = beforeTransaction(here.bridge.database, async () => {
      const { state } = await request()
      const posted = here.accounting.ours().find(({ key }) => key === draft.key)?.fields['Posted'] === true
      if (state !== 'posting' || !posted || times++ > 0) return
      here.simulator.ledger.unpost(INVOICES, draft.key, ELENA)
      await receive(partner, [await change(partner, draft.key, { DeletionMark: true })], NEWS)
    })

    // Without the round of reading that follows in an engine, which would hide a mistake until the next news.
    const intent = await findIntent(here.bridge.database.db, (await request()).uuid)
    if (intent) await push(await here.partnerOf({ database }), intent)

    expect(times).toBeGreaterThan(0)
    await showsWhatTheBaseHolds(partner, { invoice, key: draft.key, state: 'marked' })
  })
})

interface Expected {
  invoice: string
  key: string
  state: string
}

async function showsWhatTheBaseHolds(partner: Partner, { invoice, key, state }: Expected): Promise<void> {
  const now = await read(partner, key)
  const link: unknown = await here.bridge.database.db('links').where('foreign_key', key).first('version')
  expect((await here.invoice(invoice))['state']).toBe(state)
  expect(link).toEqual({ version: now.version })
  await holdInvariants(here)
}

/** A draft of ours that waits to be posted. */
async function draftInBase(): Promise<{ partner: Partner; invoice: string; draft: Foreign }> {
  const { invoice } = await here.order()
  // One lane: what the invoice depends on is there before its turn comes.
  const engine = here.engineOf({ settings: { owner: 'one', roundEveryMs: 400, callsPerBase: 1 } })
  await here.fault({ kind: 'licence', methods: ['POST'], set: INVOICES, call: 'Post' })
  await engine.once()
  await engine.stop()
  await here.calm()
  here.clock.tick(70_000)
  const partner = await here.partnerOf()
  return { partner, invoice, draft: await read(partner, (await request()).foreign_key) }
}

interface Request {
  uuid: string
  state: string
  foreign_key: string
}

/** The newest request for an invoice. */
async function request(): Promise<Request> {
  const rows = here.bridge.database.db('intents').where('noun', 'invoice').orderBy('id', 'desc')
  return (await rows.first('uuid', 'state', 'foreign_key')) as Request
}

async function finish(): Promise<void> {
  const engine = here.engineOf()
  await here.rest(engine)
  await engine.stop()
}

async function change(partner: Partner, key: string, fields: Record<string, unknown>): Promise<Foreign> {
  here.simulator.ledger.change(INVOICES, key, fields, ELENA)
  return read(partner, key)
}

async function read(partner: Partner, key: string): Promise<Foreign> {
  const found = await readRecord(partner, 'invoice', key)
  if (!found) throw new Error(`no invoice ${key}`)
  return found
}

/** Lets something happen between what was read and the transaction that stores it. */
function beforeTransaction(database: Database, deed: () => Promise<void>): Database {
  let busy = false
  return {
    ...database,
    transaction: async (work) => {
      if (!busy) {
        busy = true
        await deed().finally(() => (busy = false))
      }
      return database.transaction(work)
    },
  }
}
