/**
 * What we hold only because a base said so can be thrown away: the journal brings it back, and the base is not asked (I-16, S13).
 */
import { randomUUID } from 'node:crypto'
import { assert, asyncProperty } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Foreign } from '../../connectors/connector.ts'
import type { Noun } from '../../bridge/domain/sync.ts'
import { listBases, type Base } from '../../bridge/store/bases.ts'
import { mirrorHash } from '../../bridge/store/mirror-hash.ts'
import { holdingBase, trying } from '../../bridge/sync/journal/holding.ts'
import { rebuildMirror } from '../../bridge/sync/journal/rebuild.ts'
import { readRecord, type Partner } from '../../bridge/sync/partner.ts'
import { receive } from '../../bridge/sync/receive.ts'
import { long } from '../long.ts'
import { everyRow } from '../every-row.ts'
import { contextOf, editHere, editThere, entitiesOf, textsHere } from './both-sides.ts'
import { doorLike } from './door.ts'
import { live, stories } from './story.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

const STORIES = long(40, 8)
/** Lines at the beginning of the journal, of as many records that nothing has been said about since. */
const CUT = 3
const TYPED = '+7 495 000-00-17'

let here: Workshop
let base: Base
beforeAll(async () => {
  here = await workshop({ bare: false })
  await here.work()
  await live(here, [
    { deed: 'enter', at: 0, n: 0 },
    { deed: 'order', at: 0, n: 0 },
    { deed: 'order', at: 0, n: 0 },
    { deed: 'pay', at: 1, n: 700 },
    { deed: 'renumber', at: 0, n: 3 },
    { deed: 'exchange', at: 0, n: 0 },
    { deed: 'renumber', at: 0, n: 4 },
    { deed: 'reprice', at: 1, n: 9 },
    { deed: 'remove an invoice', at: 0, n: 0 },
    { deed: 'unpost', at: 0, n: 0 },
  ])
  const [first] = await listBases(db())
  if (!first) throw new Error('the demo world has no base')
  base = first
}, 120_000)
afterAll(() => here.close())

const db = () => here.bridge.database.db
/** Leases, sessions, the news for other processes, and what numbers rows say nothing of the mirror. */
const OF_THE_MOMENT = ['bases', 'sessions', 'news', 'sqlite_sequence']
const ports = () => portsOf(here, [])
const check = () => trying(ports(), base, (tx) => rebuildMirror(ports(), base, tx))
const rebuild = () => holdingBase(ports(), base, (tx) => rebuildMirror(ports(), base, tx))

describe('The mirror of a base (I-16)', () => {
  it('is rebuilt from the journal to an equal hash, without one call to the base', async () => {
    const before = await mirrorHash(db(), base.rowId)
    const calls = here.simulator.journal.length
    await throwAway()
    expect((await mirrorHash(db(), base.rowId)).hash).not.toBe(before.hash)

    const { after, lines, cameBack, withoutLink } = await rebuild()

    expect(after).toEqual(before)
    expect(await mirrorHash(db(), base.rowId)).toEqual(before)
    expect(after.records).toBeGreaterThan(50)
    expect([lines >= after.records, cameBack > 30, withoutLink]).toEqual([true, true, 0])
    expect(here.simulator.journal.length - calls).toBe(0)
  })

  it('whatever happened before: a check finds it equal, changes nothing and asks nobody', async () => {
    await assert(
      asyncProperty(stories, async (story) => {
        await live(here, story)
        const [before, rows] = [await mirrorHash(db(), base.rowId), await everyRow(db(), OF_THE_MOMENT)]
        const calls = here.simulator.journal.length

        const { equal, after } = await check()

        expect([equal, after.nouns], JSON.stringify(story)).toEqual([true, before.nouns])
        expect(await everyRow(db(), OF_THE_MOMENT)).toEqual(rows)
        expect(here.simulator.journal.length - calls).toBe(0)
      }),
      { numRuns: STORIES, endOnFailure: true },
    )
  }, 240_000)

  it('of one base leaves the other bases alone, also when their journals are empty', async () => {
    const { id: torg } = await otherBase()
    const [row] = (await db()('counterparties')
      .insert({ ...STRANGER, uuid: randomUUID(), base_id: torg })
      .returning('id')) as {
      id: number
    }[]
    const link = {
      base_id: torg,
      noun: 'counterparty',
      our_id: row?.id,
      foreign_key: 'k',
      version: '',
      hash: '',
      day: '',
    }
    await db()('links').insert(link)

    const { equal } = await rebuild()

    expect(equal).toBe(true)
    expect(await db()('counterparties').where('id', row?.id).first()).toMatchObject(STRANGER)
  })

  it('with requests on their way is rebuilt too: drafts, refused ones and those that nobody has sent yet', async () => {
    await here.accounting.control('PATCH', 'settings', { closedUntil: '2099-12-31' })
    await here.order()
    await here.work()
    await here.accounting.control('PATCH', 'settings', { closedUntil: '2026-10-31' })
    await here.fault({ kind: 'licence', methods: ['POST'], call: 'Post', times: 0 })
    await here.order()
    await here.work()
    await here.calm()
    here.accounting.down(true)
    await here.order()
    await here.work()
    const states: string[] = await db()('invoices').whereNotNull('deal_id').distinct('state').pluck('state')

    const { equal } = await check()

    here.accounting.down(false)
    expect([equal, states.includes('queued')], states.join()).toEqual([true, true])
    expect(
      states.some((state) => state === 'checking' || state === 'refused'),
      states.join(),
    ).toBe(true)
  })

  it('knows of no record before it had come: an invoice whose contract could not be read stays without it', async () => {
    const partner = await here.partnerOf()
    const contract = drawUp()
    const key = invoiceUnder(contract)
    const blind = doorLike(partner.connector, {
      read: (kind, sought) => (sought === contract ? Promise.resolve(null) : partner.connector.read(kind, sought)),
    })
    const news = { run: 0, author: 'buh', own: false }
    await receive({ ...partner, connector: blind }, [await found(partner, 'invoice', key)], news)
    await receive(partner, [await found(partner, 'contract', contract)], news)
    const row = await db()('links').join('invoices', 'invoices.id', 'links.our_id').where('foreign_key', key).first()

    const { equal } = await check()

    await here.leave()
    expect([row?.contract_id, equal]).toEqual([null, true])
  })

  it('tells of lines whose record nothing of ours is tied to any more, and leaves its row as it is', async () => {
    const [lost] = (await db()('links').where('noun', 'bank-receipt').orderBy('id').limit(1)) as {
      id: number
      our_id: number
    }[]
    await db()('links')
      .where('id', lost?.id ?? 0)
      .delete()
    const before = await db()('payments')
      .where('id', lost?.our_id ?? 0)
      .first()

    const { withoutLink } = await check()

    expect(withoutLink).toBeGreaterThan(0)
    expect(
      await db()('payments')
        .where('id', lost?.our_id ?? 0)
        .first(),
    ).toEqual(before)
    await db()('links').insert(lost)
  })

  it('nothing of ours moves: deals, requests, versions, troubles and links stay as they are', async () => {
    const before = await ours()

    await rebuild()

    expect(await ours()).toEqual(before)
  })

  it('a text that somebody of ours has just typed, and that the base does not know yet, stays on our card', async () => {
    const [card] = await entitiesOf(here, 'ivanova')
    if (!card) throw new Error('no client of hers is in the base')
    editThere(here, card.key, { phone: '+7 495 000-00-16' })
    await live(here, [{ deed: 'exchange', at: 0, n: 0 }])
    await editHere(await contextOf(here, 'ivanova'), card.id, { phone: TYPED })
    const edits: object[] = await db()('edits').select()
    const before = await mirrorHash(db(), base.rowId)

    const { after } = await rebuild()

    expect(edits).toMatchObject([{ ours: TYPED, state: 'pending' }])
    expect(after).toEqual(before)
    expect((await textsHere(here, card.rowId)).phone).toBe(TYPED)
    expect(await db()('edits').select()).toEqual(edits)
  })

  it.each([
    ['a sum', 'invoices', { total_minor: 1 }],
    ['a name', 'counterparties', { name: 'Никто' }],
    ['an amount', 'payments', { amount_minor: 1 }],
    ['a share', 'allocations', { named_minor: 1 }],
    ['a line', 'invoice_lines', { price_minor: 1 }],
    ['a former number', 'invoices', { former_numbers: '["чужой"]' }],
  ])(
    '%s that was changed past the exchange shows in a check, and the journal puts it right',
    async (_what, table, set) => {
      const before = await mirrorHash(db(), base.rowId)
      const row = db()(table).where('id', await toldRow(table))
      await row.update(set)

      const checked = await check()
      const rebuilt = await rebuild()

      expect([checked.equal, checked.after.hash]).toEqual([false, before.hash])
      expect(rebuilt.after).toEqual(before)
    },
  )
})

describe('A journal that cannot bring the mirror back', () => {
  it('because its beginning is gone says so, and nothing is emptied', async () => {
    const rows = await everyRow(db(), OF_THE_MOMENT)
    const journal: { id: number }[] = await db()('journal').orderBy('id')
    await db()('journal')
      .where('id', '<', (journal[0]?.id ?? 0) + CUT)
      .delete()
    const cut = await everyRow(db(), OF_THE_MOMENT)

    await expect(rebuild()).rejects.toMatchObject({
      code: 'journal.lines-missing',
      facts: { run: 1, lines: expect.any(Number) },
    })

    expect(await everyRow(db(), OF_THE_MOMENT)).toEqual(cut)
    await db()('runs').where('id', 1).update({ counts: '{}' })
    await expect(rebuild()).rejects.toMatchObject({ code: 'journal.too-short', facts: { records: expect.any(Number) } })
    await db().batchInsert('journal', journal.slice(0, CUT), 1)
    await db()('runs')
      .where('id', 1)
      .update({ counts: (rows['runs'] as { counts: string }[])[0]?.counts })
    expect(await everyRow(db(), OF_THE_MOMENT)).toEqual(rows)
  })

  it('because the rules of that time were not kept says which', async () => {
    const kept: { version: string; noun: string }[] = await db()('mapping_versions').where('noun', 'counterparty')
    await db()('mapping_versions').where('noun', 'counterparty').delete()
    const rows = await everyRow(db(), OF_THE_MOMENT)

    await expect(rebuild()).rejects.toMatchObject({ code: 'journal.rules-lost', facts: { noun: 'counterparty' } })

    expect(await everyRow(db(), OF_THE_MOMENT)).toEqual(rows)
    await db().batchInsert('mapping_versions', kept, 1)
  })

  it('because a key that reading takes was never found says which', async () => {
    const kept = (await db()('found_lookups')) as object[]
    await db()('found_lookups').delete()

    await expect(rebuild()).rejects.toMatchObject({ code: 'journal.lookup-not-kept' })

    await db().batchInsert('found_lookups', kept, 1)
  })

  it('is not touched while another process reads the base', async () => {
    await db()('bases').update({ lease_owner: 'another', lease_until: '2099-01-01T00:00:00.000Z' })
    const hasty = { ...ports(), wait: () => Promise.resolve() }

    await expect(holdingBase(hasty, base, (tx) => rebuildMirror(hasty, base, tx))).rejects.toMatchObject({
      code: 'base.being-read',
    })

    await db()('bases').update({ lease_owner: '', lease_until: '' })
  })
})

const CONTRACTS = 'Catalog_ДоговорыКонтрагентов'
const INVOICES = 'Document_СчетНаОплатуПокупателю'
const ELENA = { by: 'Кузнецова' }

/** @returns key of a new contract in the base */
function drawUp(): string {
  const [same] = [...here.simulator.base.all(CONTRACTS)]
  const { Code: _, ...fields } = same?.fields ?? {}
  return here.simulator.ledger.create(CONTRACTS, { ...fields, Description: 'Новый договор' }, ELENA).key
}

/** @returns key of a new invoice in the base */
function invoiceUnder(contract: string): string {
  const open = here.accounting.invoices().find(({ fields }) => String(fields['Date']) > '2026-11-01')
  const { fields, rows } = open ?? { fields: {}, rows: {} }
  const { Number: _number, Posted: _posted, ...same } = fields as Record<string, never>
  const body = { ...same, ...rows, ДоговорКонтрагента_Key: contract }
  return here.simulator.ledger.create(INVOICES, body, ELENA).key
}

async function found(partner: Partner, noun: Noun, key: string): Promise<Foreign> {
  const record = await readRecord(partner, noun, key)
  if (!record) throw new Error(`no ${noun} ${key}`)
  return record
}

const STRANGER = {
  name: 'Чужой базы',
  search_key: 'чужой базы',
  full_name: '',
  legal_form: 'company',
  tax_number: '',
  reason_code: '',
  phone: '',
  email: '',
  address: '',
  as_of: '2026-01-01T00:00:00.000Z',
}

async function otherBase(): Promise<{ id: number }> {
  const { id: _, ...same } = (await db()('bases').first()) as Record<string, unknown>
  const torg = { ...same, uuid: randomUUID(), name: 'torg', enabled: false }
  const [stored] = (await db()('bases').insert(torg).returning('id')) as { id: number }[]
  return { id: stored?.id ?? 0 }
}

/** Every row that the base alone has brought, and what it has said in the rows that are ours. */
async function throwAway(): Promise<void> {
  await db().raw('pragma foreign_keys = off')
  for (const table of ['allocations', 'awaited_invoices', 'invoice_lines', 'payments', 'products', 'organisations'])
    await db()(table).delete()
  for (const table of ['contracts', 'counterparties']) await db()(table).whereNot('as_of', '').delete()
  await db()('invoices').whereNull('deal_id').delete()
  await db()('invoices')
    .whereNot('as_of', '')
    .update({ number: 'яд', total_minor: 7, former_numbers: '["яд"]', paid_minor: 9 })
  await db().raw('pragma foreign_keys = on')
}

/** A row that a base has told: one of ours alone is not in the journal. */
async function toldRow(table: string): Promise<number> {
  const told = db()('invoices').whereNot('as_of', '').select('id')
  const noun = { invoices: 'invoice', payments: 'bank-receipt', counterparties: 'counterparty' }[table]
  const [id] = (
    noun
      ? await db()('links').where('noun', noun).orderBy('id').pluck('our_id')
      : await db()(table).whereIn('invoice_id', told).orderBy('id').pluck('id')
  ) as number[]
  return id ?? 0
}

/** All rows but those of leases and sessions. */
async function ours(): Promise<unknown> {
  const tables = [
    'links',
    'deals',
    'deal_events',
    'deal_lines',
    'intents',
    'invoice_versions',
    'troubles',
    'clients',
    'cursors',
    'changes',
    'edits',
  ]
  return Promise.all([...tables, 'client_counterparties', 'journal', 'audit'].map((table) => db()(table).select()))
}
