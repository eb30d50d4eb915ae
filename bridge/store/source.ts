/** Where an accounting record came from, out of its columns `base_name` and `as_of`. */
import type { Source } from '../domain/client.ts'

/** A row that belongs to a base and was never observed there is on its way. */
export function sourceOf(row: { base_name: string | null; as_of: string }): Source {
  if (row.base_name === null) return { origin: 'crm', base: '', asOf: null }
  return { origin: row.as_of === '' ? 'queued' : 'base', base: row.base_name, asOf: row.as_of || null }
}
