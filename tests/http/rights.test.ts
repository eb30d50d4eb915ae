/** Every route x every role has an explicit expectation; a new route without one fails here (R62, R63, I13). */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteName } from '../../bridge/http/contract.ts'
import { splitName } from '../../bridge/http/route.ts'
import { routes } from '../../bridge/http/routes.ts'
import { seedAct } from './act.ts'
import { browser, browserOf, type Browser } from './browser.ts'
import { seedCertificate } from './certificate.ts'
import { seedReferences } from './contract.ts'
import { seedRequest } from './request.ts'
import { seedRun } from './run.ts'
import { world, type Login, type World } from './world.ts'

/**
 * What each hears on Anna's records: `yes` = not refused for rights, `no` = 403 whatever the record,
 * `hidden` = the record is as if it were not there, `key` = 401, because it is for programs with a key of their own.
 */
type Cell = 'yes' | 'no' | 'hidden' | 'key'

/** Owner, colleague of the same department, head of it, accountant, integrator. */
const WHO: Login[] = ['anna', 'pavel', 'olga', 'elena', 'dmitry']
const cells = (text: string) => text.split(' ') as Cell[]

const TABLE: Record<RouteName, Cell[]> = {
  'POST /api/session': cells('yes yes yes yes yes'),
  'DELETE /api/session': cells('yes yes yes yes yes'),
  'GET /api/me': cells('yes yes yes yes yes'),
  'PATCH /api/me': cells('yes yes yes yes yes'),
  'POST /api/me/password': cells('yes yes yes yes yes'),
  'GET /api/words/:language': cells('yes yes yes yes yes'),

  'GET /api/clients': cells('yes yes yes yes no'),
  'POST /api/clients': cells('yes yes yes no no'),
  'GET /api/clients/:id': cells('yes hidden yes yes no'),
  'PATCH /api/clients/:id': cells('yes hidden yes no no'),
  'POST /api/clients/:id/contacts': cells('yes hidden yes no no'),
  'PATCH /api/contacts/:id': cells('yes hidden yes no no'),
  'POST /api/clients/:id/counterparties': cells('yes hidden yes no no'),
  'GET /api/clients/:id/persons': cells('yes hidden yes yes no'),
  'POST /api/persons/:id/consents': cells('yes hidden yes no no'),
  'POST /api/persons/:id/export': cells('no no yes no no'),
  'GET /api/persons/:id/erasure': cells('no no yes no no'),
  'POST /api/persons/:id/erase': cells('no no yes no no'),
  'GET /api/acts': cells('no no yes yes yes'),
  'GET /api/acts/:id': cells('no no yes yes yes'),
  'GET /api/counterparties': cells('yes yes yes yes no'),
  'GET /api/counterparties/:id/form': cells('yes hidden yes yes no'),
  'PATCH /api/counterparties/:id': cells('yes no yes no no'),
  'GET /api/conflicts': cells('yes yes yes yes yes'),
  'POST /api/conflicts/answer': cells('yes yes yes yes yes'),
  'GET /api/products': cells('yes yes yes yes yes'),
  'GET /api/organisations': cells('yes yes yes yes yes'),

  'GET /api/cycles': cells('yes yes yes yes yes'),
  'GET /api/board': cells('yes yes yes yes no'),
  'POST /api/clients/:id/deals': cells('yes hidden yes no no'),
  'GET /api/deals/:id': cells('yes hidden yes yes no'),
  'PATCH /api/deals/:id': cells('yes hidden yes no no'),
  'PUT /api/deals/:id/lines': cells('yes hidden yes no no'),
  'POST /api/deals/:id/stage': cells('yes hidden yes no no'),
  'GET /api/deals/:id/pre-flight': cells('yes hidden yes yes no'),
  'POST /api/deals/:id/contract': cells('yes hidden yes no no'),
  'POST /api/deals/:id/invoices': cells('yes hidden yes no no'),

  'GET /api/invoices': cells('yes yes yes yes no'),
  'GET /api/invoices/:id': cells('yes hidden yes yes no'),
  'POST /api/invoices/:id/cancel': cells('yes hidden yes no no'),
  'POST /api/invoices/:id/retry': cells('yes hidden yes yes hidden'),
  'POST /api/invoices/:id/accept': cells('yes hidden yes no no'),

  'GET /api/clients/:id/as-of': cells('yes hidden yes yes no'),
  'GET /api/counterparties/:id/as-of': cells('yes hidden yes yes no'),
  'GET /api/invoices/:id/as-of': cells('yes hidden yes yes no'),
  'GET /api/clients/:id/moments': cells('yes hidden yes yes no'),
  'GET /api/counterparties/:id/moments': cells('yes hidden yes yes no'),
  'GET /api/invoices/:id/moments': cells('yes hidden yes yes no'),

  'GET /api/queue': cells('yes yes yes yes yes'),
  'POST /api/queue/:id/withdraw': cells('yes hidden yes no no'),
  'GET /api/troubles': cells('yes yes yes yes yes'),
  'POST /api/troubles/answer': cells('no no no yes yes'),
  'POST /api/troubles/:id/answer': cells('no no no yes yes'),

  'GET /api/bases': cells('yes yes yes yes yes'),
  'GET /api/bases/:id': cells('no no yes yes yes'),
  'POST /api/bases/:id/sync': cells('no no no no yes'),
  'POST /api/bases/:id/resume': cells('no no no no yes'),

  'GET /api/invoices/:id/why': cells('yes hidden yes yes no'),
  'GET /api/payments/:id/why': cells('yes hidden yes yes no'),
  'GET /api/counterparties/:id/why': cells('yes hidden yes yes no'),
  'GET /api/contracts/:id/why': cells('yes yes yes yes no'),
  'GET /api/organisations/:id/why': cells('yes yes yes yes no'),
  'GET /api/products/:id/why': cells('yes yes yes yes no'),
  'GET /api/clients/:id/why': cells('yes hidden yes yes no'),
  'GET /api/deals/:id/why': cells('yes hidden yes yes no'),

  'GET /api/certificates': cells('no no yes yes yes'),
  'GET /api/certificates/:id': cells('no no yes yes yes'),
  'POST /api/bases/:id/certificates': cells('no no yes yes yes'),
  'POST /api/certificates/:id/sign': cells('no no no yes no'),
  'POST /api/certificates/:id/read-again': cells('no no no yes yes'),
  'POST /api/differences/:id/read-again': cells('no no no yes yes'),

  'GET /api/runs': cells('no no no no yes'),
  'GET /api/runs/:id': cells('no no no no yes'),
  'GET /api/runs/:id/rollback': cells('no no no no yes'),
  'POST /api/runs/:id/rollback': cells('no no no no yes'),

  'POST /api/panel/tickets': cells('key key key key key'),
  'POST /api/panel/session': cells('key key key key key'),
  'GET /api/panel/context': cells('key key key key key'),
}

let here: World
let people: Record<string, Browser>
let records: Record<string, string>
beforeAll(async () => {
  here = await world()
  people = Object.fromEntries(
    await Promise.all(WHO.map(async (login) => [login, await browserOf(here, login)] as const)),
  )
  records = await seedRecords()
})
afterAll(() => here.close())

/** One of Anna's records for each noun that an address names. */
async function seedRecords(): Promise<Record<string, string>> {
  const { client, deal, base } = here.trade
  const anna = people['anna'] ?? browser(here)
  const contact = await anna.send('POST', `/api/clients/${client}/contacts`, {
    name: 'Белова',
    position: '',
    phone: '',
    email: '',
  })
  const invoice = randomUUID()
  const row = (await here.database.db('deals').where('uuid', deal).first()) as Record<string, number>
  await here.database.db('invoices').insert({
    uuid: invoice,
    deal_id: row['id'],
    counterparty_id: row['counterparty_id'],
    organisation_id: row['organisation_id'],
    number: '',
    former_numbers: '[]',
    date: '',
    state: 'cancelled',
    vat_included: true,
    total_minor: 1,
    vat_minor: 0,
    posted: false,
    comment: '',
  })
  const trouble = randomUUID()
  await here.database.db('troubles').insert({
    uuid: trouble,
    code: 'base.rule',
    facts: '{}',
    noun: 'invoice',
    subject: invoice,
    answers: '["seen"]',
    state: 'open',
    created_at: '2026-02-16T08:00:00.000Z',
  })
  return {
    clients: client,
    deals: deal,
    bases: base,
    contacts: String(contact.body['id']),
    persons: String(contact.body['id']),
    ...(await seedAct(here.database.db)),
    invoices: invoice,
    troubles: trouble,
    queue: await seedRequest(here.database.db, { login: 'anna', counterparty: row['counterparty_id'] ?? 0 }),
    ...(await seedReferences(here.database.db, here.trade)),
    ...(await seedCertificate(here.database.db)),
    ...(await seedRun(here.database.db)),
    ...(await seedPayment(row['counterparty_id'] ?? 0)),
  }
}

/** A payment of the counterparty of Anna's client. */
async function seedPayment(counterpartyRowId: number): Promise<Record<string, string>> {
  const { db } = here.database
  const payments = randomUUID()
  await db('payments').insert({
    uuid: payments,
    channel: 'bank',
    number: '1',
    date: '2026-02-16',
    bank_number: '',
    bank_date: '',
    counterparty_id: counterpartyRowId,
    payer_name: '',
    amount_minor: 1,
    advance_minor: 1,
    purpose: '',
    posted: true,
  })
  const row: { uuid: string } | undefined = await db('counterparties').where('id', counterpartyRowId).first('uuid')
  return { payments, counterparties: row?.uuid ?? 'none' }
}

function addressOf(name: RouteName): string {
  const { path } = splitName(name)
  const noun = path.split('/')[2] ?? ''
  const query = path.endsWith('/as-of') ? '?at=2026-01-01T00:00:00Z' : ''
  return path.replace(':id', records[noun] ?? 'none').replace(':language', 'ru') + query
}

/** A body that passes the schema but cannot be carried out: rights are asked before anything else. */
const BODIES: Partial<Record<RouteName, object>> = {
  'POST /api/clients': { name: 'x' },
  'PATCH /api/clients/:id': { version: 999 },
  'PATCH /api/me': { language: 'ru' },
  'POST /api/me/password': { present: 'wrong', password: 'wrong' },
  'POST /api/clients/:id/contacts': { name: 'x', position: '', phone: '', email: '' },
  'PATCH /api/contacts/:id': { name: 'x', position: '', phone: '', email: '' },
  'POST /api/clients/:id/counterparties': { name: 'x', taxNumber: '1' },
  'PATCH /api/counterparties/:id': { version: 999, phone: 'x' },
  'POST /api/conflicts/answer': { conflicts: [{ id: randomUUID(), version: 1 }], answer: 'ours' },
  'POST /api/clients/:id/deals': { title: 'x', cause: '' },
  'PATCH /api/deals/:id': { version: 999 },
  'PUT /api/deals/:id/lines': { version: 999, lines: [] },
  'POST /api/deals/:id/stage': { version: 999, stageId: '00000000-0000-4000-8000-000000000000' },
  'POST /api/deals/:id/contract': { date: 'wrong' },
  'POST /api/deals/:id/invoices': { version: 999 },
  'POST /api/invoices/:id/accept': { takeIntoDeal: false },
  'POST /api/persons/:id/consents': { given: true, onDate: 'wrong', source: 'x' },
  'POST /api/persons/:id/erase': { reason: 'not-needed', records: [randomUUID()] },
  'POST /api/troubles/answer': { troubles: [randomUUID()], answer: 'no such answer' },
  'POST /api/troubles/:id/answer': { answer: 'no such answer' },
  'POST /api/panel/tickets': { user: 'anna', noun: 'invoice', key: randomUUID() },
  'POST /api/panel/session': { ticket: 'x' },
}

function cellOf(answer: { status: number; body: { code?: string } }, name: RouteName): Cell {
  if (answer.status === 403) return 'no'
  if (answer.status === 401 && answer.body.code?.startsWith('panel.')) return 'key'
  const hidden = answer.status === 404 && splitName(name).path.includes(':id')
  return hidden ? 'hidden' : 'yes'
}

describe('Rights', () => {
  it('have an expectation for every route of the table', () => {
    expect(Object.keys(TABLE).toSorted()).toEqual(Object.keys(routes).toSorted())
  })

  const names = (Object.keys(TABLE) as RouteName[]).filter((name) => !name.endsWith('/api/session'))
  it.each(names)('%s', async (name) => {
    const { method } = splitName(name)
    const seen: Cell[] = []

    for (const login of WHO) {
      const who = people[login] ?? browser(here)
      const answer = await who.send(method, addressOf(name), BODIES[name], { 'idempotency-key': randomUUID() })
      expect(answer.status, `${login}: ${JSON.stringify(answer.body)}`).not.toBe(500)
      expect(answer.body.code ?? '').not.toMatch(/^input\./)
      seen.push(cellOf(answer, name))
    }

    expect(Object.fromEntries(WHO.map((login, at) => [login, seen[at]]))).toEqual(
      Object.fromEntries(WHO.map((login, at) => [login, TABLE[name][at]])),
    )
  })

  it.each(names.filter((name) => routes[name].verb !== null))('%s asks a stranger to sign in', async (name) => {
    const stranger = browser(here)

    const { status, body } = await stranger.send(splitName(name).method, addressOf(name), BODIES[name])

    expect([status, body.code]).toEqual([401, 'session.needed'])
  })
})
