/**
 * (I12) Whoever changes something leaves a line in the audit trail, in the same transaction: every route of the API that changes
 * anything is called twice, once while the trail takes no lines. Then nothing at all may have changed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueTicket } from '../../bridge/actions/issue-ticket.ts'
import { givePanelKey } from '../../bridge/actions/panel-key.ts'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import type { RouteName } from '../../bridge/http/contract.ts'
import { routes } from '../../bridge/http/routes.ts'
import { raiseTrouble } from '../../bridge/store/troubles.ts'
import { everyRow } from '../every-row.ts'
import { signIn, type Person } from '../person.ts'

import { orderOf } from '../sync/workshop.ts'
import { world, type World } from '../world.ts'
import { seedCertificate } from './certificate.ts'
import { seedConflict } from './conflict.ts'

type Changing = Exclude<RouteName, `GET ${string}`>
interface Deed {
  who?: Person
  id?: string
  body?: object
  /** Shown by a program in place of a person's session. */
  bearer?: string
}

const BASE = '00000000-0000-4000-8000-0000000000b1'

let here: World
/** Ids of what the deeds have made, by noun. */
const made: Record<string, string> = {}

beforeAll(async () => {
  here = await world({ bare: true })
}, 60_000)
afterAll(() => here.close())

/** In the order of a day: each stands on what the ones before it have left. A new route is missed by the compiler. */
const DEEDS: Record<Changing, () => Promise<Deed>> = {
  'PATCH /api/me': async () => ({ body: { language: 'en' } }),
  'POST /api/clients': async () => ({ body: { name: 'Новый' } }),
  'PATCH /api/clients/:id': async () => ({ id: made['clients'] ?? '', body: { version: 1, region: 'Тверь' } }),
  'POST /api/clients/:id/contacts': async () => ({
    id: made['clients'] ?? '',
    body: { name: 'Смирнов', ...NO_CONTACT },
  }),
  'PATCH /api/contacts/:id': async () => ({ id: made['contacts'] ?? '', body: { name: 'Смирнова', ...NO_CONTACT } }),
  'POST /api/persons/:id/consents': async () => ({
    id: made['contacts'] ?? '',
    body: { given: true, onDate: '2026-11-20', source: 'анкета' },
  }),
  'POST /api/persons/:id/export': async () => ({ who: here.olga, id: made['contacts'] ?? '' }),
  'POST /api/persons/:id/erase': async () => ({
    who: here.olga,
    id: made['contacts'] ?? '',
    body: { reason: 'consent-withdrawn', askedOn: '2026-11-20', records: [made['contacts'] ?? ''] },
  }),
  'POST /api/clients/:id/counterparties': async () => ({
    id: made['clients'] ?? '',
    body: { name: 'Новый ООО', taxNumber: '7701000072', reasonCode: '770101001' },
  }),
  'PATCH /api/counterparties/:id': async () => ({
    id: made['counterparties'] ?? '',
    body: { version: 1, phone: '+7 495 000-00-00' },
  }),
  'POST /api/conflicts/answer': async () => ({
    who: here.elena,
    body: { conflicts: [{ id: await seedConflict(here.bridge.database.db), version: 1 }], answer: 'ours' },
  }),
  'POST /api/clients/:id/deals': async () => ({
    id: made['clients'] ?? '',
    body: { title: 'Поставка', cause: 'звонок' },
  }),
  'PATCH /api/deals/:id': async () => {
    const [counterpartyId, organisationId] = [made['counterparties'] ?? '', await ours()]
    return { id: made['deals'] ?? '', body: { version: await version(), counterpartyId, organisationId } }
  },
  'PUT /api/deals/:id/lines': async () => ({
    id: made['deals'] ?? '',
    body: { version: await version(), lines: [{ productId: await product(), text: 'Внедрение', ...ONE_ROUBLE }] },
  }),
  'POST /api/deals/:id/stage': async () => ({
    id: made['deals'] ?? '',
    body: { version: await version(), stageId: await lastStage(), reason: 'проверка' },
  }),
  'POST /api/deals/:id/contract': async () => ({ id: made['deals'] ?? '', body: { number: '17' } }),
  'POST /api/deals/:id/invoices': async () => ({ id: made['deals'] ?? '', body: { version: await version() } }),
  'POST /api/invoices/:id/cancel': async () => ({ id: (await orderOf(here, 1)).invoice }),
  'POST /api/invoices/:id/accept': async () => ({
    id: (await orderOf(here, 2)).invoice,
    body: { takeIntoDeal: true },
  }),
  'POST /api/invoices/:id/retry': async () => {
    const { invoice } = await orderOf(here, 3)
    const { db } = here.bridge.database
    const refused = db('invoices').where('uuid', invoice).select('id')
    await db('intents').where('noun', 'invoice').whereIn('subject_id', refused).update({ state: 'refused' })
    return { id: invoice }
  },
  'POST /api/queue/:id/withdraw': async () => {
    const { counterparty } = await orderOf(here, 4)
    const { db } = here.bridge.database
    const { id: subject } = await db('counterparties').where('uuid', counterparty).first('id')
    // Nothing needs the counterparty any more.
    await db('intents').whereIn('noun', ['invoice', 'contract']).update({ state: 'cancelled' })
    const { uuid } = await db('intents').where({ noun: 'counterparty', subject_id: subject }).first('uuid')
    return { id: uuid }
  },
  'POST /api/troubles/answer': async () => ({
    who: here.dmitry,
    body: { troubles: [await anyTrouble('base.not-odata')], answer: 'seen' },
  }),
  'POST /api/troubles/:id/answer': async () => ({
    who: here.dmitry,
    id: await anyTrouble('base.rights'),
    body: { answer: 'seen' },
  }),
  'POST /api/bases/:id/sync': async () => ({ who: here.dmitry, id: BASE }),
  'POST /api/bases/:id/resume': async () => ({ who: here.dmitry, id: BASE }),
  'POST /api/bases/:id/certificates': async () => ({ who: here.elena, id: BASE }),
  'POST /api/certificates/:id/sign': async () => ({ who: here.elena, id: (await finished()).certificates }),
  'POST /api/certificates/:id/read-again': async () => ({ who: here.elena, id: (await finished()).certificates }),
  'POST /api/differences/:id/read-again': async () => ({ who: here.elena, id: (await finished()).differences }),
  'POST /api/runs/:id/rollback': async () => ({ who: here.dmitry, id: await firstRun() }),
  'POST /api/panel/tickets': async () => ({ bearer: await panelKey(), body: A_TICKET }),
  'POST /api/panel/session': async () => ({ body: { ticket: await ticket() } }),
  'POST /api/session': async () => ({ who: here.pavel, body: { login: 'petrov', password: DEMO_PASSWORD } }),
  'DELETE /api/session': async () => ({ who: await signIn(here.web.url, 'petrov', DEMO_PASSWORD) }),
  'POST /api/me/password': async () => ({
    who: await signIn(here.web.url, 'petrov', DEMO_PASSWORD),
    body: { present: DEMO_PASSWORD, password: 'три слова подряд' },
  }),
}

async function anyTrouble(code: string): Promise<string> {
  const about = { facts: {}, noun: 'base', subject: BASE, answers: ['seen'], at: here.bridge.now(), baseRowId: 1 }
  return here.bridge.database.transaction((db) => raiseTrouble(db, { code, ...about }))
}

const A_TICKET = { user: 'Кузнецова', noun: 'invoice', key: BASE } as const

function panelKey(): Promise<string> {
  const { bridge } = here
  return givePanelKey(contextFor(bridge, bridge.robot), 'buh', bridge.vault)
}

async function ticket(): Promise<string> {
  const { bridge } = here
  const given = { ...A_TICKET, shown: await panelKey() }
  return (await issueTicket(contextFor(bridge, bridge.robot), given, bridge.vault)).ticket
}

const NO_CONTACT = { position: '', phone: '', email: '' }
const ONE_ROUBLE = { quantityMilli: 1_000, priceMinor: 100 }

describe('Every change leaves a line in the audit trail (I12)', () => {
  it('the list below has every route that changes anything', () => {
    const changing = Object.keys(routes).filter((name) => !name.startsWith('GET '))

    expect(Object.keys(DEEDS).toSorted()).toEqual(changing.toSorted())
  })

  it.each(Object.keys(DEEDS) as Changing[])('%s: with its line, or not at all', async (name) => {
    const deed = await DEEDS[name]()
    const before = await everything()
    const refused = await withoutTrail(() => call(name, deed))
    const after = await everything()
    const lines = await auditLines()
    const done = await call(name, deed)
    remember(name, await done.text())

    expect(refused.status, 'while the trail takes no lines').toBe(500)
    expect(after).toEqual(before)
    expect(done.status, 'with the trail').toBeLessThan(300)
    expect((await auditLines()) - lines, 'new lines').toBeGreaterThan(0)
  })

  it('an action that opens a transaction writes a line in it; what the base says is in the journal instead', () => {
    const folder = join(import.meta.dirname, '..', '..', 'bridge', 'actions')
    const silent = readdirSync(folder).filter((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return text.includes('.transaction(') && !/\b(audit|carryOutErasure)\(/.test(text)
    })

    expect(silent).toEqual(['answer-once.ts'])
  })
})

function call(name: Changing, { who = here.anna, id = '', body, bearer }: Deed): Promise<Response> {
  const [method = '', path = ''] = name.split(' ')
  const key = { 'idempotency-key': `audited ${name}` }
  return who.raw(method, path.replace(':id', id), {
    headers: { ...key, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

/** `POST /api/clients/:id/deals` has made a deal. */
function remember(name: Changing, answer: string): void {
  const noun = name.split('/').at(-1) ?? ''
  if (name.startsWith('POST ') && answer !== '') made[noun] ??= (JSON.parse(answer) as { id?: string }).id ?? ''
}

async function withoutTrail<T>(work: () => Promise<T>): Promise<T> {
  const { db } = here.bridge.database
  await db.raw(`create trigger closed before insert on audit begin select raise(abort, 'the trail is closed'); end`)
  try {
    return await work()
  } finally {
    await db.raw('drop trigger closed')
  }
}

/** Every row of every table, but for when a session was last seen. */
async function everything(): Promise<Record<string, unknown[]>> {
  const { db } = here.bridge.database
  const rows = await everyRow(db, ['sqlite_sequence', 'sessions'])
  return { ...rows, sessions: await db('sessions').select('token_hash') }
}

async function auditLines(): Promise<number> {
  return (await here.bridge.database.db('audit').pluck('id')).length
}

const finished = () => seedCertificate(here.bridge.database.db)

async function firstRun(): Promise<string> {
  const row: { uuid: string } = await here.bridge.database.db('runs').orderBy('id').first('uuid')
  return row.uuid
}

async function version(): Promise<number> {
  const row: { version: number } = await here.bridge.database
    .db('deals')
    .where('uuid', made['deals'] ?? '')
    .first()
  return row.version
}

async function ours(): Promise<string> {
  return uuidOf('organisations', { pays_vat: true })
}

async function product(): Promise<string> {
  return uuidOf('products', { name: 'Внедрение' })
}

async function lastStage(): Promise<string> {
  return uuidOf('stages', { kind: 'won' })
}

async function uuidOf(table: string, where: object): Promise<string> {
  const row: { uuid: string } = await here.bridge.database.db(table).where(where).first('uuid')
  return row.uuid
}
