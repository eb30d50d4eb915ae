/** Finds the items that match a filter and may be seen, in order, from one place to another. */
import type { Context } from '../../context.ts'
import { compileFilter } from '../filter/filter.ts'
import type { Filter } from '../filter/filter.ts'
import { entityItem, itemsOf } from './items.ts'
import type { Item } from './items.ts'
import type { Options } from '../options.ts'
import { orderItems } from './order.ts'
import { remembered } from '../../base/remembered.ts'
import { allowed } from './rights.ts'
import type { EntitySet } from '../metadata/sets.ts'
import { shuffled } from '../shuffle.ts'
import { entitiesWhere } from '../../base/text-index.ts'

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
