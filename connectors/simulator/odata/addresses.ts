/** Writes addresses of entities the way the service does: `Catalog_X(guid'…')`, `R_RecordType(Recorder='…', LineNumber=1, …)`. */
import { textOf } from './reading/items.ts'
import type { Item } from './reading/items.ts'
import { EMPTY_GUID } from '../base/model.ts'
import type { Edm } from './metadata/sets.ts'

/** Relative to the root of the service. */
export function itemAddress(item: Item): string {
  const { set } = item
  const [only, ...others] = set.key
  if (only === 'Ref_Key' && others.length === 0) return `${set.name}(guid'${textOf(item, 'Ref_Key')}')`
  // Documented: a constant is addressed by an empty guid, whatever its key is called.
  if (set.kind === 'constant') return entityAddress(set.name, EMPTY_GUID)
  const parts = set.key.map((name) => `${name}=${literal(textOf(item, name), set.byName.get(name)?.edm)}`)
  return `${set.name}(${parts.join(', ')})`
}

export function entityAddress(set: string, key: string): string {
  return `${set}(guid'${key}')`
}

function literal(value: string, edm: Edm | undefined): string {
  if (edm === 'Edm.Guid') return `guid'${value}'`
  if (edm === 'Edm.DateTime') return `datetime'${value}'`
  if (edm === 'Edm.String') return `'${value.replaceAll("'", "''")}'`
  return value
}
