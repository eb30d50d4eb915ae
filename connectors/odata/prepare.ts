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

/** A catalogue is read once and kept as it is: its columns are put in order once, too. */
const ordered = new WeakMap<CatalogueField[], Map<string, CatalogueField>>()

function byName(columns: CatalogueField[]): Map<string, CatalogueField> {
  let named = ordered.get(columns)
  if (!named) ordered.set(columns, (named = new Map(columns.map((column) => [column.name, column]))))
  return named
}

function unknownNames(kind: ODataKind, fields: Fields): string[] {
  const columns = byName(kind.fields)
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = columns.get(name)
    if (!field || NOT_WRITABLE.has(name)) return [name]
    if (field.composite && fields[`${name}_Type`] === undefined) return [`${name} without ${name}_Type`]
    return Array.isArray(value) ? unknownColumns(field, value) : []
  })
}

function unknownColumns(field: CatalogueField, rows: unknown[]): string[] {
  const columns = byName(field.rows ?? NO_COLUMNS)
  const unknown = new Set<string>()
  for (const row of rows.filter(isObject))
    for (const name of Object.keys(row)) if (!columns.has(name)) unknown.add(`${field.name}.${name}`)
  return [...unknown]
}

const NO_COLUMNS: CatalogueField[] = []

function prepared(where: string, columns: CatalogueField[], values: Fields): Fields {
  const types = byName(columns)
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
    const sent = prepared(where, field.rows ?? NO_COLUMNS, row)
    sent['LineNumber'] = String(index + 1)
    return sent
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
