/** A long random story between the CRM and the base, and after each of its steps a photograph of the cards and of the base's records. */
import { addContact, changeContact } from '../../bridge/actions/save-contact.ts'
import { addCounterparty } from '../../bridge/actions/add-counterparty.ts'
import { cancelInvoice } from '../../bridge/actions/cancel-invoice.ts'
import { changeClient } from '../../bridge/actions/change-client.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import type { Client, Contact, Counterparty, Invoice } from '../../bridge/http/contract.ts'
import { clientCard } from '../../bridge/reports/client-card.ts'
import { counterparty } from '../../bridge/reports/counterparty.ts'
import { invoicePage } from '../../bridge/reports/invoice-page.ts'
import type { Context } from '../../bridge/store/context.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import type { Entity } from '../../connectors/simulator/base/model.ts'
import { contactRows } from '../../connectors/simulator/worlds/common.ts'
import { demoKeys } from '../../connectors/simulator/worlds/demo-keys.ts'
import type { WorldOptions } from '../world.ts'
import { companyNumber } from '../sync/order.ts'
import { workshop, type Workshop } from '../sync/workshop.ts'
import { diceOf, type Dice } from '../verify/aids/dice.ts'

const COUNTERPARTY = 'Catalog_Контрагенты'
const CONTRACT = 'Catalog_ДоговорыКонтрагентов'
const PRODUCT = 'Catalog_Номенклатура'
const ORGANISATION = 'Catalog_Организации'
const INVOICE = 'Document_СчетНаОплатуПокупателю'
const ELENA = { by: 'Кузнецова' }

/** What the cards showed, and what the base's records were when it last told us. */
export interface Photograph {
  at: string
  what: string
  clients: { client: Client; contacts: Contact[]; counterparties: Counterparty[] }[]
  counterparties: Counterparty[]
  invoices: Invoice[]
  /** By key; null = it had told us that the record is deleted. */
  told: Map<string, Entity | null>
}

export interface Story {
  here: Workshop
  elena: Context
  clients: string[]
  counterparties: string[]
  invoices: string[]
  photographs: Photograph[]
  /** Key in the base of one of our records, '' = it is not there. */
  keyOf(table: string, id: string): Promise<string>
  close(): Promise<void>
}

interface Scene {
  here: Workshop
  dice: Dice
  anna: Context
  elena: Context
  client: string
  own: string
  number: string
  receipt: string
  mended: Entity | null
  down: boolean
  spare: string
  /** Key of an invoice that nobody else touches; '' = it is deleted. */
  doomed: string
}

/** Longest pause between two steps, milliseconds. */
const LONGEST_PAUSE_MS = 6 * 3_600_000

export async function tellStory(seed: number, steps: number, options: WorldOptions = {}): Promise<Story> {
  const here = await workshop(options)
  const dice = diceOf(seed, 'time slider', 0)
  const { db } = here.bridge.database
  const [anna, elena] = [await personOf(here, 'ivanova'), await personOf(here, 'kuznetsova')]
  const client = (await db('clients').where('name', 'like', '%Ромашка%').first()) as { uuid: string }
  const number = String(here.simulator.base.get(INVOICE, demoKeys.invoices['i119'] ?? '')?.fields['Number'])
  const doomed = here.accounting.invoice('ТЕЛ0-000121').key
  const keys = [here.accounting.invoice(number).key, doomed]
  const told = new Map<string, Entity | null>()
  const story: Omit<Story, 'keyOf' | 'close'> = {
    here,
    elena,
    clients: [client.uuid],
    counterparties: await db('counterparties').orderBy('id').limit(4).pluck('uuid'),
    invoices: await db('invoices')
      .join('links', 'links.our_id', 'invoices.id')
      .where('links.noun', 'invoice')
      .whereIn('links.foreign_key', keys)
      .orderByRaw('case when links.foreign_key = ? then 0 else 1 end', keys[0])
      .pluck('invoices.uuid'),
    photographs: [],
  }
  const scene = {
    here,
    dice,
    anna,
    elena,
    client: client.uuid,
    own: '',
    number,
    receipt: '',
    mended: null,
    down: false,
  }
  const acting: Scene = { ...scene, spare: '', doomed }
  for (let step = 0; step < steps; step++) {
    here.clock.tick(dice.onceIn(5) ? 1 : 1 + dice.below(LONGEST_PAUSE_MS))
    const what = await act(acting, step)
    await here.work()
    if (acting.own !== '' && !story.invoices.includes(acting.own)) await follow(story, acting.own)
    if (!acting.down) hear(here, told)
    story.photographs.push(await photograph(story, { what, told: new Map(told) }))
  }
  return {
    ...story,
    keyOf: async (table, id) => {
      const row = (await db('links')
        .join(table, `${table}.id`, 'links.our_id')
        .where({ [`${table}.uuid`]: id, 'links.noun': table === 'invoices' ? 'invoice' : 'counterparty' })
        .first('links.foreign_key')) as { foreign_key: string } | undefined
      return row?.foreign_key ?? ''
    },
    close: () => here.close(),
  }
}

async function personOf(here: Workshop, login: string): Promise<Context> {
  const user = await userByLogin(here.bridge.database.db, login)
  if (!user) throw new Error(`the demo world has no ${login}`)
  return contextFor(here.bridge, viewerOf(user))
}

/** An order of the story: its client, its counterparty and its invoice are photographed from now on. */
async function follow(story: Pick<Story, 'here' | 'clients' | 'counterparties' | 'invoices'>, invoice: string) {
  const row = (await story.here.bridge.database
    .db('invoices')
    .join('deals', 'deals.id', 'invoices.deal_id')
    .join('clients', 'clients.id', 'deals.client_id')
    .join('counterparties', 'counterparties.id', 'invoices.counterparty_id')
    .where('invoices.uuid', invoice)
    .first('clients.uuid as client', 'counterparties.uuid as counterparty')) as { client: string; counterparty: string }
  story.invoices.push(invoice)
  if (!story.clients.includes(row.client)) story.clients.push(row.client)
  if (!story.counterparties.includes(row.counterparty)) story.counterparties.push(row.counterparty)
}

/** The exchange has caught up: everything has been told. */
function hear({ simulator: { base } }: Workshop, told: Map<string, Entity | null>): void {
  for (const key of told.keys()) if (!base.get(INVOICE, key) && !base.get(COUNTERPARTY, key)) told.set(key, null)
  for (const set of [COUNTERPARTY, INVOICE]) for (const one of base.all(set)) told.set(one.key, structuredClone(one))
}

async function photograph(
  { elena, clients, counterparties, invoices }: Pick<Story, 'elena' | 'clients' | 'counterparties' | 'invoices'>,
  { what, told }: Pick<Photograph, 'what' | 'told'>,
): Promise<Photograph> {
  const cards = await Promise.all(clients.map((id) => clientCard(elena, id)))
  return {
    at: elena.now(),
    what,
    told,
    clients: cards.map((card) => ({
      client: card.client,
      contacts: card.contacts,
      counterparties: card.counterparties.map(({ money: _money, aliases: _aliases, ...rest }) => rest),
    })),
    counterparties: await Promise.all(counterparties.map((id) => counterparty(elena, id))),
    invoices: await Promise.all(invoices.map(async (id) => (await invoicePage(elena, id)).invoice)),
  }
}

type Deed = (scene: Scene, step: number) => Promise<void> | void

/** Takes one of the deeds that fit. @returns its name */
async function act(scene: Scene, step: number): Promise<string> {
  const names = Object.keys(DEEDS)
  const what = step < names.length ? (names[step] ?? '') : scene.dice.of(names)
  await DEEDS[what]?.(scene, step)
  return what
}

const DEEDS: Record<string, Deed> = {
  'nothing happens': () => {},
  'the address of the client changes': async ({ anna, client, dice }, step) => {
    const { version } = (await clientCard(anna, client)).client
    const address = dice.onceIn(4) ? '' : `г. Тверь, ул. Новая, д. ${step}`
    await changeClient(anna, client, { version, address, phone: `+7 (000) 000-${step}` })
  },
  'a person is added': async ({ anna, client }, step) => {
    await addContact(anna, client, { name: `Лицо «${step}»`, position: '', phone: '', email: '' })
  },
  'a person is renamed': async ({ anna, client, dice }, step) => {
    const { contacts } = await clientCard(anna, client)
    await changeContact(anna, dice.of(contacts).id, { name: `Ё ${step}`, position: 'директор', phone: '1', email: '' })
  },
  'a legal entity is added': async ({ anna, client }, step) => {
    const numbers = { taxNumber: companyNumber(5_000 + step), reasonCode: '770101001' }
    await addCounterparty(anna, client, { name: `Филиал ${step}`, ...numbers })
  },
  'the base moves and renames a counterparty': ({ here }, step) => {
    const texts = contactRows({ address: `г. Псков, д. ${step}`, phone: '+7 (000) 111' })
    const rows = texts.map((row, at) => ({ ...row, LineNumber: String(at + 1) }))
    const body = { Description: `Ромашка ${step} ООО`, КонтактнаяИнформация: rows }
    here.simulator.ledger.change(COUNTERPARTY, demoKeys.counterparties.K1, body, ELENA)
  },
  'the base marks a counterparty or takes the mark away': ({ here }) => {
    const entity = here.simulator.base.get(COUNTERPARTY, demoKeys.counterparties.K2)
    const body = { DeletionMark: entity?.fields['DeletionMark'] !== true }
    here.simulator.ledger.change(COUNTERPARTY, demoKeys.counterparties.K2, body, ELENA)
  },
  'an invoice is asked for': async (scene) => {
    if (scene.own === '') scene.own = (await scene.here.order()).invoice
    scene.here.clock.tick(70_000)
  },
  'the price of an invoice changes': ({ here, number }, step) => here.accounting.reprice(number, 1, 100 + step / 4),
  'an invoice is renumbered': (scene, step) => {
    scene.here.accounting.renumber(scene.number, `ТЕЛ0-7${String(step).padStart(5, '0')}`)
    scene.number = `ТЕЛ0-7${String(step).padStart(5, '0')}`
  },
  'an invoice is marked or the mark is taken away': ({ here, number }) => {
    const marked = here.accounting.invoice(number).fields['DeletionMark'] === true
    here.accounting.mark(number, !marked)
  },
  'a payment comes in': (scene, step) => {
    scene.receipt = scene.here.accounting.receive([[scene.number, 100 + step]])
  },
  'a payment is taken back': (scene) => {
    if (scene.receipt !== '') scene.here.accounting.unpostReceipt(scene.receipt)
    scene.receipt = ''
  },
  'the base says what cannot be read': (scene) => {
    if (scene.mended !== null) return
    const entity = scene.here.accounting.invoice(scene.number)
    scene.mended = entity
    scene.here.simulator.base.put({ ...entity, fields: { ...entity.fields, Date: 'когда-нибудь' } })
  },
  'it can be read again': (scene) => {
    const { base } = scene.here.simulator
    const entity = scene.mended && base.get(INVOICE, scene.mended.key)
    if (entity && scene.mended)
      base.put({ ...entity, fields: { ...entity.fields, Date: scene.mended.fields['Date'] ?? '' } })
    scene.mended = null
  },
  'what an invoice names gets another name': ({ here, dice }, step) => {
    const [set, key] = dice.of([
      [CONTRACT, Object.values(demoKeys.contracts)[0]],
      [PRODUCT, Object.values(demoKeys.products)[0]],
      [ORGANISATION, Object.values(demoKeys.organisations)[0]],
    ] as const)
    here.simulator.ledger.change(set, key ?? '', { Description: `Имя ${step}` }, ELENA)
  },
  'the base goes away': (scene) => {
    scene.down = true
    scene.here.accounting.down(true)
  },
  'the client is edited meanwhile': async ({ anna, client }, step) => {
    const { version } = (await clientCard(anna, client)).client
    await changeClient(anna, client, { version, note: `шаг ${step}`, name: `Ромашка, ${step}` })
  },
  'the base comes back': (scene) => {
    scene.down = false
    scene.here.accounting.down(false)
    scene.here.clock.tick(120_000)
  },
  'a spare invoice is asked for and withdrawn': async (scene) => {
    if (scene.spare !== '') return
    scene.here.accounting.down(true)
    scene.spare = (await scene.here.order()).invoice
    await cancelInvoice(scene.anna, { invoiceId: scene.spare })
    if (!scene.down) scene.here.accounting.down(false)
  },
  'the base deletes an invoice for good': (scene, step) => {
    if (step > 25 && scene.doomed !== '') scene.here.simulator.ledger.remove(INVOICE, scene.doomed, ELENA)
    if (step > 25) scene.doomed = ''
  },
  'the zone of the base is set anew': async ({ here, dice }) => {
    const zone = dice.of(['Europe/Moscow', 'Asia/Yekaterinburg', 'Europe/Berlin'])
    await here.bridge.database.db('bases').update({ time_zone: zone })
  },
}
