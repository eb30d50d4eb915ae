/** Deeds of several rows each, one after another, and the look whether each of them is there whole or not at all. */
import { randomUUID } from 'node:crypto'
import type { Context } from '../../../bridge/actions/context.ts'
import { createClient } from '../../../bridge/actions/create-client.ts'
import { openDeal } from '../../../bridge/actions/open-deal.ts'
import { saveLines } from '../../../bridge/actions/save-lines.ts'
import { addContact } from '../../../bridge/actions/save-contact.ts'
import { checkAudit } from '../../../bridge/store/audit.ts'
import { addCycle } from '../../../bridge/store/cycles.ts'
import { contextOn } from '../../../bridge/store/context.ts'
import type { Database, Db } from '../../../bridge/store/db.ts'
import { seedPeople, viewerBy } from '../../http/people.ts'

/** What was acknowledged. */
export type Deed =
  | { did: 'client'; id: string }
  | { did: 'contact'; id: string }
  | { did: 'deal'; id: string }
  | { did: 'lines'; deal: string; count: number }

/** People and a cycle in an empty database. */
export async function settleIn(database: Database): Promise<void> {
  await seedPeople(database)
  const stage = { id: randomUUID(), name: 'Интерес', position: 1, normDays: 7, kind: 'open', onFact: '' } as const
  await addCycle(database.db, { id: randomUUID(), name: 'ИТ-проект', stages: [stage] })
}

export async function annaIn(database: Database): Promise<Context> {
  const viewer = await viewerBy(database, 'anna')
  return contextOn(database, { viewer, now: () => new Date().toISOString(), newId: () => randomUUID() })
}

/** The deeds of one manager in their order: a client, a contact, a deal, and its lines again and again. */
export class Worker {
  readonly #ctx: Context
  readonly #note: string
  #client = ''
  #deal = ''
  #saved = 0
  #turn = 0

  /** @param note makes every deed so much larger */
  constructor(ctx: Context, note = '') {
    this.#ctx = ctx
    this.#note = note
  }

  /** The next deed; what failed is tried again with the next call. */
  async next(): Promise<Deed> {
    const kind = this.#turn % 6
    const deed = kind === 0 ? await this.#makeClient() : kind === 1 ? await this.#makeContact() : await this.#work(kind)
    this.#turn++
    return deed
  }

  async #makeClient(): Promise<Deed> {
    this.#client = await createClient(this.#ctx, { name: `Клиент ${this.#turn}`, note: this.#note })
    return { did: 'client', id: this.#client }
  }

  async #makeContact(): Promise<Deed> {
    const fields = { name: 'Белова', position: '', phone: '', email: '' }
    return { did: 'contact', id: await addContact(this.#ctx, this.#client, fields) }
  }

  async #work(kind: number): Promise<Deed> {
    if (kind === 2) {
      this.#deal = await openDeal(this.#ctx, this.#client, { title: `Сделка ${this.#turn}`, cause: '' })
      this.#saved = 0
      return { did: 'deal', id: this.#deal }
    }
    // As many lines as the deal has versions: half a deed would show as another number.
    const count = this.#saved + 1
    const line = { productId: null, text: `Строка ${this.#note.slice(0, 900)}`, quantityMilli: 1000, priceMinor: 100 }
    await saveLines(this.#ctx, this.#deal, { version: count, lines: Array.from({ length: count }, () => line) })
    this.#saved = count
    return { did: 'lines', deal: this.#deal, count }
  }
}

/** What is wrong with the database, given what was acknowledged; `open` deeds at the end may be there or not. */
export async function faultsOf(db: Db, told: Deed[], open = 1): Promise<string[]> {
  const wrong: string[] = []
  for (const deed of told) {
    const lost = await lostOf(db, deed)
    if (lost !== null) wrong.push(lost)
  }
  wrong.push(...(await halves(db)))
  const audit = await checkAudit(db)
  if (audit.brokenAt !== null) wrong.push(`the audit chain is broken at line ${audit.brokenAt}`)
  const [{ integrity_check: state } = { integrity_check: '' }] = (await db.raw('pragma integrity_check')) as Record<
    string,
    string
  >[]
  if (state !== 'ok') wrong.push(`the file is damaged: ${state}`)
  const deeds = ((await db('audit').count({ n: '*' }).first()) as { n: number }).n
  if (deeds > told.length + open) wrong.push(`${deeds} deeds are written down, ${told.length} were acknowledged`)
  return wrong
}

async function lostOf(db: Db, deed: Deed): Promise<string | null> {
  if (deed.did !== 'lines') {
    const row: unknown = await db(`${deed.did}s`).where('uuid', deed.id).first('id')
    return row === undefined ? `the ${deed.did} ${deed.id} was acknowledged and is lost` : null
  }
  const row = (await db('deals').where('uuid', deed.deal).first('version')) as { version: number } | undefined
  return row !== undefined && row.version > deed.count ? null : `lines ${deed.count} of deal ${deed.deal} are lost`
}

/** Rows that belong together and are not together. */
async function halves(db: Db): Promise<string[]> {
  const deals = (await db('deals')
    .leftJoin('deal_lines', 'deal_lines.deal_id', 'deals.id')
    .groupBy('deals.id')
    .select('deals.uuid', 'deals.version')
    .count({ lines: 'deal_lines.id' })) as { uuid: string; version: number; lines: number }[]
  const wrong = deals
    .filter(({ version, lines }) => lines !== version - 1)
    .map(({ uuid }) => `deal ${uuid} has half of its lines`)
  const nouns = { client: 'create-client', contact: 'add-contact', deal: 'open-deal' }
  for (const [noun, action] of Object.entries(nouns)) {
    const rows = ((await db(`${noun}s`).count({ n: '*' }).first()) as { n: number }).n
    const lines = ((await db('audit').where({ action }).count({ n: '*' }).first()) as { n: number }).n
    if (rows !== lines) wrong.push(`${rows} ${noun}s, but ${lines} of them are in the audit trail`)
  }
  return wrong
}
