/** Contacts: the people we talk to at a client. Whoever sees the client sees them. */
import type { Contact } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import { searchKey } from '../domain/search-key.ts'
import { deedOf, formerly, keepChanges, rowsBefore } from './changes.ts'
import type { Context } from './context.ts'
import type { Stored } from './rows.ts'
import { onlyOf, type Seeing } from './visibility.ts'

export interface StoredContact extends Stored<Contact> {
  clientRowId: number
  /** Manager of the client, for `allow`. */
  managerId: string
  department: string
}

export type ContactFields = Pick<Contact, 'name' | 'position' | 'phone' | 'email'>

interface ContactRow extends ContactFields {
  id: number
  uuid: string
  client_id: number
  client_uuid: string
  manager_uuid: string
  department: string
}

/** @throws Problem `contact.not-found` also for a contact of a client that the viewer may not see */
export async function findContact(seeing: Seeing, id: string): Promise<StoredContact> {
  const row: ContactRow | undefined = await seen(seeing).where('contacts.uuid', id).first()
  if (!row) throw notFound('contact')
  return fromRow(row)
}

export async function addContact(
  ctx: Context,
  contact: ContactFields & { id: string; clientRowId: number },
): Promise<void> {
  const at = ctx.now()
  const { id, clientRowId, ...fields } = contact
  const [stored] = (await ctx
    .db('contacts')
    .insert({ ...toRow(fields), uuid: id, client_id: clientRowId, version: 1, created_at: at, updated_at: at })
    .returning('id')) as { id: number }[]
  await keepChanges(ctx.db, deedOf(ctx, 'add-contact'), [{ noun: 'contact', ourId: stored?.id ?? 0, was: null }])
}

export async function changeContact(ctx: Context, rowId: number, fields: ContactFields): Promise<void> {
  const before = (await rowsBefore(ctx.db, 'contact', [rowId])).get(rowId) ?? {}
  await ctx
    .db('contacts')
    .where('id', rowId)
    .update({ ...toRow(fields), updated_at: ctx.now() })
    .increment('version', 1)
  const was = formerly(before, toRow(fields))
  await keepChanges(ctx.db, deedOf(ctx, 'change-contact'), [{ noun: 'contact', ourId: rowId, was }])
}

function seen(seeing: Seeing) {
  return seeing
    .db('contacts')
    .join('clients', 'clients.id', 'contacts.client_id')
    .join('users', 'users.id', 'clients.manager_id')
    .modify(onlyOf(seeing, 'see-clients', 'clients.manager_id'))
    .select('contacts.*', 'clients.uuid as client_uuid', 'users.uuid as manager_uuid', 'users.department')
}

function toRow({ name, position, phone, email }: ContactFields): ContactFields & { search_key: string } {
  return { name, search_key: searchKey(name), position, phone, email }
}

function fromRow(row: ContactRow): StoredContact {
  const { name, position, phone, email, department } = row
  return {
    name,
    position,
    phone,
    email,
    department,
    rowId: row.id,
    id: row.uuid,
    clientRowId: row.client_id,
    clientId: row.client_uuid,
    managerId: row.manager_uuid,
  }
}
