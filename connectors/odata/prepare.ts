/**
 * Turns a draft into the JSON that 1C stores as meant. The interface ignores unknown names without a word (documented) and needs
 * numbered rows (observed), so both are settled before anything leaves.
 */
import type { CatalogueField, Draft, Fields } from '../connector.ts'
import { Misfit, Refused } from '../errors.ts'
import { isObject } from './json.ts'
import type { ODataKind } from './catalogue.ts'
import { EMPTY_DATE, EMPTY_GUID, guid, number } from './literals.ts'

/** Names that are not written like fields: identity, version, and what `post` does. */
const NOT_WRITABLE = new Set(['Ref_Key', 'DataVersion', 'Posted'])

/**
 * Fields as they are sent and later compared.
 * @throws Misfit `base.unknown-field` naming every field that the base does not publish
 * @throws Refused `base.bad-value` for a value that does not fit the published type
 */
export function preparedFields(kind: ODataKind, draft: Draft): Fields {
  const unknown = unknownNames(kind, draft.fields)
  if (unknown.length > 0) {
    throw new Misfit('base.unknown-field', `${kind.name} does not publish: ${unknown.join(', ')}`, {
      kind: kind.name,
      key: draft.key,
    })
  }
  return prepared(kind.name, kind.fields, draft.fields)
}

function unknownNames(kind: ODataKind, fields: Fields): string[] {
  const columns = new Map(kind.fields.map((field) => [field.name, field]))
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = columns.get(name)
    if (!field || NOT_WRITABLE.has(name)) return [name]
    if (field.composite && fields[`${name}_Type`] === undefined) return [`${name} without ${name}_Type`]
    return Array.isArray(value) ? unknownColumns(field, value) : []
  })
}

function unknownColumns(field: CatalogueField, rows: unknown[]): string[] {
  const columns = new Set((field.rows ?? []).map((column) => column.name))
  const names = new Set(rows.filter(isObject).flatMap((row) => Object.keys(row)))
  return [...names].filter((name) => !columns.has(name)).map((name) => `${field.name}.${name}`)
}

function prepared(where: string, columns: CatalogueField[], values: Fields): Fields {
  const types = new Map(columns.map((field) => [field.name, field]))
  const sent: Fields = {}
  for (const [name, value] of Object.entries(values)) {
    const field = types.get(name)
    if (field && value !== undefined) sent[name] = preparedValue(`${where}.${name}`, field, value)
  }
  return sent
}

function preparedValue(where: string, field: CatalogueField, value: unknown): unknown {
  if (field.type === 'rows') return preparedRows(where, field, value)
  if (value === null) return EMPTY[field.type] ?? badValue(where)
  if (field.type === 'number') return Number(number(scalar(where, value)))
  // Int64 is accepted as text and as number (observed), Int16 as number only.
  if (field.type === 'integer') return Number(number(scalar(where, value)))
  if (field.type === 'yes-no') return typeof value === 'boolean' ? value : badValue(where)
  if (typeof value !== 'string') return badValue(where)
  if (field.type === 'guid') guid(value)
  return value
}

/** Rows are numbered by their order; 1C answers 500 to rows without a number and 400 when they do not begin at 1 (observed). */
function preparedRows(where: string, field: CatalogueField, value: unknown): unknown {
  if (!Array.isArray(value)) return badValue(where)
  return value.map((row: unknown, index) => {
    if (!isObject(row)) return badValue(where)
    return { ...prepared(where, field.rows ?? [], row), LineNumber: String(index + 1) }
  })
}

/** How 1C spells "nothing" (documented): it has no null for these. */
const EMPTY: Partial<Record<CatalogueField['type'], unknown>> = {
  text: '',
  guid: EMPTY_GUID,
  date: EMPTY_DATE,
  number: 0,
  integer: 0,
}

function scalar(where: string, value: unknown): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : badValue(where)
}

function badValue(where: string): never {
  throw new Refused('base.bad-value', `${where} cannot hold that value`)
}
