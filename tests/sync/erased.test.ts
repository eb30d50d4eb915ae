/** A person who was erased stays erased, whatever a base says of them afterwards (I15, F114). */
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../bridge/actions/erase-person.ts'
import { checkAudit } from '../../bridge/store/audit.ts'
import { listBases, type Base } from '../../bridge/store/bases.ts'
import type { Context } from '../../bridge/store/context.ts'
import { findPerson } from '../../bridge/store/persons.ts'
import { findRun, type StoredRun } from '../../bridge/store/runs.ts'
import { tryRollback } from '../../bridge/sync/journal/asked-rollbacks.ts'
import { trying } from '../../bridge/sync/journal/holding.ts'
import { rebuildMirror } from '../../bridge/sync/journal/rebuild.ts'
import { replayRun } from '../../bridge/sync/journal/replay-run.ts'
import { loadMappings } from '../../bridge/sync/mapping/load-mapping.ts'
import { everyRow } from '../every-row.ts'
import { contextOf, editHere, editThere, entitiesOf, type Entity } from './both-sides.ts'
import { inCapitals } from './other-rules.ts'
import { portsOf, workshop, type Workshop } from './workshop.ts'

/** Words by which Lukin is known here or there, also former ones. */
const CANARIES = [
  'Лукин Е',
  'Лукинъ',
  '540600000298',
  '000-00-03',
  'Берёзовая',
  'lukin@school.example',
  '111-22-33',
  'Лукин Егор',
]

let here: Workshop
let olga: Context
let anna: Context
let base: Base
let lukin: Entity
let client = ''
let act = ''
let keptHead = ''
let quotedBefore: string[] = []

beforeAll(async () => {
  here = await workshop({ bare: false })
  await here.work()
  ;[olga, anna] = [await contextOf(here, 'sidorova'), await contextOf(here, 'ivanova')]
  const [first] = await listBases(db())
  if (!first) throw new Error('the demo world has no base')
  base = first
  const row = (await db()('counterparties').where('tax_number', '540600000298').first('id')) as { id: number }
  lukin = (await entitiesOf(here, 'ivanova')).find(({ rowId }) => rowId === row.id) as Entity
  const card: { uuid: string } = await db()('clients').where('name', 'Лукин Е. С.').first('uuid')
  client = card.uuid
  await leaveTraces()
  quotedBefore = await quoted()
  keptHead = (await checkAudit(db())).head
  act = (await erase()).id
}, 120_000)
afterAll(() => here.close())

const db = () => here.bridge.database.db
const shown = async () => (await db()('counterparties').where('id', lukin.rowId).first()) as Record<string, unknown>

/** An edit that arrived, one of the accountant, a deal and a note of another client that quote him, a payment that he made. */
async function leaveTraces(): Promise<void> {
  await editHere(anna, lukin.id, { phone: '+7 900 111-22-33', email: 'lukin@school.example' })
  await here.rest(here.engineOf())
  editThere(here, lukin.key, { address: '630000, г. Новосибирск, ул. Берёзовая, д. 5' })
  await here.work()
  const deal = { name: 'Сайт для Лукин Е. С.', search_key: 'сайт для лукин е. с.', cause: 'звонок +7 900 111-22-33' }
  await db()('deals').limit(1).where('id', 1).update(deal)
  await db()('clients').where('name', 'Ромашка').update({ note: 'рекомендовал Лукин Е. С., +7 900 111-22-33' })
  // As in a base that gives keys of its own: what was sent stands under another key. A question names him by one word.
  const sent = { outcome: 'sent', reason: '', version: '', mapping_version: '', body: '{"ИНН":"540600000298"}' }
  const said = { base_id: base.rowId, at: here.bridge.now(), direction: 'out', noun: 'counterparty', ...sent }
  await db()('journal').insert({ ...said, foreign_key: 'a key of ours' })
  const asked = { code: 'counterparty.marked-there', facts: '{"name":"Лукинъ"}', noun: 'counterparty', answers: '[]' }
  const open = { uuid: lukin.id, subject: lukin.id, state: 'answered', created_at: here.bridge.now() }
  await db()('troubles').insert({ ...asked, ...open, base_id: base.rowId })
  here.accounting.receive([['', 500]], { payer: 'K3', purpose: 'Оплата по договору, без НДС' })
  await here.work()
}

async function erase(): Promise<{ id: string }> {
  const { records } = await findPerson(olga, 'erase-person', client)
  return erasePerson(olga, client, { reason: 'consent-withdrawn', records: records.map(({ id }) => id) })
}

/** Everything that the database holds as text, answers unpacked. */
async function everything(): Promise<string> {
  const rows = await everyRow(db())
  const answers = (rows['observations'] ?? []) as { body: Uint8Array }[]
  const index = ((rows['clients_names_data'] ?? []) as { block: Uint8Array }[]).map(({ block }) =>
    Buffer.from(block).toString('utf8'),
  )
  const unpacked = answers.map(({ body }) => brotliDecompressSync(body).toString('utf8'))
  return [...unpacked, ...index, JSON.stringify({ ...rows, observations: [], clients_names_data: [] })].join('\n')
}

async function quoted(): Promise<string[]> {
  const text = await everything()
  return CANARIES.filter((word) => text.includes(word))
}

describe('A person who was erased (I15, F114)', () => {
  it('stands nowhere in the database any more: not on cards, in history, edits, requests, deals, notes, nor in the words of the base', async () => {
    expect(quotedBefore).toEqual(CANARIES)
    expect(await quoted()).toEqual([])
    expect(await shown()).toMatchObject({
      name: 'Удалено · erased № 1',
      tax_number: '',
      phone: '',
      email: '',
      address: '',
    })
  })

  it('leaves documents of accounting: payments keep number, sum and purpose, and the act says so', async () => {
    const paid = (await db()('payments').where('counterparty_id', lukin.rowId)) as { purpose: string }[]
    const row = (await db()('erasure_acts').where('uuid', act).first('kept')) as { kept: string }

    expect(paid.map(({ purpose }) => purpose)).toContain('Оплата по договору, без НДС')
    expect(JSON.parse(row.kept)).toContainEqual({ what: 'payments', count: paid.length, until: '2031-12-31' })
  })

  it('leaves the audit trail whole: the chain verifies, and the head from before is still in it', async () => {
    expect(await checkAudit(db(), keptHead)).toMatchObject({ brokenAt: null, keptHeadFound: true })
  })

  it('answers every question about it without a word: why, how it was before, what a run has brought', async () => {
    const runs: string[] = await db()('runs').pluck('uuid')
    const addresses = [
      `/api/counterparties/${lukin.id}/why`,
      `/api/counterparties/${lukin.id}/form`,
      `/api/counterparties/${lukin.id}/moments`,
      `/api/counterparties/${lukin.id}/as-of?at=${here.bridge.now()}`,
      `/api/clients/${client}/as-of?at=${here.bridge.now()}`,
      `/api/clients/${client}/moments`,
      `/api/clients/${client}/why`,
      `/api/clients/${client}`,
    ]
    const asked = [
      ...addresses.map((address) => here.olga.raw('GET', address)),
      ...runs.map((run) => here.dmitry.raw('GET', `/api/runs/${run}`)),
    ]
    const answers = await Promise.all(asked)

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const text = (await Promise.all(answers.map((answer) => answer.text()))).join('\n')
    expect(CANARIES.filter((word) => text.includes(word))).toEqual([])
  })

  it('is not brought back by a poll, by a changed card of the base, nor by reading the base from its beginning', async () => {
    await here.work()
    editThere(here, lukin.key, { name: 'Лукин Е. С. ИП (новый)', phone: '+7 900 111-22-33' })
    here.clock.tick(60_000)
    await here.work()
    expect([await quoted(), (await shown())['name']]).toEqual([[], 'Удалено · erased № 1'])

    await db()('cursors').delete()
    await db()('links').update({ version: '', hash: '' })
    here.clock.tick(60_000)
    await here.work()

    expect([await quoted(), (await shown())['name']]).toEqual([[], 'Удалено · erased № 1'])
  })

  it('is not brought back by the journal: a rebuild comes to an equal hash without the erased words', async () => {
    const ports = portsOf(here, [])

    const rebuilt = await trying(ports, base, async (tx) => ({
      ...(await rebuildMirror(ports, base, tx)),
      row: (await tx('counterparties').where('id', lukin.rowId).first()) as Record<string, unknown>,
    }))

    expect([rebuilt.equal, rebuilt.row['name'], rebuilt.row['phone']]).toEqual([true, 'Удалено · erased № 1', ''])
  })

  it('is not brought back by other rules, nor by taking a run back', async () => {
    const ports = portsOf(here, [])
    const first = (await findRun(db(), '1')) as StoredRun
    const by = { ports, base, author: here.bridge.robot }

    const rules = inCapitals()
    const { nouns } = await replayRun(by, { from: first, mappings: loadMappings(rules.folder).mappings })
    rules.clear()
    const taken = await tryRollback(ports, base, first)

    const read = nouns.find(({ noun }) => noun === 'counterparty')
    expect([(read?.changed ?? 0) > 0, await db()('troubles').where('subject', lukin.key)]).toEqual([true, []])
    expect([await quoted(), (await shown())['name']]).toEqual([[], 'Удалено · erased № 1'])
    expect(taken.changes.find(({ key }) => key === lukin.key)?.fate).not.toBe('reversed')
  })
})
