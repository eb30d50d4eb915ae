/** Natural persons that Zveno knows: a contact, a sole proprietor or private person of accounting, or a client who is one. */
import { Problem } from '../domain/problem.ts'
import type { PersonNoun } from '../domain/personal-data.ts'
import type { Verb } from '../domain/allow.ts'
import { clientBehind } from './client-counterparties.ts'
import { findClient } from './clients.ts'
import { findContact } from './contacts.ts'
import { findCounterparty } from './counterparties.ts'
import type { Db } from './db.ts'
import type { Seeing } from './visibility.ts'

export interface PersonRecord {
  noun: PersonNoun
  rowId: number
  id: string
}

export interface StoredPerson extends PersonRecord {
  name: string
  /** For `allow`. */
  managerId: string
  department: string
  /** The record itself first, then what stands for the same person. */
  records: PersonRecord[]
}

/**
 * By the public id of any of the three.
 * @throws Problem `person.not-found` also for one that the viewer may not see; `person.is-company`
 */
export async function findPerson(seeing: Seeing, verb: Verb, id: string): Promise<StoredPerson> {
  const { db } = seeing
  if (await db('contacts').where('uuid', id).first('id')) return contactPerson(seeing, id)
  if (await db('clients').where('uuid', id).first('id')) return clientPerson(seeing, id)
  if (await db('counterparties').where('uuid', id).first('id')) return counterpartyPerson(seeing, verb, id)
  throw new Problem('person.not-found')
}

async function contactPerson(seeing: Seeing, id: string): Promise<StoredPerson> {
  const { rowId, name, managerId, department } = await findContact(seeing, id).catch(asPerson)
  const record = { noun: 'contact' as const, rowId, id }
  return { ...record, name, managerId, department, records: [record] }
}

async function clientPerson(seeing: Seeing, id: string): Promise<StoredPerson> {
  const { rowId, name, managerId, department } = await findClient(seeing, id).catch(asPerson)
  if (await standsForCompany(seeing.db, rowId)) throw new Problem('person.is-company', { name })
  const record = { noun: 'client' as const, rowId, id }
  const records = [record, ...(await entitiesOf(seeing.db, rowId)), ...(await namesakes(seeing.db, rowId))]
  return { ...record, name, managerId, department, records }
}

async function counterpartyPerson(seeing: Seeing, verb: Verb, id: string): Promise<StoredPerson> {
  const { rowId, name, legalForm } = await findCounterparty(seeing, id)
  const client = await clientBehind(seeing, verb, rowId)
  if (!client) throw new Problem('person.not-found')
  if (legalForm === 'company') throw new Problem('person.is-company', { name })
  const record = { noun: 'counterparty' as const, rowId, id }
  const aliases: IdRow[] = await seeing.db('counterparties').where('alias_of', rowId).select('id', 'uuid')
  return { ...record, name, ...client, records: [record, ...aliases.map(asCounterparty)] }
}

/** A client of whom accounting knows a company is no person. */
export async function standsForCompany(db: Db, clientRowId: number): Promise<boolean> {
  const company: object | undefined = await tied(db, clientRowId)
    .where('counterparties.legal_form', 'company')
    .first('counterparties.id')
  return company !== undefined
}

interface IdRow {
  id: number
  uuid: string
}

/** Legal entities that stand for this client alone; another client's stay. */
async function entitiesOf(db: Db, clientRowId: number): Promise<PersonRecord[]> {
  const rows: IdRow[] = await tied(db, clientRowId).select('counterparties.id', 'counterparties.uuid')
  const ids = rows.map(({ id }) => id)
  const shared: number[] = await db('client_counterparties')
    .whereIn('counterparty_id', ids)
    .whereNot('client_id', clientRowId)
    .pluck('counterparty_id')
  return rows.filter(({ id }) => !shared.includes(id)).map(asCounterparty)
}

function tied(db: Db, clientRowId: number) {
  return db('counterparties')
    .join('client_counterparties', 'client_counterparties.counterparty_id', 'counterparties.id')
    .where('client_counterparties.client_id', clientRowId)
}

/** A contact of the same name is the client once more. */
async function namesakes(db: Db, clientRowId: number): Promise<PersonRecord[]> {
  const same = db('clients').where('id', clientRowId).select('search_key')
  const rows: IdRow[] = await db('contacts').where('client_id', clientRowId).whereIn('search_key', same)
  return rows.map(({ id, uuid }) => ({ noun: 'contact', rowId: id, id: uuid }))
}

function asCounterparty({ id, uuid }: IdRow): PersonRecord {
  return { noun: 'counterparty', rowId: id, id: uuid }
}

function asPerson(error: unknown): never {
  if (error instanceof Problem && error.code.endsWith('.not-found')) throw new Problem('person.not-found')
  throw error
}

/** Row ids of one noun. */
export function rowsOf(records: PersonRecord[], noun: PersonNoun): number[] {
  return records.filter((one) => one.noun === noun).map(({ rowId }) => rowId)
}
