/** Changes the card of a client, if nobody else has changed it since it was looked at. */
import { allow } from '../domain/allow.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { changeClient as saveClient, findClient, type ClientFields } from '../store/clients.ts'
import type { Context } from '../store/context.ts'
import { refuseErased } from './refuse-erased.ts'

export type ChangeClient = Partial<ClientFields> & { version: number }

/** @throws Problem `client.not-found` `access.denied` `client.changed` `person.erased` */
export async function changeClient(ctx: Context, id: string, input: ChangeClient): Promise<void> {
  const { version, ...set } = input
  await ctx.transaction(async (tx) => {
    const client = await findClient(tx, id)
    allow(tx.viewer, 'change-client', client)
    await refuseErased(tx, id)
    if (client.version !== version) throw new Problem('client.changed')
    await saveClient(tx, { rowId: client.rowId, version }, set)
    await audit(tx, { action: 'change-client', subject: `client:${id}`, facts: { fields: Object.keys(set).join(' ') } })
  })
}
