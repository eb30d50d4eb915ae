/**
 * Numbers of documents and codes of catalogues, given by the base when the client brings none.
 * Documents: two signs of the organisation, two of the infobase, a dash, six digits, anew every year: `ЗВ00-000012`,
 * `ТЕЛ0-000127` (`ТЕ` and `Л0`). Codes of nine signs and more: `00-000001`.
 */
import type { Base } from '../base/base.ts'
import type { Draft } from './draft.ts'
import { refuse } from '../odata/errors.ts'
import type { Entity, ObjectType, Scalar } from '../base/model.ts'
import { EMPTY_GUID } from '../base/model.ts'

const PREFIX_SIGNS = 2
/** Constant of the configuration that the interface does not publish. */
const INFOBASE_PREFIX = 'Constant_ПрефиксУзлаРаспределеннойИнформационнойБазы'
const CODE_PREFIX = '00-'
const SHORTEST_PREFIXED_CODE = 9

/** Fills an empty number or code; a client's own is kept and the counter goes on behind it. */
export function assignNumber(base: Base, object: ObjectType, draft: Draft): void {
  if (object.class === 'Document') assign(base, draft, documentSeries(base, draft, object.numberLength))
  if (object.class === 'Catalog' && object.codeLength > 0) assign(base, draft, codeSeries(draft, object.codeLength))
}

/** Tells the base the prefix of its own in document numbers, two signs. */
export function setInfobasePrefix(base: Base, prefix: string): void {
  base.put({ set: INFOBASE_PREFIX, key: EMPTY_GUID, fields: { Value: prefix }, rows: {} })
}

/** Numbers are unique inside a year among documents of one kind; checked only when the client chose the number. */
export function assertFreeNumber(base: Base, draft: Draft, before: Entity | undefined): void {
  const number = draft.fields['Number']
  if (number === undefined || number === '') return
  if (before && number === before.fields['Number'] && yearOf(before) === yearOf(draft)) return
  for (const other of base.all(draft.set)) {
    if (other.key !== draft.key && other.fields['Number'] === number && yearOf(other) === yearOf(draft)) {
      throw refuse.business('Значение поля "Номер" не уникально')
    }
  }
}

interface Series {
  property: 'Number' | 'Code'
  counter: string
  prefix: string
  digits: number
}

function assign(base: Base, draft: Draft, series: Series): void {
  const given = String(draft.fields[series.property] ?? '')
  if (given !== '') {
    const digits = given.startsWith(series.prefix) ? given.slice(series.prefix.length) : ''
    if (/^\d+$/.test(digits)) base.advance(series.counter, Number(digits))
    return
  }
  draft.fields[series.property] = series.prefix + String(base.next(series.counter)).padStart(series.digits, '0')
}

function documentSeries(base: Base, draft: Draft, length: number): Series {
  const organisation = base.get('Catalog_Организации', String(draft.fields['Организация_Key'] ?? ''))
  const infobase = base.get(INFOBASE_PREFIX, EMPTY_GUID)
  const prefix = `${twoSigns(organisation?.fields['Префикс'])}${twoSigns(infobase?.fields['Value'])}-`
  const counter = `${draft.set}/${prefix}/${yearOf(draft)}`
  return { property: 'Number', counter, prefix, digits: length - prefix.length }
}

function codeSeries(draft: Draft, length: number): Series {
  const prefix = length < SHORTEST_PREFIXED_CODE ? '' : CODE_PREFIX
  return { property: 'Code', counter: `${draft.set}/code`, prefix, digits: length - prefix.length }
}

function twoSigns(prefix: Scalar | undefined): string {
  return String(prefix ?? '').padStart(PREFIX_SIGNS, '0')
}

function yearOf(draft: Draft): string {
  return String(draft.fields['Date'] ?? '').slice(0, 4)
}
