/** Finds one item by the key of an address. */
import type { Key } from '../address.ts'
import type { Context } from '../../context.ts'
import { constantItem, entityItem, itemsOf, recordItem, recordSetItem, sectionItems, textOf } from './items.ts'
import type { Item } from './items.ts'
import { recordKeyOf } from '../../base/record-key.ts'
import type { EntitySet } from '../metadata/sets.ts'

/** Undefined when there is none. */
export function findItem(context: Context, set: EntitySet, key: Key): Item | undefined {
  const { base } = context
  if (set.kind === 'constant') return constantItem(base, set)
  if (set.kind === 'records') return findRecord(context, set, key)
  if (set.kind === 'record-sets') return findRecordSet(context, set, key)
  const entity = base.get(set.root, key['Ref_Key'] ?? '')
  if (set.kind === 'record-type') return itemsOf(context, set).find((item) => hasKey(item, key))
  if (!entity) return undefined
  return set.kind === 'section' ? sectionItems(set, entity).find((item) => hasKey(item, key)) : entityItem(set, entity)
}

function findRecord(context: Context, set: EntitySet, key: Key): Item | undefined {
  if (set.object.class !== 'InformationRegister') return undefined
  const record = context.base.record(set.name, recordKeyOf(set.object, key))
  return record && recordItem(set, record)
}

/** A recorder without records has an empty record set. */
function findRecordSet(context: Context, set: EntitySet, key: Key): Item | undefined {
  const only = set.object.class === 'AccumulationRegister' ? (set.object.recorders[0] ?? '') : ''
  const recorderSet = key['Recorder_Type']?.replace('StandardODATA.', '') ?? only
  const recorderKey = key['Recorder'] ?? key['Recorder_Key'] ?? ''
  const records = context.base.recordSet(set.root, recorderSet, recorderKey)
  if (records.length === 0 && !context.base.get(recorderSet, recorderKey)) return undefined
  return recordSetItem(set, `${recorderSet}/${recorderKey}`, records)
}

function hasKey(item: Item, key: Key): boolean {
  return Object.entries(key).every(([name, value]) => textOf(item, name) === value)
}
