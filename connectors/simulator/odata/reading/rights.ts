/** Row-level security: which objects the user of the interface may not see. */
import type { Context } from '../../context.ts'
import { refuse } from '../errors.ts'
import type { Item } from './items.ts'

/** A result that touches a forbidden row is refused whole, unless `allowedOnly=true` leaves such rows out (documented). */
export function allowed(context: Context, items: readonly Item[], allowedOnly: boolean): readonly Item[] {
  if (Object.keys(context.settings.forbidden).length === 0) return items
  const visible = items.filter((item) => !forbidden(context, item))
  if (visible.length < items.length && !allowedOnly) throw refuse.noRights()
  return visible
}

export function forbidden(context: Context, item: Item): boolean {
  const { owner } = item
  return owner !== undefined && (context.settings.forbidden[owner.set]?.includes(owner.key) ?? false)
}
