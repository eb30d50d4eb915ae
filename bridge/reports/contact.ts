/** One person at a client. */
import type { Contact } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import { onlyOf, type Asking, type Row } from './asking.ts'
import { text } from './rows.ts'
import { toContact } from './shapes.ts'

/** @throws Problem `contact.not-found`, also for one whose client the viewer may not see */
export async function contact(asking: Asking, id: string): Promise<Contact> {
  const row = (await asking
    .db('contacts')
    .join('clients', 'clients.id', 'contacts.client_id')
    .where('contacts.uuid', id)
    .modify(onlyOf(asking, 'see-clients', 'clients.manager_id'))
    .first('contacts.*', { client_uuid: 'clients.uuid' })) as Row | undefined
  if (!row) throw notFound('contact')
  return toContact(row, text(row, 'client_uuid'))
}
