/** Follows a path of a filter or an order from an item: `ИНН`, `Контрагент/ИНН`, `ДоговорКонтрагента/Организация/Description`. */
import type { Context } from '../../context.ts'
import { refuse } from '../errors.ts'
import { exposed } from '../reading/expand.ts'
import { entityItem, textOf } from '../reading/items.ts'
import type { Item, Value } from '../reading/items.ts'
import type { EntitySet, Property } from '../metadata/sets.ts'
import type { Kind } from './meaning.ts'

export interface Path {
  /** Set that the last step belongs to. */
  set: EntitySet
  property: Property
  /** Value at the end; undefined when a reference on the way leads nowhere. */
  read: (item: Item) => Value
  /** The item that has the last property. */
  reach: (item: Item) => Item | undefined
}

export function pathReader(context: Context, set: EntitySet, path: string): Path['read'] {
  return resolvePath(context, set, path.split('/')).read
}

/** @throws {ODataError} code 6 naming the segment that is not there */
export function resolvePath(context: Context, set: EntitySet, steps: string[]): Path {
  const [step = '', ...rest] = steps
  if (rest.length === 0) return ownProperty(set, step)
  const navigation = exposed(context, set).find(({ name }) => name === step)
  const target = navigation && context.sets.get(navigation.target)
  if (!navigation || !target) throw set.rowTypes.has(step) ? refuse.noField(steps.join('/')) : refuse.badSegment(step)
  const behind = resolvePath(context, target, rest)
  const reach = (item: Item) => {
    const entity = context.base.get(target.name, textOf(item, navigation.property))
    return entity && behind.reach(entityItem(target, entity))
  }
  return { ...behind, reach, read: (item) => reach(item)?.value(behind.property.name) }
}

function ownProperty(set: EntitySet, name: string): Path {
  const property = set.byName.get(name)
  if (!property) throw refuse.badSegment(name)
  return { set, property, read: (item) => item.value(name), reach: (item) => item }
}

/** Kind of the values of a property in a filter. */
export function kindOf({ edm, type }: Property): Kind {
  if (type?.is === 'composite') return 'composite'
  switch (edm) {
    case 'Edm.Guid':
      return 'reference'
    case 'Edm.Boolean':
      return 'yes-no'
    case 'Edm.DateTime':
      return 'date'
    case 'Edm.Double':
    case 'Edm.Int16':
    case 'Edm.Int64':
      return 'number'
    case 'Edm.String':
      return 'text'
    default:
      return edm.startsWith('Collection') ? 'rows' : 'storage'
  }
}
