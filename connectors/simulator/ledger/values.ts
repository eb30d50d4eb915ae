/**
 * Reads the values of a request body the way a live base does: what it accepts, what it cuts and what it refuses.
 * Every function returns the spelling in which the base stores the value.
 */
import { rounded } from '../base/amounts.ts'
import { refuse } from '../odata/errors.ts'
import type { Field, FieldType, Profile, Scalar } from '../base/model.ts'
import { EMPTY_DATE, EMPTY_GUID, UNDEFINED_TYPE } from '../base/model.ts'
import { emptyValues } from '../base/objects.ts'
import { edmOf } from '../odata/metadata/properties.ts'

export type Body = Record<string, unknown>

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Seconds are obligatory; a zone is accepted and dropped (observed on one base). */
const DATE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/
const NUMBER = /^-?\d+(\.\d+)?$/
const REFERENCE_LINK = /^[^(]+\(guid'([^']*)'\)$/

/** Properties of one attribute as far as the body names them; `{}` when it does not. */
export function readField(profile: Profile, field: Field, body: Body): Record<string, Scalar> {
  const { name, type } = field
  if (type.is === 'composite') return readComposite(profile, field, body)
  if (type.is === 'ref') return readReference(name, body)
  if (type.is === 'storage') return property(`${name}_Base64Data`, body, (given) => readText(given, 0))
  return property(name, body, (given) => readValue(profile, field, given))
}

/**
 * A number or a yes-no in place of a text is taken as its text (inferred); longer texts are cut silently (observed).
 * @param length 0 = unlimited
 */
export function readText(given: unknown, length: number): string {
  if (!isPlain(given)) throw refuse.internal()
  const text = String(given)
  return length > 0 ? text.slice(0, length) : text
}

/** @throws {ODataError} code 1 with the text that is no guid (observed) */
export function readGuid(given: unknown): string {
  if (typeof given !== 'string') throw refuse.internal()
  if (!GUID.test(given)) throw refuse.badLiteral(given, 'Edm.Guid')
  return given.toLowerCase()
}

/** @throws {ODataError} code 1 for any other word than `true` and `false` (observed) */
function readYesNo(given: unknown): boolean {
  if (typeof given === 'boolean') return given
  if (!isPlain(given)) throw refuse.internal()
  if (given === 'true' || given === 'false') return given === 'true'
  throw refuse.badLiteral(String(given), 'Edm.Boolean')
}

/** Naive date and time of the base; a day that the calendar has not is code 1. */
export function readDate(given: unknown): string {
  if (typeof given !== 'string') throw refuse.internal()
  const naive = DATE.exec(given)?.[1]
  if (naive === undefined || !isCalendarDate(naive)) throw refuse.badLiteral(given, 'Edm.DateTime')
  return naive
}

/** Value of a property that is present; `null` empties it. */
function property(name: string, body: Body, read: (given: unknown) => Scalar): Record<string, Scalar> {
  return body[name] === undefined ? {} : { [name]: read(body[name]) }
}

function readValue(profile: Profile, field: Field, given: unknown): Scalar {
  const { type } = field
  if (given === null) return emptyValues(field)[field.name] ?? ''
  if (type.is === 'number') return readNumber(given, type)
  if (type.is === 'yes-no') return readYesNo(given)
  if (type.is === 'date') return readDate(given)
  if (type.is === 'guid') return readGuid(given)
  if (type.is === 'enum') return readMember(profile, { name: field.name, of: type.of }, given)
  return readText(given, type.is === 'text' ? type.length : 0)
}

/** `1` and `"1"` are accepted alike (observed for Int64). */
function readNumber(given: unknown, type: FieldType & { is: 'number' }): Scalar {
  if (typeof given === 'object' || typeof given === 'boolean') throw refuse.internal()
  const edm = edmOf(type)
  if (typeof given === 'string' && !NUMBER.test(given)) throw refuse.badLiteral(given, edm)
  const value = rounded(Number(given), type.fraction)
  return edm === 'Edm.Int64' ? String(value) : value
}

/** @param at name of the attribute and of its enumeration */
function readMember(profile: Profile, { name, of }: { name: string; of: string }, given: unknown): string {
  const member = readText(given, 0)
  const members = profile.enums[of]
  if (member !== '' && members && !members.includes(member)) throw refuse.badValue(name)
  return member
}

/** `X_Key`, or `X@odata.bind` with a link (documented for PUT). A dangling reference is accepted (observed). */
function readReference(name: string, body: Body): Record<string, Scalar> {
  const link = body[`${name}@odata.bind`]
  if (link !== undefined) {
    const guid = REFERENCE_LINK.exec(readText(link, 0))?.[1]
    if (guid === undefined) throw refuse.badValue(name)
    return { [`${name}_Key`]: readGuid(guid) }
  }
  return property(`${name}_Key`, body, (given) => (given === null ? EMPTY_GUID : readGuid(given)))
}

/** The pair `X` and `X_Type`. A value without its type cannot be understood and stays undefined (inferred). */
function readComposite(profile: Profile, field: Field, body: Body): Record<string, Scalar> {
  const { name } = field
  const value = body[name]
  const given = body[`${name}_Type`]
  if (value === undefined && given === undefined) return {}
  if (value === null || given === undefined || given === null || given === UNDEFINED_TYPE) return emptyValues(field)
  const type = readText(given, 0)
  return { [name]: readMemberValue(profile, field, { type, value }), [`${name}_Type`]: storedType(profile, type) }
}

function readMemberValue(profile: Profile, field: Field, given: { type: string; value: unknown }): Scalar {
  const member = given.type.replace(/^(StandardODATA|UnavailableEnums|Enum)\./, '')
  const members = field.type.is === 'composite' ? field.type.of : []
  if (members.includes(`Enum.${member}`))
    return readMember(profile, { name: field.name, of: member }, given.value ?? '')
  if (members.includes(member) && !member.startsWith('Edm.')) return readGuid(given.value)
  if (given.type.startsWith('Edm.') && members.includes(given.type)) return readPrimitive(given.type, given.value)
  throw refuse.badValue(`${field.name}_Type`)
}

function readPrimitive(edm: string, value: unknown): Scalar {
  if (edm === 'Edm.Boolean') return readYesNo(value)
  if (edm === 'Edm.DateTime') return readDate(value)
  if (edm === 'Edm.Double') return readNumber(value, { is: 'number', digits: 15, fraction: 6 })
  return readText(value ?? '', 0)
}

/** An enumeration that is not published keeps its own prefix. */
function storedType(profile: Profile, given: string): string {
  if (given.startsWith('Edm.')) return given
  const name = given.replace(/^(StandardODATA|UnavailableEnums|Enum)\./, '')
  return profile.unavailableEnums.includes(name) ? `UnavailableEnums.${name}` : `StandardODATA.${name}`
}

/** Anything but lists, objects and null. */
function isPlain(given: unknown): given is string | number | boolean {
  return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean'
}

function isCalendarDate(naive: string): boolean {
  if (naive === EMPTY_DATE) return true
  const time = Date.parse(`${naive}Z`)
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 19) === naive
}
