/**
 * One way to look at everything that can be read: catalogue items, documents, rows of sections, records and record sets of
 * registers all become an `Item` whose properties are asked by name.
 */
import type { Base } from '../../base/base.ts'
import type { Context } from '../../context.ts'
import { EMPTY_DATE, EMPTY_GUID, UNDEFINED_TYPE } from '../../base/model.ts'
import type { Entity, RegisterRecord, Row, Scalar } from '../../base/model.ts'
import { refuse } from '../errors.ts'
import { remembered } from '../../base/remembered.ts'
import type { EntitySet, Property } from '../metadata/sets.ts'

export type Value = Scalar | Row[] | undefined

export interface Item {
  set: EntitySet
  /** Value of a property as it is stored. */
  value(name: string): Value
  /** Set and key of the object that row-level security and presentations are about. */
  owner?: { set: string; key: string }
  entity?: Entity
}

/** Text of a scalar property; '' when it is missing or has rows. */
export function textOf(item: Item, name: string): string {
  return asText(item.value(name))
}

export function asText(value: Value): string {
  return value === undefined || Array.isArray(value) ? '' : String(value)
}

const DATA_VERSION_BYTES = 8

/** `DataVersion`: the counter of the base as base64 of eight bytes (observed). */
export function dataVersion(version: number): string {
  const bytes = Buffer.alloc(DATA_VERSION_BYTES)
  bytes.writeBigUInt64BE(BigInt(version))
  return bytes.toString('base64')
}

export function entityItem(set: EntitySet, entity: Entity): Item {
  return {
    set,
    entity,
    owner: entity,
    value(name) {
      if (name === 'Ref_Key') return entity.key
      if (name === 'DataVersion') return dataVersion(entity.version)
      return entity.fields[name] ?? sectionRows(entity, name) ?? emptyValue(set.byName.get(name))
    },
  }
}

export function recordItem(set: EntitySet, record: RegisterRecord): Item {
  return { set, value: (name) => record[name] ?? emptyValue(set.byName.get(name)) }
}

/** A row of a section or of a record set looked at by itself, in a lambda or as a `_RecordType`. */
export function rowItem(set: EntitySet, row: Row, properties = set.byName): Item {
  return { set, value: (name) => row[name] ?? emptyValue(properties.get(name)) }
}

/** All items of a set in order of insertion. The list is shared: do not change it. */
export function itemsOf(context: Context, set: EntitySet): readonly Item[] {
  if (set.kind === 'record-sets') assertMemory(context, set)
  return remembered(context.base, `items/${set.name}`, () => makeItems(context, set))
}

function makeItems(context: Context, set: EntitySet): Item[] {
  const { base } = context
  switch (set.kind) {
    case 'section':
      return [...base.all(set.root)].flatMap((entity) => sectionItems(set, entity))
    case 'records':
      return [...base.records(set.name)].map((record) => recordItem(set, record))
    case 'record-sets':
      return [...base.recordSets(set.root)].map(([path, records]) => recordSetItem(set, path, records))
    case 'record-type':
      return [...base.recordSets(set.root)].flatMap(([path, records]) =>
        records.map((record, index) => recordItem(set, completeRecord(set, path, { record, index }))),
      )
    case 'constant':
      return [constantItem(base, set)]
    default:
      return [...base.all(set.name)].map((entity) => entityItem(set, entity))
  }
}

export function sectionItems(set: EntitySet, entity: Entity): Item[] {
  const rows = sectionRows(entity, set.section?.name ?? '') ?? []
  return rows.map((row) => ({ ...rowItem(set, row), owner: entity }))
}

/** A constant always exists, filled or not. */
export function constantItem(base: Base, set: EntitySet): Item {
  const entity = base.get(set.name, EMPTY_GUID) ?? [...base.all(set.name)][0]
  return {
    set,
    value: (name) => (name === 'SurrogateKey' ? 0 : (entity?.fields[name] ?? emptyValue(set.byName.get(name)))),
  }
}

/** Observed: reading record sets loads the whole register, which large bases have no memory for. */
function assertMemory({ base, settings }: Context, set: EntitySet): void {
  if (settings.memoryLimitRecords === 0) return
  let total = 0
  for (const [, records] of base.recordSets(set.root)) total += records.length
  if (total > settings.memoryLimitRecords) throw refuse.outOfMemory()
}

/** @param path `Document_X/key` of the recorder */
export function recordSetItem(set: EntitySet, path: string, records: RegisterRecord[]): Item {
  const recorder = recorderValues(set, path)
  const rows = records.map((record, index) => completeRecord(set, path, { record, index }))
  return { set, value: (name) => (name === 'RecordSet' ? rows : recorder[name]) }
}

function recorderValues(set: EntitySet, path: string): Row {
  const [recorderSet = '', recorderKey = ''] = path.split('/')
  if (set.key.includes('Recorder_Key')) return { Recorder_Key: recorderKey }
  return { Recorder: recorderKey, Recorder_Type: `StandardODATA.${recorderSet}` }
}

function completeRecord(set: EntitySet, path: string, at: { record: RegisterRecord; index: number }): Row {
  const { record, index } = at
  return { LineNumber: String(index + 1), Active: true, ...record, ...recorderValues(set, path) }
}

function sectionRows(entity: Entity, section: string): Row[] | undefined {
  return entity.rows[section]?.map((row) => ({ Ref_Key: entity.key, ...row }))
}

/** What an attribute that nobody filled is sent as: never null (documented). */
function emptyValue(property: Property | undefined): Value {
  if (!property) return undefined
  if (property.edm.startsWith('Collection')) return []
  switch (property.edm) {
    case 'Edm.Guid':
      return EMPTY_GUID
    case 'Edm.DateTime':
      return EMPTY_DATE
    case 'Edm.Boolean':
      return false
    case 'Edm.Double':
    case 'Edm.Int16':
      return 0
    case 'Edm.Int64':
      return '0'
    default:
      return property.name.endsWith('_Type') ? UNDEFINED_TYPE : ''
  }
}
