/** One entity and what stands behind it: `…(guid'…')`, `…/Контрагент`, `…/Валюта/Description`, `…/Товары`, `…/Имя/$value`. */
import type { DataAddress } from '../address.ts'
import { countAnswer, entityAnswer, listAnswer, propertyAnswer, viewOf } from '../answers/answers.ts'
import type { Context, ODataRequest } from '../../context.ts'
import { refuse } from '../errors.ts'
import { exposed } from './expand.ts'
import type { Answer } from '../../http/http.ts'
import { entityItem, sectionItems, textOf } from './items.ts'
import type { Item } from './items.ts'
import type { Options } from '../options.ts'
import { forbidden } from './rights.ts'

export interface Reading {
  context: Context
  request: ODataRequest
  options: Options
}

export function readItem(reading: Reading, item: Item, address: DataAddress): Answer {
  const { context, request, options } = reading
  if (forbidden(context, item)) throw refuse.noRights()
  const [step, ...rest] = address.steps
  if (step !== undefined) return readBehind(reading, item, { step, rest, end: address.end })
  if (address.end !== '') throw refuse.badSegment(`$${address.end}`)
  if (options.expand !== '' && context.settings.expandOnEntity === 'refuse') throw refuse.badOption('$expand')
  return entityAnswer(viewOf(context, request, { set: item.set, options: { ...options, expand: '' } }), item)
}

function readBehind(
  reading: Reading,
  item: Item,
  at: { step: string; rest: string[]; end: DataAddress['end'] },
): Answer {
  const { context, request } = reading
  const navigation = exposed(context, item.set).find(({ name }) => name === at.step)
  if (navigation) {
    const target = context.sets.get(navigation.target)
    const entity = context.base.get(navigation.target, textOf(item, navigation.property))
    if (!target || !entity) throw refuse.noInstance(navigation.target)
    return readItem(reading, entityItem(target, entity), {
      to: 'data',
      set: target,
      key: {},
      steps: at.rest,
      end: at.end,
    })
  }
  const property = item.set.byName.get(at.step)
  if (!property || at.rest.length > 0) throw refuse.badSegment(at.rest[0] ?? at.step)
  if (property.edm.startsWith('Collection')) return readCollection(reading, item, at)
  return propertyAnswer(request, item, { property, bare: at.end === 'value' })
}

/** Rows of a section through its owner: `Document_X(guid'…')/Товары`. */
function readCollection(reading: Reading, item: Item, at: { step: string; end: DataAddress['end'] }): Answer {
  const { context, request, options } = reading
  const set = context.sets.get(`${item.set.name}_${at.step}`)
  if (!set || !item.entity) throw refuse.badSegment(at.step)
  const rows = sectionItems(set, item.entity)
  if (at.end === 'count') return countAnswer(rows.length)
  const view = viewOf(context, request, { set, options })
  return listAnswer(view, rows, { name: set.name, count: null })
}
