/** Turns the text of a `$filter` or a `Condition` into a question about items. */
import type { Context } from '../context.ts'
import type { Item } from '../items.ts'
import { refuse } from '../errors.ts'
import type { EntitySet } from '../sets.ts'

export function compileFilter(_context: Context, _set: EntitySet, _text: string): (item: Item) => boolean {
  throw refuse.notImplemented()
}
