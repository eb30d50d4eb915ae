/** Writes down a person at a client, or what has changed about them. */
import { allow } from '../domain/allow.ts'
import { audit } from '../store/audit.ts'
import { findClient } from '../store/clients.ts'
import { addContact as insert, changeContact as update, findContact, type ContactFields } from '../store/contacts.ts'
import type { Context } from '../store/context.ts'
import { refuseErased } from './refuse-erased.ts'

/** @returns the id of the new contact. @throws Problem `client.not-found` `access.denied` */
export async function addContact(ctx: Context, clientId: string, input: ContactFields): Promise<string> {
  const id = ctx.newId()
  await ctx.transaction(async (tx) => {
    const client = await findClient(tx, clientId)
    allow(tx.viewer, 'change-client', client)
    await insert(tx, { ...input, id, clientRowId: client.rowId })
    await audit(tx, { action: 'add-contact', subject: `contact:${id}`, facts: { client: clientId } })
  })
  return id
}

/** @throws Problem `contact.not-found` `access.denied` `person.erased` */
export async function changeContact(ctx: Context, id: string, input: ContactFields): Promise<void> {
  await ctx.transaction(async (tx) => {
    const contact = await findContact(tx, id)
    allow(tx.viewer, 'change-client', contact)
    await refuseErased(tx, id)
    await update(tx, contact.rowId, input)
    await audit(tx, { action: 'change-contact', subject: `contact:${id}`, facts: {} })
  })
}
