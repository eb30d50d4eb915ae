/** GET of data: lists, single entities, properties, counts. */
import { atomEntity, atomList, atomProperty } from './atom.ts'
import type { Address } from './address.ts'
import type { Context, ODataRequest } from './context.ts'
import { refuse } from './errors.ts'
import { exposed, parseExpand } from './expand.ts'
import { findItem, findItems, forbidden } from './find.ts'
import { textAnswer } from './http.ts'
import type { Answer } from './http.ts'
import { entityItem, sectionItems, textOf } from './items.ts'
import type { Item } from './items.ts'
import { contextUrl, jsonAnswer, jsonEntity, jsonList } from './json.ts'
import type { View } from './json.ts'
import { readOptions } from './options.ts'
import type { Options } from './options.ts'
import { parseSelect } from './select.ts'
import type { EntitySet } from './sets.ts'

export type DataAddress = Extract<Address, { to: 'data' }>

const BYTE_ORDER_MARK = '\uFEFF'

export async function readData(context: Context, request: ODataRequest, address: DataAddress): Promise<Answer> {
  const options = readOptions(request.exchange.query)
  if (address.key === null) return readSet(context, request, { address, options })
  const item = findItem(context, address.set, address.key)
  if (!item) throw refuse.noInstance(address.set.name)
  return readItem({ context, request, options }, item, address)
}

function readSet(context: Context, request: ODataRequest, at: { address: DataAddress; options: Options }): Answer {
  const { address, options } = at
  const { set } = address
  if (address.end === 'value') throw refuse.badSegment('$value')
  const view = viewOf(context, request, { set, options })
  const { items, total } = findItems(context, set, options)
  if (address.end === 'count') return countAnswer(total)
  const count = options.inlineCount ? total : null
  if (request.format === 'atom') return atomList(view, items, { name: set.name, count })
  return jsonList(view, items, { fragment: set.name, count })
}

/** Body of `/$count`: a byte-order mark and a decimal number (observed). */
function countAnswer(total: number): Answer {
  const answer = textAnswer(200, 'text/plain;charset=utf-8', BYTE_ORDER_MARK + String(total))
  return { ...answer, headers: { ...answer.headers, DataServiceVersion: '3.0' } }
}

export function viewOf(context: Context, request: ODataRequest, at: { set: EntitySet; options: Options }): View {
  const selection = parseSelect(at.options.select, at.set)
  const expansions = parseExpand(at.options.expand, { context, set: at.set, selection })
  return { context, request, selection, expansions }
}

interface Reading {
  context: Context
  request: ODataRequest
  options: Options
}

function readItem(reading: Reading, item: Item, address: DataAddress): Answer {
  const { context, request, options } = reading
  if (forbidden(context, item)) throw refuse.noRights()
  const [step, ...rest] = address.steps
  if (step !== undefined) return readBehind(reading, item, { step, rest, end: address.end })
  if (address.end !== '') throw refuse.badSegment(`$${address.end}`)
  if (options.expand !== '' && context.settings.expandOnEntity === 'refuse') throw refuse.badOption('$expand')
  return entityAnswer(viewOf(context, request, { set: item.set, options: { ...options, expand: '' } }), item)
}

/** One entity in the format of the request; also what a write answers with. */
export function entityAnswer(view: View, item: Item): Answer {
  return view.request.format === 'atom' ? atomEntity(view, item) : jsonEntity(view, item)
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
  const value = textOf(item, property.name)
  if (at.end === 'value') return textAnswer(200, 'text/plain;charset=utf-8', value)
  if (request.format === 'atom') return atomProperty(property.name, value)
  return jsonAnswer({ ...contextUrl(request, property.edm), value: item.value(property.name) })
}

/** Rows of a section through its owner: `Document_X(guid'…')/Товары`. */
function readCollection(reading: Reading, item: Item, at: { step: string; end: DataAddress['end'] }): Answer {
  const { context, request, options } = reading
  const set = context.sets.get(`${item.set.name}_${at.step}`)
  if (!set || !item.entity) throw refuse.badSegment(at.step)
  const rows = sectionItems(set, item.entity)
  if (at.end === 'count') return countAnswer(rows.length)
  const view = viewOf(context, request, { set, options })
  if (request.format === 'atom') return atomList(view, rows, { name: set.name, count: null })
  return jsonList(view, rows, { fragment: set.name, count: null })
}
