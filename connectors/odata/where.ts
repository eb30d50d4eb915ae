/** Builds `$filter` texts: names come from the published description only, values become literals of the published type. */
import type { CatalogueField, Fields } from '../connector.ts'
import { Misfit, Refused } from '../errors.ts'
import type { ODataKind } from './catalogue.ts'
import { isObject } from './json.ts'
import { datetime, guid, number, text } from './literals.ts'

/** `ИНН eq '7700…' and КПП eq ''` for field -> exact value; `{ startsWith: 'zveno:' }` for the beginning of a text. */
export function filterOf(kind: ODataKind, where: Fields): string {
  const conditions = Object.keys(where).map((name) => condition(kind, where, name))
  return conditions.filter((part) => part !== '').join(' and ')
}

/** `Date ge … and Date lt …` over the naive time of the base. */
export function withinDates(from: string | undefined, until: string | undefined): string | undefined {
  const parts = [
    from === undefined ? '' : `Date ge ${datetime(from)}`,
    until === undefined ? '' : `Date lt ${datetime(until)}`,
  ]
  return parts.filter((part) => part !== '').join(' and ') || undefined
}

/** `Ref_Key eq guid'…' or Ref_Key eq guid'…'`. */
export function anyOfKeys(keys: string[]): string {
  return keys.map((key) => `Ref_Key eq ${guid(key)}`).join(' or ')
}

/** The field of that name. @throws Misfit `base.unknown-field` */
export function fieldOf(kind: ODataKind, name: string): CatalogueField {
  const field = kind.fields.find((candidate) => candidate.name === name)
  if (field) return field
  throw new Misfit('base.unknown-field', `${kind.name} has no field ${name}`, { kind: kind.name })
}

function condition(kind: ODataKind, where: Fields, name: string): string {
  const field = fieldOf(kind, name)
  if (name.endsWith('_Type') && where[name.slice(0, -'_Type'.length)] !== undefined) return ''
  const start = startOf(where[name])
  if (start !== undefined && field.type === 'text') return `startswith(${name}, ${text(start)})`
  if (field.composite) return `${name} eq ${composite(kind, where, name)}`
  return `${name} eq ${literal(kind, field, where[name])}`
}

function startOf(value: unknown): string | undefined {
  const start = isObject(value) ? value['startsWith'] : undefined
  return typeof start === 'string' && start !== '' ? start : undefined
}

/** Comparing a composite with a bare guid ends in 500 or finds nothing; only `cast` works (documented and observed). */
function composite(kind: ODataKind, where: Fields, name: string): string {
  const [value, type] = [where[name], where[`${name}_Type`]]
  const bare = typeof type === 'string' ? type.replace(/^StandardODATA\./, '') : ''
  if (!/^(Catalog|Document)_[\p{L}\p{N}_]+$/u.test(bare) || typeof value !== 'string') {
    throw new Refused(
      'base.bad-value',
      `${kind.name}.${name} holds several types: its ${name}_Type must be given beside it`,
    )
  }
  return `cast(${guid(value)},${text(bare)})`
}

function literal(kind: ODataKind, field: CatalogueField, value: unknown): string {
  if (field.type === 'guid' && typeof value === 'string') return guid(value)
  if (field.type === 'date' && typeof value === 'string') return datetime(value)
  if (field.type === 'yes-no' && typeof value === 'boolean') return String(value)
  if (field.type === 'text' && typeof value === 'string') return text(value)
  if (
    (field.type === 'number' || field.type === 'integer') &&
    (typeof value === 'string' || typeof value === 'number')
  ) {
    return number(value)
  }
  throw new Refused('base.bad-value', `${kind.name}.${field.name} cannot be compared with that value`, {
    kind: kind.name,
  })
}
