/** Turns the body of a write into fields and rows of an object: standard properties first, then attributes and sections. */
import { refuse } from '../odata/errors.ts'
import type { Entity, Field, ObjectType, Profile, Row, Scalar, Section } from '../base/model.ts'
import { EMPTY_DATE } from '../base/model.ts'
import { emptyValues, sectionsOf } from '../base/objects.ts'
import { referenceTo } from '../odata/metadata/properties.ts'
import type { Body } from './values.ts'
import { readField } from './values.ts'

/** An object on its way into the base. */
export type Draft = Omit<Entity, 'version'>

const LONGEST_NAME = 150

/** An object as `new` makes it, before anybody filled it. */
export function emptyDraft(object: ObjectType, set: string, key: string): Draft {
  const fields: Record<string, Scalar> = {}
  for (const field of [...standardFields(object, 'create'), ...object.fields]) Object.assign(fields, emptyValues(field))
  if (object.class === 'Document') fields['Posted'] = false
  if (object.class === 'Catalog') fields['Predefined'] = false
  const rows = Object.fromEntries(sectionsOf(object).map((section): [string, Row[]] => [section.name, []]))
  return { set, key, fields, rows }
}

/**
 * Writes into the draft what the body names. Unknown properties are ignored without a word (documented), a section that
 * is named replaces the old one whole (documented), `Posted` never posts.
 */
export function fillDraft(
  profile: Profile,
  object: ObjectType,
  filling: { draft: Draft; body: Body; as: Moment },
): void {
  const { draft, body, as } = filling
  for (const field of [...standardFields(object, as), ...object.fields]) {
    Object.assign(draft.fields, readField(profile, field, body))
  }
  for (const section of sectionsOf(object)) {
    if (body[section.name] !== undefined) draft.rows[section.name] = readRows(profile, section, body[section.name])
  }
}

/** Name of the first property that a PUT left out, though it must bring all of them (documented). */
export function missingProperty(object: ObjectType, body: Body): string | undefined {
  const expected = object.fields.flatMap((field) => Object.keys(emptyValues(field)))
  return expected.find(
    (name) => body[name] === undefined && body[`${name.replace(/_Key$/, '')}@odata.bind`] === undefined,
  )
}

type Moment = 'create' | 'change'

/** Standard properties that a client may write; owner, folder flag and predefined name are given once, on creation. */
function standardFields(object: ObjectType, as: Moment): Field[] {
  const mark: Field = { name: 'DeletionMark', type: { is: 'yes-no' } }
  if (object.class === 'Document') return [...numbered(object.numberLength), mark]
  if (object.class === 'ExchangePlan') return [...coded(LONGEST_NAME, LONGEST_NAME), mark, ...messageNumbers()]
  if (object.class === 'Constant') return [{ name: 'Value', type: object.value }]
  if (object.class !== 'Catalog') return []
  const changeable = [...coded(object.codeLength, object.nameLength), mark, ...parent(object)]
  return as === 'change' ? changeable : [...changeable, ...onceGiven(object)]
}

function numbered(length: number): Field[] {
  return [
    { name: 'Number', type: { is: 'text', length } },
    { name: 'Date', type: { is: 'date' } },
  ]
}

function coded(codeLength: number, nameLength: number): Field[] {
  const name: Field = { name: 'Description', type: { is: 'text', length: nameLength } }
  return codeLength > 0 ? [{ name: 'Code', type: { is: 'text', length: codeLength } }, name] : [name]
}

function messageNumbers(): Field[] {
  const number = { is: 'number', digits: 10, fraction: 0 } as const
  return [
    { name: 'SentNo', type: number },
    { name: 'ReceivedNo', type: number },
    { name: 'ThisNode', type: { is: 'yes-no' } },
  ]
}

function parent(object: ObjectType & { class: 'Catalog' }): Field[] {
  return object.hierarchical ? [{ name: 'Parent', type: { is: 'ref', to: `Catalog_${object.name}` } }] : []
}

function onceGiven(object: ObjectType & { class: 'Catalog' }): Field[] {
  const once: Field[] = [{ name: 'PredefinedDataName', type: { is: 'text', length: LONGEST_NAME } }]
  if (object.hierarchical) once.push({ name: 'IsFolder', type: { is: 'yes-no' } })
  return object.owner ? [...once, { name: 'Owner', type: referenceTo(object.owner) }] : once
}

function readRows(profile: Profile, section: Section, given: unknown): Row[] {
  if (!Array.isArray(given)) throw refuse.internal()
  return given.map((row: unknown, index) => readRow(profile, section, { row, expected: String(index + 1) }))
}

/** Every row names its own number, from 1 without gaps: no number is an internal failure, a wrong one is refused (observed). */
function readRow(profile: Profile, section: Section, given: { row: unknown; expected: string }): Row {
  const { row, expected } = given
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw refuse.internal()
  const body = row as Body
  const line = body['LineNumber']
  if (typeof line !== 'string' && typeof line !== 'number') throw refuse.internal()
  if (String(line) !== expected) throw refuse.badValue('LineNumber')
  const values: Row = { LineNumber: expected }
  for (const field of section.fields) Object.assign(values, emptyValues(field), readField(profile, field, body))
  return values
}

/** A document that came without a date. */
export function isUndated(draft: Draft): boolean {
  return (draft.fields['Date'] ?? EMPTY_DATE) === EMPTY_DATE
}
