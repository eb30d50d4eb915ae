/** Both sides of a reconciliation in the hands of a test: documents of the base with their rows of ours, and ways to spoil either. */
import { askReconciliation } from '../../bridge/actions/ask-reconciliation.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import type { Comparison } from '../../bridge/domain/reconciliation.ts'
import { listBases } from '../../bridge/store/bases.ts'
import type { Entity } from '../../connectors/simulator/base/model.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { doorLike } from './door.ts'
import type { Workshop } from './workshop.ts'

export const KINDS = {
  invoice: 'Document_СчетНаОплатуПокупателю',
  'bank-receipt': 'Document_ПоступлениеНаРасчетныйСчет',
} as const
export type Kind = keyof typeof KINDS

export const TABLES = { invoice: 'invoices', 'bank-receipt': 'payments' } as const

/** A document that both sides have. */
export interface Coupled {
  noun: Kind
  entity: Entity
  ourId: number
}

export async function coupled({ bridge, simulator }: Workshop): Promise<Coupled[]> {
  const links: { noun: Kind; foreign_key: string; our_id: number }[] = await bridge.database
    .db('links')
    .whereIn('noun', Object.keys(KINDS))
    .where('gone', false)
    .orderBy('id')
  return links.flatMap(({ noun, foreign_key: key, our_id: ourId }) => {
    const entity = simulator.base.get(KINDS[noun], key)
    return entity ? [{ noun, entity, ourId }] : []
  })
}

/** An engine to which the base tells nothing of its changes: only a comparison can find them. */
export function deafEngine(here: Workshop): Engine {
  return here.engineOf({ open: async (base) => doorLike(await here.bridge.open(base), { changes: () => nothing() }) })
}

async function* nothing(): AsyncGenerator<never> {
  // The message about the change was lost on its way.
}

/** Changes a document of the base without a new version, as a repair of its tables would. */
export function spoil({ simulator: { base } }: Workshop, { entity }: Coupled, fields: Entity['fields']): void {
  Object.assign(entity.fields, fields)
  // Any write: what the base has worked out from its state is worked out anew.
  const [currency] = base.all('Catalog_Валюты')
  if (currency) base.put(currency)
}

/** Asks for a comparison of the one base and lets the engine make it. @returns the certificate with its differences */
export async function certified(here: Workshop, engine: Engine): Promise<Certified> {
  const { database, robot } = here.bridge
  const [base] = await listBases(database.db)
  const { id } = await askReconciliation(contextFor(here.bridge, robot), { baseId: base?.id ?? '' })
  await engine.once()
  const row = (await database.db('certificates').where('uuid', id).first()) as Row
  const differences: Row[] = await database.db('differences').where('certificate_id', row['id']).orderBy('id')
  return {
    id,
    state: String(row['state']),
    reason: String(row['reason']),
    body: JSON.parse(String(row['body'])) as Comparison,
    differences,
  }
}

/** All certificates, oldest first. */
export async function listed({ bridge }: Workshop): Promise<Row[]> {
  return bridge.database.db('certificates').orderBy('id')
}

type Row = Record<string, string | number | null>

export interface Certified {
  id: string
  state: string
  reason: string
  body: Comparison
  differences: Row[]
}
