/** Picks the configuration folder that fits a base: recognised by the connector, then by what the base publishes. */
import type { Catalogue, CatalogueField } from '../../../connectors/connector.ts'
import type { MappingSet } from './load-mapping.ts'

/** The set with the most telltales that all hold; null when the configuration is unknown to us. */
export function chooseMappings(sets: MappingSet[], catalogue: Catalogue): MappingSet | null {
  const fitting = sets.filter(
    (set) => set.configuration === catalogue.configuration && set.telltale.every((tale) => holds(tale, catalogue)),
  )
  return fitting.sort((one, other) => other.telltale.length - one.telltale.length)[0] ?? null
}

/** For a base that nobody recognises: the set of which it publishes most, and what that set still lacks. */
export function nearestSet(sets: MappingSet[], { kinds }: Catalogue): { nearest: string; missing: string } {
  const wanted = sets.map(({ name, mappings }) => {
    const needed = [...new Set(Object.values(mappings).map(({ kind }) => kind))]
    return { name, missing: needed.filter((kind) => !kinds.has(kind)) }
  })
  const [nearest] = wanted.toSorted((one, other) => one.missing.length - other.missing.length)
  return { nearest: nearest?.name ?? '', missing: nearest?.missing.join(', ') ?? '' }
}

/** `Товары.Номенклатура_Type` = a column of a section. */
function holds({ kind, field }: { kind: string; field: string }, catalogue: Catalogue): boolean {
  const [first = '', column] = field.split('.')
  const fields = catalogue.kinds.get(kind)?.fields ?? []
  if (column === undefined) return publishes(fields, first)
  return publishes(fields.find(({ name }) => name === first)?.rows ?? [], column)
}

function publishes(fields: CatalogueField[], name: string): boolean {
  const composite = fields.some((field) => field.composite === true && `${field.name}_Type` === name)
  return composite || fields.some((field) => field.name === name)
}
