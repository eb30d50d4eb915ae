/** Finds what a request asks for: one item by its key, or those that match a filter, in order, from one place to another. */
import type { Key } from './address.ts'
import { shuffled } from './shuffle.ts'
import type { Context } from './context.ts'
import { refuse } from './errors.ts'
import { compileFilter } from './filter/filter.ts'
import type { Filter } from './filter/filter.ts'
import { constantItem, entityItem, itemsOf, recordItem, recordSetItem, sectionItems, textOf } from './items.ts'
import type { Item } from './items.ts'
import type { Options } from './options.ts'
import { orderItems } from './order.ts'
import { recordKeyOf } from './record-key.ts'
import { remembered } from './remembered.ts'
import type { EntitySet } from './sets.ts'
import { entitiesWhere } from './text-index.ts'

export interface Found {
  items: readonly Item[]
  /** Matching items before `$skip` and `$top`. */
  total: number
}

export function findItems(context: Context, set: EntitySet, options: Options): Found {
  const matching = matchingItems(context, set, options)
  const visible = allowed(context, matching, options.allowedOnly)
  const ordered = arranged(context, set, { items: visible, orderby: options.orderby })
  const end = options.top === null ? undefined : options.skip + options.top
  return { items: ordered.slice(options.skip, end), total: ordered.length }
}

function matchingItems(context: Context, set: EntitySet, options: Options): readonly Item[] {
  if (options.filter === '') return itemsOf(context, set)
  const filter = compileFilter(context, set, options.filter)
  return candidates(context, set, filter).filter(filter.test)
}

/** Objects that an exact comparison leaves in question, through the index; otherwise the whole set. */
function candidates(context: Context, set: EntitySet, { exact }: Filter): readonly Item[] {
  const indexed = exact.find(({ name }) => isIndexed(set, name))
  if (!indexed) return itemsOf(context, set)
  return entitiesWhere(context.base, set.name, indexed).map((entity) => entityItem(set, entity))
}

function isIndexed(set: EntitySet, name: string): boolean {
  const edm = set.byName.get(name)?.edm
  const isObject = set.kind === 'catalog' || set.kind === 'document' || set.kind === 'plan'
  return isObject && (edm === 'Edm.String' || edm === 'Edm.Guid') && name !== 'DataVersion'
}

/** Without an order the order is arbitrary (documented); on record sets `$orderby` is ignored, even a wrong one (observed). */
function arranged(context: Context, set: EntitySet, at: { items: readonly Item[]; orderby: string }): readonly Item[] {
  const { base, settings } = context
  if (at.orderby === '' || set.kind === 'record-sets') {
    return settings.order === 'shuffled' ? shuffled(at.items, () => context.random()) : at.items
  }
  const sort = () => orderItems(context, set, at)
  const isWhole = at.items === itemsOf(context, set)
  return isWhole ? remembered(base, `order/${set.name}/${at.orderby}/${composition(context)}`, sort) : sort()
}

/** Paths of an order depend on what is exposed. */
function composition({ settings }: Context): string {
  return settings.composition === 'all' ? '' : settings.composition.join()
}

/**
 * Row-level security: a result that touches a forbidden row is refused whole, unless `allowedOnly=true` leaves such rows out.
 */
function allowed(context: Context, items: readonly Item[], allowedOnly: boolean): readonly Item[] {
  if (Object.keys(context.settings.forbidden).length === 0) return items
  const visible = items.filter((item) => !forbidden(context, item))
  if (visible.length < items.length && !allowedOnly) throw refuse.noRights()
  return visible
}

export function forbidden(context: Context, item: Item): boolean {
  const { owner } = item
  return owner !== undefined && (context.settings.forbidden[owner.set]?.includes(owner.key) ?? false)
}

/** The item with a key; undefined when there is none. */
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
