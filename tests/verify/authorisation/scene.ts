/** Records of three owners, each with a word in every text that nobody else may ever read. */
import { randomUUID } from 'node:crypto'
import { createClient } from '../../../bridge/actions/create-client.ts'
import { openDeal } from '../../../bridge/actions/open-deal.ts'
import { addContact } from '../../../bridge/actions/save-contact.ts'
import { everyRow } from '../../every-row.ts'
import { seedAct } from '../../http/act.ts'
import { browserOf, type Browser } from '../../http/browser.ts'
import { seedCertificate } from '../../http/certificate.ts'
import { seedReferences } from '../../http/contract.ts'
import { seedRequest } from '../../http/request.ts'
import { seedRun } from '../../http/run.ts'
import { world, type World } from '../../http/world.ts'
import type { Db } from '../../../bridge/store/db.ts'
import { OWNERS, VIEWERS, type Owner, type Records, type Viewer } from './table.ts'

export interface Scene {
  here: World
  viewers: Record<Viewer, Browser>
  records: Record<Owner, Records>
  close(): Promise<void>
}

/** Stands in every text of an owner's records. */
export function canaryOf(owner: Owner): string {
  return `канарейка-${owner}`
}

export async function scene(): Promise<Scene> {
  const here = await world()
  const viewers = {} as Record<Viewer, Browser>
  for (const login of VIEWERS) viewers[login] = await browserOf(here, login)
  const records = {} as Record<Owner, Records>
  for (const owner of OWNERS) records[owner] = await recordsOf(here, owner)
  return { here, viewers, records, close: () => here.close() }
}

async function recordsOf(here: World, owner: Owner): Promise<Records> {
  const ctx = await here.contextOf(owner)
  const word = canaryOf(owner)
  const client = await createClient(ctx, { name: `Клиент ${word}`, note: word, phone: '+7 495 123', website: word })
  const contact = await addContact(ctx, client, { name: `Лицо ${word}`, position: word, phone: '', email: '' })
  const deal = await openDeal(ctx, client, { title: `Сделка ${word}`, cause: word })
  const invoices = await seedInvoice(here, deal, word)
  const troubles = await seedTrouble(here, invoices, word)
  const payments = await seedPayment(here, invoices, word)
  const disputed = await seedConflict(here, { client, owner }, word)
  const { db } = here.database
  const queue = await seedRequest(db, {
    login: owner,
    counterparty: await idOf(db, 'counterparties', here.trade.counterparty),
  })
  const references = await seedReferences(db, here.trade)
  const ofNobody = { ...references, ...(await seedCertificate(db)), ...(await seedRun(db)), ...(await seedAct(db)) }
  const papers = { invoices, troubles, payments, queue }
  return { clients: client, contacts: contact, persons: contact, deals: deal, ...papers, ...disputed, ...ofNobody }
}

/** An invoice of the deal that waits for the base. */
async function seedInvoice({ database: { db }, trade }: World, deal: string, word: string): Promise<string> {
  const row = (await db('deals').where('uuid', deal).first()) as { id: number }
  const { id: counterparty } = (await db('counterparties').where('uuid', trade.counterparty).first()) as { id: number }
  const { id: organisation } = (await db('organisations').where('uuid', trade.organisation).first()) as { id: number }
  const uuid = randomUUID()
  await db('invoices').insert({
    uuid,
    deal_id: row.id,
    counterparty_id: counterparty,
    organisation_id: organisation,
    number: `№ ${word}`,
    former_numbers: '[]',
    date: '2026-02-16',
    state: 'issued',
    vat_included: true,
    total_minor: 100,
    vat_minor: 0,
    posted: false,
    comment: word,
  })
  return uuid
}

/** A payment that lies on the invoice and says nothing else of whose it is. */
async function seedPayment({ database: { db } }: World, invoice: string, word: string): Promise<string> {
  const uuid = randomUUID()
  const sums = { amount_minor: 100, advance_minor: 0 }
  const [bank_number, bank_date] = ['7', '2026-02-16']
  const said = {
    channel: 'bank',
    number: word,
    date: '2026-02-16',
    bank_number,
    bank_date,
    payer_name: word,
    purpose: word,
  }
  await db('payments').insert({ uuid, ...sums, ...said, posted: true })
  const [row, onto] = [await idOf(db, 'payments', uuid), await idOf(db, 'invoices', invoice)]
  const share = { named_minor: 100, amount_minor: 100, reason: 'named-in-base' }
  await db('allocations').insert({ payment_id: row, invoice_id: onto, row: 1, ...share })
  return uuid
}

async function idOf(db: Db, table: string, uuid: string): Promise<number> {
  const row: { id: number } = await db(table).where('uuid', uuid).first('id')
  return row.id
}

async function seedTrouble({ database: { db } }: World, invoice: string, word: string): Promise<string> {
  const uuid = randomUUID()
  await db('troubles').insert({
    uuid,
    code: 'base.rule',
    facts: JSON.stringify({ said: word }),
    noun: 'invoice',
    subject: invoice,
    answers: '["seen"]',
    state: 'open',
    created_at: '2026-02-16T08:00:00.000Z',
  })
  return uuid
}

/** A legal entity of the client, whose phone the owner and the base have changed at once. Entities themselves are seen by everybody. */
async function seedConflict(
  { database: { db }, trade }: World,
  { client, owner }: { client: string; owner: Owner },
  word: string,
): Promise<Records> {
  const entity = randomUUID()
  const { id: _id, ...like } = (await db('counterparties').where('uuid', trade.counterparty).first()) as { id: number }
  await db('counterparties').insert({ ...like, uuid: entity })
  const subject = await idOf(db, 'counterparties', entity)
  await db('client_counterparties').insert({ client_id: await idOf(db, 'clients', client), counterparty_id: subject })
  const uuid = randomUUID()
  const texts = { agreed: `${word} 1`, ours: `${word} 2`, theirs: `${word} 3` }
  const at = '2026-02-16T08:00:00.000Z'
  const { id: author } = (await db('users').where('login', owner).first('id')) as { id: number }
  const about = {
    base_id: await idOf(db, 'bases', trade.base),
    noun: 'counterparty',
    subject_id: subject,
    field: 'phone',
  }
  const asked = { state: 'conflict', reason: 'edit.both-changed', facts: '{}', conflict_at: at }
  await db('edits').insert({ uuid, ...about, ...texts, ...asked, author_id: author, edited_at: at })
  return { counterparties: entity, conflicts: uuid }
}

/** Every row of every table, to compare before and after. */
export async function rowsOf({ here }: Scene): Promise<string> {
  return JSON.stringify(await everyRow(here.database.db))
}
