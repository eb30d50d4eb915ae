/** Follows a path of a filter or an order from an item: `ИНН`, `Контрагент/ИНН`, `ДоговорКонтрагента/Организация/Description`. */
import type { Context } from '../context.ts'
import { refuse } from '../errors.ts'
import { exposed } from '../expand.ts'
import { entityItem } from '../items.ts'
import type { Item, Value } from '../items.ts'
import type { EntitySet, Property } from '../sets.ts'

export interface Path {
  property: Property
  /** Value at the end; undefined when a reference on the way leads nowhere. */
  read: (item: Item) => Value
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
  return {
    property: behind.property,
    read(item) {
      const entity = context.base.get(target.name, String(item.value(navigation.property)))
      return entity && behind.read(entityItem(target, entity))
    },
  }
}

function ownProperty(set: EntitySet, name: string): Path {
  const property = set.byName.get(name)
  if (!property) throw refuse.badSegment(name)
  return { property, read: (item) => item.value(name) }
}
