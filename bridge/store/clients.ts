/** Clients: who we sell to, each with the manager who answers for them. */
import type { Client } from '../domain/client.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { searchKey } from '../domain/search-key.ts'
import { deedOf, formerly, keepChanges } from './changes.ts'
import type { Context } from './context.ts'
import { given, type Stored } from './rows.ts'
import { onlyOf, type Seeing } from './visibility.ts'

export interface StoredClient extends Stored<Client> {
  managerRowId: number
  /** Department of the manager, for `allow`. */
  department: string
}

/** What people may fill in themselves. */
export type ClientFields = Pick<
  Client,
  'name' | 'profile' | 'industry' | 'region' | 'website' | 'address' | 'phone' | 'email' | 'note'
>

interface ClientRow extends ClientFields {
  id: number
  uuid: string
  manager_id: number
  manager_uuid: string
  manager_name: string
  department: string
  version: number
  created_at: string
}

/** @throws Problem `client.not-found` also for a client that the viewer may not see */
export async function findClient(seeing: Seeing, id: string): Promise<StoredClient> {
  const row = await firstClient(seeing, { 'clients.uuid': id })
  if (!row) throw notFound('client')
  return fromRow(row)
}

/** @returns the row id. */
export async function addClient(
  ctx: Context,
  client: ClientFields & { id: string; managerRowId: number },
): Promise<number> {
  const at = ctx.now()
  const { id, managerRowId, ...fields } = client
  const [stored] = (await ctx
    .db('clients')
    .insert({ ...toRow(fields), uuid: id, manager_id: managerRowId, version: 1, created_at: at, updated_at: at })
    .returning('id')) as { id: number }[]
  const rowId = stored?.id ?? 0
  await keepChanges(ctx.db, deedOf(ctx, 'create-client'), [{ noun: 'client', ourId: rowId, was: null }])
  return rowId
}

/** @throws Problem `client.changed` when somebody saved another version meanwhile */
export async function changeClient(
  ctx: Context,
  seen: { rowId: number; version: number },
  set: Partial<ClientFields> & { managerRowId?: number },
): Promise<void> {
  const columns = { ...toRow(set), ...given({ manager_id: set.managerRowId }), version: seen.version + 1 }
  const seenRow = { id: seen.rowId, version: seen.version }
  const before = (await ctx.db('clients').where(seenRow).first()) as object | undefined
  const changed = await ctx
    .db('clients')
    .where(seenRow)
    .update({ ...columns, updated_at: ctx.now() })
  if (changed === 0 || !before) throw new Problem('client.changed')
  const was = formerly(before, columns)
  await keepChanges(ctx.db, deedOf(ctx, 'change-client'), [{ noun: 'client', ourId: seen.rowId, was }])
}

function firstClient(seeing: Seeing, where: object): Promise<ClientRow | undefined> {
  return seeing
    .db('clients')
    .join('users', 'users.id', 'clients.manager_id')
    .where(where)
    .modify(onlyOf(seeing, 'see-clients', 'clients.manager_id'))
    .first('clients.*', 'users.uuid as manager_uuid', 'users.name as manager_name', 'users.department')
}

function toRow(fields: Partial<ClientFields>): ReturnType<typeof given> {
  const { name, profile, industry, region, website, address, phone, email, note } = fields
  const search_key = name === undefined ? undefined : searchKey(name)
  return given({ name, search_key, profile, industry, region, website, address, phone, email, note })
}

function fromRow(row: ClientRow): StoredClient {
  const { name, profile, industry, region, website, address, phone, email, note, version, department } = row
  return {
    name,
    profile,
    industry,
    region,
    website,
    address,
    phone,
    email,
    note,
    version,
    department,
    rowId: row.id,
    id: row.uuid,
    managerRowId: row.manager_id,
    managerId: row.manager_uuid,
    managerName: row.manager_name,
    createdAt: row.created_at,
  }
}
