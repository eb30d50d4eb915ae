/** How did the card of a client look at a moment: facts, people and legal entities, each on both sides? */
import type { Counterparty } from '../domain/client.ts'
import { searchKey } from '../domain/search-key.ts'
import { changesOf } from '../store/former-rows.ts'
import { asOf, momentOf } from './as-of.ts'
import type { AsOf, ClientAsOf, CounterpartyAsOf, SideField } from './as-of-answers.ts'
import type { Asking, Row } from './asking.ts'
import type { Ours } from './both-sides.ts'
import { clientRow, contactRows, counterpartyRows } from './client-card.ts'
import { counterpartyRow } from './counterparty.ts'
import { number } from './rows.ts'
import { toClient, toContact, toCounterparty } from './shapes.ts'

/** Ties of one client that are looked at. */
const MOST_TIES = 1_000

/** @throws Problem `client.not-found` `moment.wrong` `moment.in-future` */
export async function clientAsOf(asking: Asking, id: string, { at }: { at: string }): Promise<ClientAsOf> {
  const row = await clientRow(asking, id)
  const moment = momentOf(asking, at)
  const card = await asOf(asking, { noun: 'client', row, card: toClient, ours: factsOf }, moment)
  if (card.state === 'not-yet') return { ...card, contacts: [], counterparties: [] }
  const contacts = await Promise.all(
    (await contactRows(asking, number(row, 'id'))).map((contact) =>
      asOf(
        asking,
        { noun: 'contact', row: contact, card: (one) => toContact(one, id), ours: (one) => pick(one, CONTACT) },
        moment,
      ),
    ),
  )
  const counterparties = await Promise.all(
    (await tiedAt(asking, row, moment)).map((one) => counterpartyAt(asking, one, moment)),
  )
  return {
    ...card,
    fields: card.fields.map((field) => besideBase(field, counterparties)),
    contacts: inOrder(contacts),
    counterparties: inOrder(counterparties),
  }
}

/** @throws Problem `counterparty.not-found` `moment.wrong` `moment.in-future` */
export async function counterpartyAsOf(asking: Asking, id: string, { at }: { at: string }): Promise<CounterpartyAsOf> {
  const row = await counterpartyRow(asking, id)
  return counterpartyAt(asking, row, momentOf(asking, at))
}

function counterpartyAt(asking: Asking, row: Row, at: string): Promise<AsOf<Counterparty>> {
  return asOf(asking, { noun: 'counterparty', row, card: entityOf, ours: requisitesOf }, at)
}

/** It may have been ours alone then. */
function entityOf(row: Row): Counterparty {
  return toCounterparty(row['base_id'] === null ? { ...row, base_name: null } : row)
}

const CLIENT = ['name', 'profile', 'industry', 'region', 'phone', 'email', 'website', 'address', 'note'] as const
const CONTACT = ['name', 'position', 'phone', 'email'] as const

function factsOf(row: Row): Ours {
  return { manager: toClient(row).managerName, ...pick(row, CLIENT) }
}

function pick(row: Row, columns: readonly string[]): Ours {
  return Object.fromEntries(columns.map((column) => [column, String(row[column] ?? '')]))
}

function requisitesOf(row: Row): Ours {
  const { name, fullName, legalForm, taxNumber, reasonCode, phone, email, address, marked } = toCounterparty(row)
  return { name, fullName, legalForm, taxNumber, reasonCode, phone, email, address, marked }
}

/** Those that had been tied by then; what was tied before ties were kept counts as always tied. */
async function tiedAt(asking: Asking, row: Row, at: string): Promise<Row[]> {
  const ties = await changesOf(asking.db, { noun: 'tie', ourIds: [number(row, 'id')] }, MOST_TIES)
  const later = new Set(ties.filter((tie) => tie.at > at).map(({ was }) => was?.['counterparty']))
  return (await counterpartyRows(asking, number(row, 'id'))).filter((one) => !later.has(number(one, 'id')))
}

/** In the order of the card; what was not there yet is left out. */
function inOrder<R extends { name: string }>(list: AsOf<R>[]): AsOf<R>[] {
  const name = ({ ours, fields }: AsOf<R>) =>
    searchKey(ours?.name ?? fields.find(({ field }) => field === 'name')?.theirs ?? '')
  return list
    .filter(({ state, told }) => state !== 'not-yet' || told !== null)
    .toSorted((one, other) => (name(one) < name(other) ? -1 : 1))
}

/** The base keeps address, phone and e-mail with the legal entities: the card is held against all of them. */
const WITH_ENTITIES = ['address', 'phone', 'email']

function besideBase(field: SideField, counterparties: AsOf<Counterparty>[]): SideField {
  if (!WITH_ENTITIES.includes(field.field)) return field
  const told = counterparties.flatMap(({ fields }) => fields.filter((one) => one.field === field.field && one.theirs))
  const theirs = [...new Set(told.map((one) => one.theirs ?? ''))]
  if (theirs.length === 0) return field
  const differs = field.ours !== null && field.ours !== '' && !theirs.includes(field.ours.trim())
  return { ...field, theirs: theirs.join('; '), differs }
}
