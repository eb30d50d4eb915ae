/** Understands `$expand`: `Контрагент`, `Контрагент/Parent`, `Сделка/Document_X/*`, `*`; and finds what stands behind a reference. */
import type { Context } from '../../context.ts'
import { refuse } from '../errors.ts'
import { entityItem, textOf } from './items.ts'
import type { Item } from './items.ts'
import { isComposite, parseSelect } from './select.ts'
import type { Selection } from './select.ts'
import type { EntitySet, Navigation } from '../metadata/sets.ts'

/** Observed: paths up to four steps work. */
const MAX_DEPTH = 4

export interface Expansion {
  /** Name under which it is printed: `Контрагент`, for a composite `Сделка_Expanded`. */
  printed: string
  /** Property that holds the key. */
  property: string
  set: EntitySet
  selection: Selection
  inner: Expansion[]
}

/**
 * @returns the expansions that take place: with a `$select` only those whose path is named there (observed)
 * @throws {ODataError} naming the segment that cannot be expanded
 */
export function parseExpand(text: string, at: { context: Context; set: EntitySet; selection: Selection }): Expansion[] {
  const { context, set, selection } = at
  if (text === '') return []
  const paths = text.split(',').map((path) => path.trim().split('/'))
  if (paths.some((path) => path.length > 2 * MAX_DEPTH)) throw refuse.badOption('$expand')
  const heads = [...new Set(paths.map(([head = '']) => head))]
  const names = heads.flatMap((head) => (head === '*' ? exposed(context, set).map(({ name }) => name) : [head]))
  return names.flatMap((name) => {
    const rests = paths.filter(([head]) => head === name).map((path) => path.slice(1))
    const expansion = expand(name, { rests, context, set, selection })
    return isWanted(selection, name) ? [expansion] : []
  })
}

interface Expanding {
  /** Paths behind the name. */
  rests: string[][]
  context: Context
  set: EntitySet
  selection: Selection
}

function isWanted(selection: Selection, name: string): boolean {
  return selection.nested.size === 0 ? selection.whole : selection.nested.has(name)
}

function expand(name: string, expanding: Expanding): Expansion {
  const { context, set, selection, rests } = expanding
  const navigation = exposed(context, set).find((known) => known.name === name)
  const selected = (selection.nested.get(name) ?? []).filter((part) => part !== '')
  if (navigation) return expansionOf(navigation, { printed: name, rests, selected, context })
  if (!isComposite(set, name)) throw refuse.badSegment(name)
  return expandComposite(name, { ...expanding, selected })
}

/** Documented: through a composite the type is named by the next segment. */
function expandComposite(name: string, at: Expanding & { selected: string[] }): Expansion {
  const [target = ''] = at.rests.map(([type]) => type)
  if (!isExposedName(at.context, target)) throw refuse.badSegment(target === '' ? name : target)
  return expansionOf(
    { name, property: name, target },
    {
      printed: `${name}_Expanded`,
      rests: at.rests.map((rest) => rest.slice(1)),
      selected: at.selected.map((part) => part.replace(`${target}/`, '')),
      context: at.context,
    },
  )
}

function expansionOf(
  navigation: Navigation,
  at: { printed: string; rests: string[][]; selected: string[]; context: Context },
): Expansion {
  const set = at.context.sets.get(navigation.target)
  if (!set) throw refuse.badSegment(navigation.name)
  const selection = parseSelect(at.selected.join(','), set)
  const deeper = at.rests.filter((rest) => rest.length > 0 && !(rest.length === 1 && rest[0] === '*'))
  const inner = parseExpand(deeper.map((rest) => rest.join('/')).join(','), { context: at.context, set, selection })
  return { printed: at.printed, property: navigation.property, set, selection, inner }
}

/** The entity behind the reference of an item; null when it is empty, of another type or not there. */
export function expandedItem(context: Context, item: Item, expansion: Expansion): Item | null {
  const type = item.value(`${expansion.property}_Type`)
  if (type !== undefined && type !== `StandardODATA.${expansion.set.name}`) return null
  const entity = context.base.get(expansion.set.name, textOf(item, expansion.property))
  return entity ? entityItem(expansion.set, entity) : null
}

/** Navigation of a set whose target is in the composition. */
export function exposed(context: Context, set: EntitySet): Navigation[] {
  return set.navigation.filter(({ target }) => isExposedName(context, target))
}

export function isExposedName(context: Context, name: string): boolean {
  const set = context.sets.get(name)
  const { composition } = context.settings
  return set !== undefined && (composition === 'all' || composition.includes(set.root))
}
