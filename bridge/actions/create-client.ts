/** Opens the card of a new client; whoever opens it answers for it. */
import { allow } from '../domain/allow.ts'
import { audit } from '../store/audit.ts'
import { addClient, type ClientFields } from '../store/clients.ts'
import type { Context } from '../store/context.ts'

export type CreateClient = Partial<ClientFields> & Pick<ClientFields, 'name'>

/** @returns the id of the new client. @throws Problem `access.denied` */
export async function createClient(ctx: Context, input: CreateClient): Promise<string> {
  allow(ctx.viewer, 'create-client')
  const id = ctx.newId()
  const client = { ...BLANK, ...input, name: input.name.trim(), id, managerRowId: ctx.viewer.rowId }
  await ctx.transaction(async (tx) => {
    await addClient(tx, client)
    await audit(tx, { action: 'create-client', subject: `client:${id}`, facts: {} })
  })
  return id
}

const BLANK: ClientFields = {
  name: '',
  profile: '',
  industry: '',
  region: '',
  website: '',
  address: '',
  phone: '',
  email: '',
  note: '',
}
