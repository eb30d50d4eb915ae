/** Legal entities with one tax number, and who serves them: so that nobody draws up a double. */
import type { Db } from './db.ts'
import { holdLock } from './dialect.ts'

export interface SameTaxNumber {
  id: string
  name: string
  reasonCode: string
  /** Client that it stands for, and the manager of that client; '' = nobody's yet. */
  clientName: string
  managerName: string
}

const MOST_BRANCHES = 100

/**
 * Whoever brings entities that may not be there yet, a person or a base, waits for whoever else does: otherwise both would find that
 * nobody has them. To be held before one looks, until the end of the transaction.
 */
export async function holdNewEntities(tx: Db): Promise<void> {
  await holdLock(tx, 'zveno.new-counterparties')
}

/** Neither marked nor gone, oldest first. Shown whatever the viewer may see: a double would cost more than a name. */
export async function sameTaxNumber(db: Db, taxNumber: string): Promise<SameTaxNumber[]> {
  if (taxNumber === '') return []
  const rows = (await db('counterparties')
    .leftJoin('client_counterparties', 'client_counterparties.counterparty_id', 'counterparties.id')
    .leftJoin('clients', 'clients.id', 'client_counterparties.client_id')
    .leftJoin('users', 'users.id', 'clients.manager_id')
    .where({ 'counterparties.tax_number': taxNumber, 'counterparties.is_group': false })
    .where({ 'counterparties.marked': false, 'counterparties.gone': false })
    .whereNull('counterparties.alias_of')
    .orderBy('counterparties.id')
    .limit(MOST_BRANCHES)
    .select('counterparties.uuid', 'counterparties.name', 'counterparties.reason_code')
    .select('clients.name as client_name', 'users.name as manager_name')) as Record<string, string | null>[]
  return rows.map((row) => ({
    id: row['uuid'] ?? '',
    name: row['name'] ?? '',
    reasonCode: row['reason_code'] ?? '',
    clientName: row['client_name'] ?? '',
    managerName: row['manager_name'] ?? '',
  }))
}
