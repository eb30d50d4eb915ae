/** A small company for the tests of the store: two departments, their clients, one counterparty and one cycle. */
import { randomUUID } from 'node:crypto'
import type { Role, Viewer } from '../../bridge/domain/people.ts'
import { addClient } from '../../bridge/store/clients.ts'
import { contextOn, type Context } from '../../bridge/store/context.ts'
import { addCycle } from '../../bridge/store/cycles.ts'
import type { Database } from '../../bridge/store/db.ts'
import { saveUser } from '../../bridge/store/users.ts'

export const NOW = '2026-11-24T09:00:00.000Z'

/** A context on behalf of a person of this role and department. */
export async function person(database: Database, role: Role, department = ''): Promise<Context> {
  const id = randomUUID()
  const user = {
    id,
    login: id,
    name: `${role} ${department}`.trim(),
    role,
    department,
    language: 'ru',
    active: true,
  } as const
  const rowId = await saveUser(database.db, { ...user, passwordHash: 'not a hash' })
  const viewer: Viewer = { rowId, id, name: user.name, role, department, language: 'ru' }
  return contextOn(database, { viewer, now: () => NOW, newId: randomUUID })
}

const BLANK = { profile: '', industry: '', region: '', website: '', address: '', phone: '', email: '', note: '' }

/** @returns the public id of a client that this person answers for. */
export async function clientOf(manager: Context, name: string): Promise<string> {
  const id = manager.newId()
  await addClient(manager, { ...BLANK, id, name, managerRowId: manager.viewer.rowId })
  return id
}

/** A cycle of two stages. @returns row ids. */
export async function twoStages(ctx: Context): Promise<{ cycle: number; first: number; second: number }> {
  const stage = { kind: 'open', normDays: 0, onFact: '' } as const
  const stages = [
    { ...stage, id: ctx.newId(), name: 'Знакомство', position: 1 },
    { ...stage, id: ctx.newId(), name: 'Счёт', position: 2 },
  ]
  const cycle = await addCycle(ctx.db, { id: ctx.newId(), name: 'Продажа', stages })
  const rows: { id: number }[] = await ctx.db('stages').where('cycle_id', cycle).orderBy('position').select('id')
  return { cycle, first: rows[0]?.id ?? 0, second: rows[1]?.id ?? 0 }
}
