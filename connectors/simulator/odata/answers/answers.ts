/** Answers of reading in the format of the request: an entity, a list, a count. */
import { atomEntity, atomList, atomProperty } from './atom.ts'
import type { Context, ODataRequest } from '../../context.ts'
import { parseExpand } from '../reading/expand.ts'
import { textAnswer } from '../../http/http.ts'
import type { Answer } from '../../http/http.ts'
import { textOf } from '../reading/items.ts'
import type { Item } from '../reading/items.ts'
import { contextUrl, jsonAnswer, jsonEntity, jsonList } from './json.ts'
import type { View } from './json.ts'
import type { Options } from '../options.ts'
import { parseSelect } from '../reading/select.ts'
import type { EntitySet, Property } from '../metadata/sets.ts'

const BYTE_ORDER_MARK = '\uFEFF'

/** What `$select` and `$expand` leave of the items of a set. */
export function viewOf(context: Context, request: ODataRequest, at: { set: EntitySet; options: Options }): View {
  const selection = parseSelect(at.options.select, at.set)
  const expansions = parseExpand(at.options.expand, { context, set: at.set, selection })
  return { context, request, selection, expansions }
}

/** One entity; also what a write answers with. */
export function entityAnswer(view: View, item: Item): Answer {
  return view.request.format === 'atom' ? atomEntity(view, item) : jsonEntity(view, item)
}

/** @param count all matching items, when the client asked for it */
export function listAnswer(view: View, items: readonly Item[], at: { name: string; count: number | null }): Answer {
  if (view.request.format === 'atom') return atomList(view, items, at)
  return jsonList(view, items, { fragment: at.name, count: at.count })
}

/** A property by itself; bare is what `/$value` gives. */
export function propertyAnswer(request: ODataRequest, item: Item, at: { property: Property; bare: boolean }): Answer {
  const { name, edm } = at.property
  if (at.bare) return textAnswer(200, 'text/plain;charset=utf-8', textOf(item, name))
  if (request.format === 'atom') return atomProperty(name, textOf(item, name))
  return jsonAnswer({ ...contextUrl(request, edm), value: item.value(name) })
}

/** Body of `/$count`: a byte-order mark and a decimal number (observed). */
export function countAnswer(total: number): Answer {
  const answer = textAnswer(200, 'text/plain;charset=utf-8', BYTE_ORDER_MARK + String(total))
  return { ...answer, headers: { ...answer.headers, DataServiceVersion: '3.0' } }
}
