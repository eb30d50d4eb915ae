/** Understands `$orderby` and puts items in order; the order by `Ref_Key` is that of presentations, not of guids (observed). */
import type { Context } from '../../context.ts'
import { refuse } from '../errors.ts'
import { pathReader } from '../filter/paths.ts'
import { textOf } from './items.ts'
import type { Item, Value } from './items.ts'
import { presentationOf } from '../../base/presentation.ts'
import type { EntitySet } from '../metadata/sets.ts'

interface Term {
  read: (item: Item) => Value
  sign: 1 | -1
}

export function orderItems(context: Context, set: EntitySet, at: { items: readonly Item[]; orderby: string }): Item[] {
  const terms = at.orderby.split(',').map((text) => parseTerm(context, set, text.trim()))
  const keyed = at.items.map((item) => ({ item, values: terms.map(({ read }) => comparable(read(item))) }))
  keyed.sort((a, b) => {
    for (const [index, { sign }] of terms.entries()) {
      const difference = compare(a.values[index], b.values[index])
      if (difference !== 0) return sign * difference
    }
    return 0
  })
  return keyed.map(({ item }) => item)
}

function parseTerm(context: Context, set: EntitySet, text: string): Term {
  const parts = /^(\S+?)(?:\s+(asc|desc))?$/.exec(text)
  if (!parts) throw refuse.badOption('$orderby')
  const [, path = '', direction] = parts
  const read = path === 'Ref_Key' ? presentationOrder : pathReader(context, set, path)
  return { read, sign: direction === 'desc' ? -1 : 1 }
}

/** Number and name first, the key itself settles what is equal: stable from call to call. */
function presentationOrder(item: Item): Value {
  const text = item.entity ? presentationOf(item.entity) : ''
  return `${text}\n${textOf(item, 'Ref_Key')}`
}

function comparable(value: Value): string | number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' ? value.toLowerCase() : ''
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b || a === undefined || b === undefined) return 0
  return a < b ? -1 : 1
}
