/** Narrows a page to the fields that are wanted (`$select`). */
import type { CatalogueField } from '../connector.ts'
import type { ODataKind } from './catalogue.ts'

/** Encoded signs: with path and filter the address stays below the 3 000 at which servers cut it (observed). */
const MOST_SIGNS = 2_000

/** What every record is known by. */
const ALWAYS = ['Ref_Key', 'DataVersion']

/**
 * The wanted fields as far as the base publishes them: an unknown name would be refused (observed). undefined = ask for all.
 * @param wanted columns of a section as `Товары/Цена`
 */
export function selectOf(kind: ODataKind, wanted: string[]): string | undefined {
  const named = wanted.filter((name) => isPublished(kind.fields, name.split('/')))
  if (named.length === 0) return undefined
  const always = ALWAYS.filter((name) => isPublished(kind.fields, [name]))
  const list = [...new Set([...always, ...named])].join(',')
  return encodeURIComponent(list).length > MOST_SIGNS ? undefined : list
}

function isPublished(fields: CatalogueField[], [name, ...columns]: string[]): boolean {
  const field = fields.find((candidate) => candidate.name === name)
  if (!field) return false
  return columns.length === 0 || isPublished(field.rows ?? [], columns)
}
