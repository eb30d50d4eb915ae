/** Between JSON of the interface and records of the contract. */
import type { Fields, Foreign } from '../connector.ts'
import { Misfit, Unreachable } from '../errors.ts'
import { isObject, textIn } from './json.ts'
import type { ODataKind } from './catalogue.ts'
import { entityPath, guid, text } from './literals.ts'

/** Asked for everywhere: without navigation links a page is a third shorter. */
export const FORMAT = 'application/json;odata=nometadata'

/** One record out of its JSON; every name with `@` and every `odata.` name is an annotation and is dropped. */
export function foreignOf(kind: ODataKind, json: Record<string, unknown>): Foreign {
  const fields = plain(json)
  const key =
    kind.keyFields.length === 1 && kind.keyFields[0] === 'Ref_Key' ? refKey(kind, fields) : compositeKey(kind, fields)
  const version = fields['DataVersion']
  return { kind: kind.name, key, version: typeof version === 'string' ? version : '', gone: false, fields }
}

/** Records of a list. @throws Unreachable `base.cut` when there is no list, or no list of records */
export function listOf(kind: ODataKind, json: Record<string, unknown>): Foreign[] {
  return rowsOf(json).map((item) => foreignOf(kind, item))
}

/** Rows under `value`. One that is no record spoils the list: left out, it would be a record lost without a word. */
export function rowsOf(json: Record<string, unknown>): Record<string, unknown>[] {
  const { value } = json
  if (!Array.isArray(value)) throw new Unreachable('base.cut', 'the base answered without a list')
  if (!value.every(isObject)) throw new Unreachable('base.cut', 'the base answered with a list of something else')
  return value
}

/** A record that the base has physically deleted. */
export function goneRecord(kind: string, key: string): Foreign {
  return { kind, key, version: '', gone: true, fields: {} }
}

/** Address of one record, of an object by its guid. */
export function pathOf(kind: string, key: string): string {
  return entityPath(kind, key)
}

/** A page without annotations, which is what `FORMAT` asks for, is taken as it is. */
function plain(json: Record<string, unknown>): Fields {
  return isAnnotated(json) ? withoutAnnotations(json) : json
}

function isAnnotated(json: Record<string, unknown>): boolean {
  for (const name in json) {
    if (isAnnotation(name)) return true
    const value = json[name]
    if (Array.isArray(value) && value.some((row: unknown) => isObject(row) && isAnnotated(row))) return true
  }
  return false
}

/** The same few hundred names come with every record: looked at once. */
function isAnnotation(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  const annotation = name.includes('@') || name.startsWith('odata.') || name === '__proto__'
  if (judged.size < MOST_JUDGED) judged.set(name, annotation)
  return annotation
}

const judged = new Map<string, boolean>()
const MOST_JUDGED = 10_000

function withoutAnnotations(json: Record<string, unknown>): Fields {
  const fields: Fields = {}
  for (const name in json) {
    if (isAnnotation(name)) continue
    const value = json[name]
    fields[name] = Array.isArray(value) ? value.map((row: unknown) => (isObject(row) ? plain(row) : row)) : value
  }
  return fields
}

function refKey(kind: ODataKind, fields: Fields): string {
  const key = fields['Ref_Key']
  if (typeof key !== 'string' || key === '')
    throw new Misfit('base.not-odata', `a record of ${kind.name} came without Ref_Key`)
  return key.toLowerCase()
}

/** Records of registers have no id of their own: the text of their key parts is one. */
function compositeKey(kind: ODataKind, fields: Fields): string {
  return kind.keyFields.map((name) => `${name}=${keyPart(name, textIn(fields[name]))}`).join(',')
}

function keyPart(name: string, value: string): string {
  return name.endsWith('_Key') ? guid(value) : text(value)
}
